/** A License Manager user on an instance: by ARN, or by name, instance and directory. Constraints: the service's model. */

import * as v from 'valibot';
import type { TargetContract } from './contract.ts';

const text = (meaning: string) => v.pipe(v.string(), v.minLength(1, `Expected ${meaning}`), v.maxLength(256));
const list = v.array(text('an id'));

/** Every field of the model's IdentityProvider can be set, though the directory's id is what tells it apart. */
const identityProvider = v.strictObject({
  ActiveDirectoryIdentityProvider: v.strictObject({
    DirectoryId: v.pipe(v.string(), v.regex(/^(d|sd)-[0-9a-f]{10}$/, 'Expected a directory id such as d-1234567890')),
    ActiveDirectoryType: v.optional(v.picklist(['SELF_MANAGED', 'AWS_MANAGED'])),
    ActiveDirectorySettings: v.optional(
      v.strictObject({
        DomainName: v.optional(text('a domain name')),
        DomainIpv4List: v.optional(list),
        DomainIpv6List: v.optional(list),
        DomainCredentialsProvider: v.optional(
          v.strictObject({
            SecretsManagerCredentialsProvider: v.strictObject({ SecretId: v.optional(text('a secret’s id')) }),
          }),
        ),
        DomainNetworkSettings: v.optional(v.strictObject({ Subnets: list })),
      }),
    ),
  }),
});

const schema = v.pipe(
  v.strictObject({
    username: v.optional(text('a user name')),
    instanceId: v.optional(
      v.pipe(v.string(), v.regex(/^i-[0-9a-f]{8,17}$/, 'Expected an instance id such as i-0123456789abcdef0')),
    ),
    identityProvider: v.optional(identityProvider),
    domain: v.optional(text('an Active Directory domain')),
    instanceUserArn: v.optional(
      v.pipe(
        v.string(),
        v.regex(
          /^arn:([a-z0-9-.]{1,63}):([a-z0-9-.]{1,63}):([a-z0-9-.]{1,63}):([a-z0-9-.]{1,63}):([a-zA-Z0-9-.]{1,510})\/([a-zA-Z0-9-.]{1,510})$/,
          'Expected the ARN of an instance user',
        ),
      ),
    ),
  }),
  v.check(
    ({ username, instanceId, identityProvider, domain, instanceUserArn }) =>
      instanceUserArn === undefined
        ? username !== undefined && instanceId !== undefined && identityProvider !== undefined
        : [username, instanceId, domain].every((field) => field === undefined),
    'Expected either instanceUserArn, or username, instanceId and identityProvider (and perhaps domain)',
  ),
);

export type LicenseManagerUser = v.InferOutput<typeof schema>;

export const licenseManagerUser: TargetContract<LicenseManagerUser> = {
  kind: 'license-manager-user',
  title: 'a License Manager user from an instance',
  schema,
  example: {
    username: 'alice',
    instanceId: 'i-0a1b2c3d4e5f60718',
    identityProvider: { ActiveDirectoryIdentityProvider: { DirectoryId: 'd-1234567890' } },
    domain: 'corp.example.com',
  },
  fields: {
    username: 'the user’s name in the directory',
    instanceId: 'the instance',
    identityProvider: 'the directory: identityProvider.ActiveDirectoryIdentityProvider.DirectoryId=d-…',
    domain: 'the Active Directory domain, for users of trusted domains',
    instanceUserArn: 'instead of the first four: the ARN of the instance user',
  },
  label: ({ username, instanceId, instanceUserArn }) =>
    instanceUserArn?.slice(instanceUserArn.lastIndexOf('/') + 1) ?? `${instanceId}/${username}`,
};
