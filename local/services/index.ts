/** The AWS services on this machine that Offboard's own work needs. One line a service. */

import type { Service } from '../aws.ts';
import type { World } from '../world/world.ts';
import { codeartifact } from './codeartifact/index.ts';
import { counted } from './common/counted.ts';
import { licenseManagerUserSubscriptions } from './license-manager-user-subscriptions/index.ts';
import { mpa } from './mpa/index.ts';
import { opensearch } from './opensearch/index.ts';
import { paymentCryptography } from './payment-cryptography/index.ts';
import { redshift } from './redshift/index.ts';

/** Those that look into the simulated world. */
export const simulated = {
  opensearch,
  codeartifact,
  redshift,
  'license-manager-user-subscriptions': licenseManagerUserSubscriptions,
  'payment-cryptography': paymentCryptography,
  mpa,
} as const satisfies Record<string, (world: World) => Service>;

/** Every simulated service over this world, its requests counted. */
export function simulate(world: World): Service[] {
  return Object.values(simulated).map((make) => counted(world, make(world)));
}
