/** A user's or a group's assignment to an account with a permission set. It has no id of its own: these name it. */

import * as v from 'valibot';
import { accountId, type TargetContract, text } from '../common/target.ts';

const INSTANCE = /^arn:aws[a-z-]*:sso:::instance\/(sso)?ins-[a-zA-Z0-9.-]{16}$/;
const PERMISSION_SET = /^arn:aws[a-z-]*:sso:::permissionSet\/(sso)?ins-[a-zA-Z0-9.-]{16}\/ps-[a-zA-Z0-9./-]{16}$/;
const ID = /^([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-([A-Fa-f0-9]{4}-){3}[A-Fa-f0-9]{12}$/;

const schema = v.pipe(
  v.strictObject({
    instanceArn: text(INSTANCE, 'the ARN of an instance of IAM Identity Center'),
    accountId,
    permissionSetArn: text(PERMISSION_SET, 'the ARN of a permission set'),
    principalType: v.picklist(['USER', 'GROUP'], 'must be USER or GROUP'),
    principalId: text(ID, 'the id of a user or a group in the identity store'),
  }),
  v.forward(
    v.check(
      ({ instanceArn, permissionSetArn }) =>
        permissionSetArn.startsWith(`${instanceArn.replace(':instance/', ':permissionSet/')}/`),
      'must be the ARN of a permission set of the instance',
    ),
    ['permissionSetArn'],
  ),
  v.readonly(),
);

export type AccountAssignment = v.InferOutput<typeof schema>;

export const target: TargetContract<AccountAssignment> = {
  title: "a user's or a group's assignment to an account with a permission set of IAM Identity Center",
  schema,
  example: {
    instanceArn: 'arn:aws:sso:::instance/ssoins-9067f7a1b2c3d4e5',
    accountId: '111122223333',
    permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-9067f7a1b2c3d4e5/ps-1111aaaa2222bbbb',
    principalType: 'USER',
    principalId: '9067f7a1b2-aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
  },
  fields: {
    instanceArn: 'the instance of IAM Identity Center, by its ARN',
    accountId: 'the account that is assigned',
    permissionSetArn: 'the permission set, by its ARN',
    principalType: 'USER or GROUP',
    principalId: 'the user or the group, by the id',
  },
  label: ({ accountId, permissionSetArn, principalId }) =>
    `${accountId}/${permissionSetArn.split('/').at(-1)}/${principalId}`,
};
