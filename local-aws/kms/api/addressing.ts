/** The key that an input means, by its id, its ARN or an alias, and the permission on it. */

import type { AccountRegion } from '../../core/account-region.ts';
import type { Call, Permission } from '../../core/aws.ts';
import { disabled, invalid, notFound, pendingDeletion } from '../model/errors.ts';
import type { Key, Keys } from '../state/keys.ts';

export interface MeansKey {
  KeyId?: string | undefined;
}

/** The permission of an operation on a key, which the key's policy must allow. */
export function on<Input extends MeansKey>(
  keys: Keys,
  action: string,
  contextOf: (input: Input) => Permission['context'] = () => ({}),
) {
  return {
    permissions(input: Input, call: Call): Permission[] {
      const alias = aliasOf(input.KeyId ?? '');
      const context = { ...contextOf(input), ...(alias === undefined ? {} : { 'kms:RequestAlias': alias }) };
      return [{ action, resource: arnOf(keyOf(keys, input, call)), context }];
    },
    resourcePolicy: (input: Input, call: Call): unknown => policyOf(keyOf(keys, input, call)),
  };
}

export function policyOf({ policy }: Key): unknown {
  return JSON.parse(policy);
}

/** @throws AwsError NotFoundException */
export function keyOf(keys: Keys, { KeyId }: MeansKey, call: AccountRegion): Key {
  if (!KeyId) throw invalid('KeyId must not be empty');
  const { account, region, name } = partsOf(KeyId, call);
  const location = { account, region };
  const id = name.startsWith('alias/') ? keys.alias(location, name)?.keyId : name;
  if (id === undefined) throw notFound(`Alias ${aliasArn({ ...location, name })} is not found.`);
  const key = keys.find(location, id);
  if (!key) throw notFound(`Key '${arnOf({ ...location, id })}' does not exist`);
  return key;
}

/** A key that may be used. @throws AwsError DisabledException, KMSInvalidStateException */
export function usableKey(keys: Keys, input: MeansKey, call: AccountRegion): Key {
  const key = keyOf(keys, input, call);
  if (key.deletion !== undefined) throw pendingDeletion(arnOf(key));
  if (!key.enabled) throw disabled(arnOf(key));
  return key;
}

/** `alias/name` of an alias's name or ARN. */
function aliasOf(keyId: string): string | undefined {
  const at = keyId.search(/(^|:)alias\//);
  return at < 0 ? undefined : keyId.slice(keyId.indexOf('alias/'));
}

function partsOf(keyId: string, { account, region }: AccountRegion): AccountRegion & { name: string } {
  const arn = /^arn:[^:]+:kms:([^:]+):(\d+):(?:key\/)?(.+)$/.exec(keyId);
  if (!arn) return { account, region, name: keyId };
  const [, ofRegion = '', ofAccount = '', name = ''] = arn;
  return { account: ofAccount, region: ofRegion, name };
}

export function arnOf({ account, region, id }: AccountRegion & { id: string }): string {
  return `arn:aws:kms:${region}:${account}:key/${id}`;
}

export function aliasArn({ account, region, name }: AccountRegion & { name: string }): string {
  return `arn:aws:kms:${region}:${account}:${name}`;
}
