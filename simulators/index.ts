/**
 * The AWS services that Offboard's kinds need, simulated. One line a service.
 *
 * To add one: a folder `simulators/<service>/` whose index.ts exports a `Simulator`, and a line in `simulators` below.
 * - `associations`: its kinds of association (facts, key, target, outcomes).
 * - `serve`: the operations, over the resources and associations that the cloud keeps.
 * - `variants`: the questions that its documentation leaves open, each with all answers it can give.
 * - `seedSmall`, `generated`: what the small cloud and generated ones hold of it.
 * - `samples`: requests that `npm start` shows.
 * A folder may import another service's where AWS itself couples them (Payment Cryptography asks MPA's teams). None
 * imports `associations/`: the simulated service and the provider stay independent witnesses of what AWS documents.
 */

import type { Aws } from '@offboard/local-aws/service';
import {
  type GivenOptions,
  generate,
  metered,
  SimulatedCloud,
  type SimulatedService,
  type Variants,
} from '@offboard/local-aws/simulation';
import { account } from './account/index.ts';
import { codeartifact } from './codeartifact/index.ts';
import { ACCOUNTS, locations, REGIONS } from './common/locations.ts';
import type { Sample, Simulator } from './common/simulator.ts';
import { directoryServiceData } from './directory-service-data/index.ts';
import { eks } from './eks/index.ts';
import { identityStore, ssoAdmin } from './identity-center/index.ts';
import { licenseManagerUserSubscriptions } from './license-manager-user-subscriptions/index.ts';
import { mpa } from './mpa/index.ts';
import { opensearch } from './opensearch/index.ts';
import { organizations } from './organizations/index.ts';
import { paymentCryptography } from './payment-cryptography/index.ts';
import { ram } from './ram/index.ts';
import { redshift } from './redshift/index.ts';
import { route53 } from './route-53/index.ts';

export const simulators: readonly Simulator[] = [
  opensearch,
  codeartifact,
  redshift,
  eks,
  ssoAdmin,
  identityStore,
  licenseManagerUserSubscriptions,
  paymentCryptography,
  mpa,
  ram,
  route53,
  organizations,
  account,
  directoryServiceData,
];

export const associationTypes = simulators.flatMap(({ associations = [] }) => associations);

/** In the order of their services. */
export const KINDS: readonly string[] = associationTypes.map(({ kind }) => kind);

/** Every open question. */
export const variants: Variants = Object.assign({}, ...simulators.map((simulator) => simulator.variants));

/** The requests that `npm start` sends: between them, each way a request can end. */
export const samples: readonly Sample[] = simulators.flatMap((simulator) => simulator.samples ?? []);

/** A subject whose offboarding includes the association of this target. */
export function subjectOf(kind: string, target: Readonly<Record<string, unknown>>): { type: string; id: string } {
  const simulator = simulators.find(({ associations = [] }) => associations.some((type) => type.kind === kind));
  return simulator?.subjectOf?.(target) ?? { type: 'kind', id: kind };
}

export interface SeedOptions extends GivenOptions {
  /** How many generated associations. Absent: the small cloud, in which every kind's example exists. */
  size?: number;
  /** How many of ACCOUNTS and REGIONS a generated cloud spreads over; all where absent. */
  accounts?: number;
  regions?: number;
}

/** The cloud in this store: seeded where the store has none yet. */
export function openCloud(aws: Pick<Aws, 'clock' | 'store'>, options: SeedOptions = {}): SimulatedCloud {
  const { size, accounts = ACCOUNTS.length, regions = REGIONS.length, ...given } = options;
  const cloud = new SimulatedCloud(aws, simulators, given);
  if (cloud.isSeeded()) return cloud;
  aws.store.transaction(() => {
    if (size === undefined) for (const { seedSmall } of simulators) seedSmall?.(cloud);
    else generate(cloud, generated(), { size, locations: locations(accounts, regions) });
  });
  return cloud;
}

function generated() {
  return simulators.flatMap((simulator) => simulator.generated ?? []);
}

/** Every simulated service over this cloud, its requests counted. */
export function serve(cloud: SimulatedCloud) {
  return simulators.map((simulator: SimulatedService) => metered(cloud, simulator));
}
