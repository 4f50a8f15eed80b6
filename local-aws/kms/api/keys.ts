import { randomUUID } from 'node:crypto';
import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { Call } from '../../core/aws.ts';
import { KEY_ID } from '../../core/key-id.ts';
import { page } from '../../wire/input/pages.ts';
import { SIGNING_ALGORITHMS } from '../model/algorithms.ts';
import { invalid, invalidMarker, malformedPolicy, notPendingDeletion, notServed } from '../model/errors.ts';
import type { Key, Keys } from '../state/keys.ts';
import { arnOf, keyOf, type MeansKey, on } from './addressing.ts';
import type { Operations } from './inputs.ts';

const SPECS = ['RSA_2048', 'RSA_3072', 'RSA_4096'];
const DAY_MS = 24 * 60 * 60 * 1000;

export function administration(keys: Keys) {
  return {
    CreateKey: {
      permissions: () => [{ action: 'kms:CreateKey', resource: '*' }],
      run(input, { account, region }) {
        const { KeySpec: spec = 'SYMMETRIC_DEFAULT', KeyUsage: usage = 'ENCRYPT_DECRYPT', Description = '' } = input;
        if (usage !== 'SIGN_VERIFY' || !SPECS.includes(spec))
          throw notServed(`keys other than SIGN_VERIFY of ${SPECS}`);
        const id = (input as { [KEY_ID]?: string })[KEY_ID] ?? randomUUID();
        const policy = checkedPolicy(input.Policy ?? defaultPolicy(account));
        const key = { account, region, id, spec, created: keys.now, enabled: true, description: Description, policy };
        keys.put(key);
        return { KeyMetadata: describe(key) };
      },
    },
    DescribeKey: {
      ...on(keys, 'kms:DescribeKey'),
      run: (input, call) => ({ KeyMetadata: describe(keyOf(keys, input, call)) }),
    },
    ListKeys: {
      permissions: () => [{ action: 'kms:ListKeys', resource: '*' }],
      run({ Limit, Marker }, call) {
        const { rows, token } = page(keys.list(call), {
          max: Limit,
          usual: 100,
          token: Marker,
          keyOf: ({ id }) => id,
          refuse: invalidMarker,
          options: {},
        });
        return {
          Keys: rows.map((key) => ({ KeyId: key.id, KeyArn: arnOf(key) })),
          NextMarker: token,
          Truncated: token !== undefined,
        };
      },
    },
    ScheduleKeyDeletion: {
      ...on(keys, 'kms:ScheduleKeyDeletion'),
      run(input, call) {
        const days = input.PendingWindowInDays ?? 30;
        if (days < 7 || days > 30) throw invalid('PendingWindowInDays must be between 7 and 30');
        const key = keyOf(keys, input, call);
        const deletion = keys.now + days * DAY_MS;
        keys.put({ ...key, enabled: false, deletion });
        return {
          KeyId: arnOf(key),
          DeletionDate: new Date(deletion),
          KeyState: 'PendingDeletion',
          PendingWindowInDays: days,
        };
      },
    },
    CancelKeyDeletion: {
      ...on(keys, 'kms:CancelKeyDeletion'),
      run(input, call) {
        const { deletion, ...key } = keyOf(keys, input, call);
        if (deletion === undefined) throw notPendingDeletion(arnOf(key));
        keys.put(key);
        return { KeyId: arnOf(key) };
      },
    },
    GetKeyPolicy: {
      ...on(keys, 'kms:GetKeyPolicy'),
      run: (input, call) => ({ Policy: keyOf(keys, input, call).policy, PolicyName: 'default' }),
    },
    PutKeyPolicy: {
      ...on(keys, 'kms:PutKeyPolicy'),
      run(input, call) {
        keys.put({ ...keyOf(keys, input, call), policy: checkedPolicy(input.Policy ?? '') });
        return {};
      },
    },
    EnableKey: switchTo(keys, 'kms:EnableKey', true),
    DisableKey: switchTo(keys, 'kms:DisableKey', false),
  } satisfies Operations;
}

function switchTo(keys: Keys, action: string, enabled: boolean) {
  return {
    ...on(keys, action),
    run(input: MeansKey, call: Call) {
      keys.put({ ...keyOf(keys, input, call), enabled });
      return {};
    },
  };
}

/** @throws AwsError MalformedPolicyDocumentException */
function checkedPolicy(policy: string): string {
  try {
    const { Statement } = JSON.parse(policy) as { Statement?: unknown };
    if (Statement !== undefined) return policy;
  } catch {
    // Not JSON: refused below as every other text that is no policy.
  }
  throw malformedPolicy();
}

/** What KMS gives a key that is created without a policy: IAM policies of the account decide. */
function defaultPolicy(account: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
    ],
  });
}

function describe(key: Key): KeyMetadata {
  const { account, id, spec, created, enabled, deletion, description } = key;
  const state = enabled ? 'Enabled' : 'Disabled';
  return {
    AWSAccountId: account,
    KeyId: id,
    Arn: arnOf(key),
    CreationDate: new Date(created),
    Enabled: enabled,
    Description: description,
    KeyUsage: 'SIGN_VERIFY',
    KeyState: deletion === undefined ? state : 'PendingDeletion',
    ...(deletion === undefined ? {} : { DeletionDate: new Date(deletion) }),
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    KeySpec: spec as NonNullable<KeyMetadata['KeySpec']>,
    SigningAlgorithms: SIGNING_ALGORITHMS as NonNullable<KeyMetadata['SigningAlgorithms']>,
    MultiRegion: false,
  };
}
