/** AWS KMS: RSA keys that sign, their policies and aliases. */

import type { Aws, Service } from '../core/aws.ts';
import { typed } from '../wire/input/typed.ts';
import { aliases } from './api/aliases.ts';
import { INPUTS } from './api/inputs.ts';
import { administration } from './api/keys.ts';
import { signatures } from './api/signatures.ts';
import { Keys } from './state/keys.ts';

export function kms(aws: Aws): Service {
  const keys = new Keys(aws);
  const service: Service = {
    name: 'kms',
    signingName: 'kms',
    protocol: 'awsJson1.1',
    targetPrefix: 'TrentService',
    operations: { ...administration(keys), ...aliases(keys), ...signatures(keys) },
  };
  return typed(service, INPUTS);
}
