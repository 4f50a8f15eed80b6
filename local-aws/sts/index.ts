/** AWS STS: caller identities and sessions of roles. */

import type { Service } from '../core/aws.ts';
import type { Inputs } from '../wire/input/shape.ts';
import { typed } from '../wire/input/typed.ts';
import { GetCallerIdentity } from './api/caller-identity.ts';
import { roleOperations, type StsParts } from './api/roles.ts';

const VERSION = '2011-06-15';

const inputs: Inputs = {
  GetCallerIdentity: {},
  AssumeRole: { RoleArn: 'text', RoleSessionName: 'text', ExternalId: 'text', DurationSeconds: 'scalar' },
};

export function sts(parts: StsParts): Service {
  const service: Service = {
    name: 'sts',
    signingName: 'sts',
    protocol: 'awsQuery',
    version: VERSION,
    namespace: `https://sts.amazonaws.com/doc/${VERSION}/`,
    operations: { GetCallerIdentity, ...roleOperations(parts) },
  };
  return typed(service, inputs);
}
