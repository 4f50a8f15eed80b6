/** AWS STS: caller identities and sessions of roles. */

import type { Service } from '../core/aws.ts';
import { typed } from '../wire/input/typed.ts';
import { GetCallerIdentity } from './api/caller-identity.ts';
import { INPUTS } from './api/inputs.ts';
import { roleOperations, type StsParts } from './api/roles.ts';

const VERSION = '2011-06-15';

export function sts(parts: StsParts): Service {
  const service: Service = {
    name: 'sts',
    signingName: 'sts',
    protocol: 'awsQuery',
    version: VERSION,
    namespace: `https://sts.amazonaws.com/doc/${VERSION}/`,
    operations: { GetCallerIdentity, ...roleOperations(parts) },
  };
  return typed(service, INPUTS, { code: 'ValidationError' });
}
