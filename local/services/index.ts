/** The AWS services on this machine beside EventBridge, Step Functions and Lambda. One line a service. */

import type { Aws, Service } from '../aws.ts';
import type { World } from '../world/world.ts';
import { cloudformation, type RunningStack } from './cloudformation.ts';
import { codeartifact } from './codeartifact/index.ts';
import { counted } from './common/counted.ts';
import { licenseManagerUserSubscriptions } from './license-manager-user-subscriptions/index.ts';
import { mpa } from './mpa/index.ts';
import { opensearch } from './opensearch/index.ts';
import { paymentCryptography } from './payment-cryptography/index.ts';
import { redshift } from './redshift/index.ts';
import { s3 } from './s3/index.ts';
import { type SqsOptions, sqs } from './sqs/index.ts';
import { type StsParts, sts } from './sts.ts';

/** What the services are made from. */
export interface Parts extends SqsOptions, StsParts {
  aws: Aws;
  world: World;
  stacks(): readonly RunningStack[];
}

/** Those that look into the simulated world. */
export const simulated = {
  opensearch,
  codeartifact,
  redshift,
  'license-manager-user-subscriptions': licenseManagerUserSubscriptions,
  'payment-cryptography': paymentCryptography,
  mpa,
} as const satisfies Record<string, (world: World) => Service>;

/** Those that the stack itself stands on. */
export const supporting = {
  sqs: ({ aws, endpoint }) => sqs(aws, { endpoint }),
  s3: ({ aws }) => s3(aws),
  sts: ({ credentials, assume }) => sts({ credentials, assume }),
  cloudformation: ({ stacks }) => cloudformation(stacks),
} as const satisfies Record<string, (parts: Parts) => Service>;

/** Every service above, the simulated ones with their requests counted. */
export function services(parts: Parts): Service[] {
  return [
    ...Object.values(simulated).map((make) => counted(parts.world, make(parts.world))),
    ...Object.values(supporting).map((make) => make(parts)),
  ];
}
