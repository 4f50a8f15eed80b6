/**
 * A user's membership in a group of IAM Identity Center. It is named by group and user, not by the membership's id,
 * which is another one after each restore.
 */

import * as v from 'valibot';
import { type TargetContract, text } from '../common/target.ts';

const ID = /^([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-([A-Fa-f0-9]{4}-){3}[A-Fa-f0-9]{12}$/;

const schema = v.pipe(
  v.strictObject({
    identityStoreId: text(
      /^(d-[0-9a-f]{10}|[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12})$/,
      'an identity store id such as d-1234567890',
    ),
    groupId: text(ID, 'the id of a group in the identity store'),
    userId: text(ID, 'the id of a user in the identity store'),
  }),
  v.readonly(),
);

export type GroupMembership = v.InferOutput<typeof schema>;

export const target: TargetContract<GroupMembership> = {
  title: "a user's membership in a group of IAM Identity Center",
  schema,
  example: {
    identityStoreId: 'd-9067f7a1b2',
    groupId: '9067f7a1b2-11111111-2222-4333-8444-555555555555',
    userId: '9067f7a1b2-aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
  },
  fields: {
    identityStoreId: 'the identity store of the instance',
    groupId: 'the group, by its id',
    userId: 'the user, by the id',
  },
  label: ({ groupId, userId }) => `${groupId}/${userId}`,
};
