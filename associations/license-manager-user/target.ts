/** A user of an instance, by License Manager User Subscriptions: the request of DisassociateUser. */

import * as v from 'valibot';
import { type TargetContract, text } from '../common/target.ts';

const shortText = (expected: string) => text(/^\S[^\r\n]{0,255}$/, expected);

const activeDirectory = v.strictObject({
  DirectoryId: text(/^(d|sd)-[0-9a-f]{10}$/, 'a directory id such as d-1234567890'),
  // Of a directory that another account shares: without it the service may not find the registration.
  IsSharedActiveDirectory: v.optional(v.boolean()),
  ActiveDirectoryType: v.optional(v.picklist(['SELF_MANAGED', 'AWS_MANAGED'])),
  // Handed on as it is: the service reads credentials' and network settings from it for self-managed directories.
  ActiveDirectorySettings: v.optional(v.record(v.string(), v.unknown())),
});

const schema = v.pipe(
  v.strictObject({
    username: v.optional(shortText('a user name')),
    instanceId: v.optional(text(/^i-([0-9a-f]{8}|[0-9a-f]{17})$/, 'an instance id such as i-0a1b2c3d4e5f60718')),
    identityProvider: v.optional(v.strictObject({ ActiveDirectoryIdentityProvider: activeDirectory })),
    domain: v.optional(shortText("an Active Directory domain's name")),
    instanceUserArn: v.optional(
      text(
        /^arn:[a-z0-9.-]{1,63}:license-manager-user-subscriptions:[a-z0-9-]+:\d{12}:[A-Za-z0-9.-]{1,510}\/[A-Za-z0-9.-]{1,510}$/,
        'the ARN of an instance user',
      ),
    ),
  }),
  v.check(
    ({ instanceUserArn, ...named }) =>
      instanceUserArn === undefined
        ? named.username !== undefined && named.instanceId !== undefined && named.identityProvider !== undefined
        : Object.values(named).every((field) => field === undefined),
    'must have either instanceUserArn alone, or username, instanceId and identityProvider (and domain)',
  ),
  v.readonly(),
);

export type InstanceUser = v.InferOutput<typeof schema>;

export const target: TargetContract<InstanceUser> = {
  title: 'a License Manager user from an instance',
  schema,
  example: {
    username: 'alice',
    instanceId: 'i-0a1b2c3d4e5f60718',
    identityProvider: { ActiveDirectoryIdentityProvider: { DirectoryId: 'd-1234567890' } },
    domain: 'corp.example.com',
  },
  fields: {
    username: "the user's name in the directory; upper and lower case are the same",
    instanceId: 'the instance',
    identityProvider: 'the directory, as License Manager spells it',
    domain: "the user's Active Directory domain; needed where a name is in several",
    instanceUserArn: 'or, instead of all these: the ARN of the association',
  },
  label: ({ username, instanceId, instanceUserArn }) =>
    instanceUserArn?.split('/').at(-1) ?? `${instanceId ?? ''}/${username ?? ''}`,
  covers: ({ instanceUserArn }) => (instanceUserArn === undefined ? undefined : '**'),
};
