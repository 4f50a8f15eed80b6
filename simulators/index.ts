/** The AWS services that look into the simulated cloud. One line a service. */

import type { Service } from '@offboard/local-aws/service';
import { counted } from '@offboard/local-aws/simulation';
import { codeartifact } from './codeartifact/index.ts';
import { licenseManagerUserSubscriptions } from './license-manager-user-subscriptions/index.ts';
import { mpa } from './mpa/index.ts';
import { opensearch } from './opensearch/index.ts';
import { paymentCryptography } from './payment-cryptography/index.ts';
import { redshift } from './redshift/index.ts';
import type { SimulatedCloud } from './simulated-cloud.ts';

const simulated = {
  opensearch,
  codeartifact,
  redshift,
  'license-manager-user-subscriptions': licenseManagerUserSubscriptions,
  'payment-cryptography': paymentCryptography,
  mpa,
} as const satisfies Record<string, (cloud: SimulatedCloud) => Service>;

/** Every one of them over this cloud, its requests counted. */
export function simulate(cloud: SimulatedCloud): Service[] {
  return Object.values(simulated).map((make) => counted(cloud, make(cloud)));
}
