/** AWS KMS: RSA keys that sign, their policies and aliases. */

import type { Aws, Service } from '../core/aws.ts';
import { type Inputs, typed } from '../wire/input/typed.ts';
import { aliases } from './api/aliases.ts';
import { administration } from './api/keys.ts';
import { signatures } from './api/signatures.ts';
import { Keys } from './state/keys.ts';

const KEY = { KeyId: 'text' } as const;
const SIGNED = { ...KEY, Message: 'blob', MessageType: 'text', SigningAlgorithm: 'text' } as const;
const PAGE = { Limit: 'integer', Marker: 'text' } as const;

const inputs: Inputs = {
  CreateKey: { Policy: 'text', Description: 'text', KeySpec: 'text', KeyUsage: 'text' },
  DescribeKey: KEY,
  ListKeys: PAGE,
  EnableKey: KEY,
  DisableKey: KEY,
  ScheduleKeyDeletion: { ...KEY, PendingWindowInDays: 'integer' },
  CancelKeyDeletion: KEY,
  GetKeyPolicy: { ...KEY, PolicyName: 'text' },
  PutKeyPolicy: { ...KEY, PolicyName: 'text', Policy: 'text' },
  CreateAlias: { AliasName: 'text', TargetKeyId: 'text' },
  UpdateAlias: { AliasName: 'text', TargetKeyId: 'text' },
  DeleteAlias: { AliasName: 'text' },
  ListAliases: { ...KEY, ...PAGE },
  GetPublicKey: KEY,
  Sign: SIGNED,
  Verify: { ...SIGNED, Signature: 'blob' },
};

export function kms(aws: Aws): Service {
  const keys = new Keys(aws);
  const service: Service = {
    name: 'kms',
    signingName: 'kms',
    protocol: 'awsJson1.1',
    targetPrefix: 'TrentService',
    operations: { ...administration(keys), ...aliases(keys), ...signatures(keys) },
  };
  return typed(service, inputs);
}
