/** Fills a simulated cloud, account by account and Region by Region. */

import type { AccountRegion } from '../core/account-region.ts';
import { hex, random } from '../core/random.ts';
import type { AssociationType } from './association.ts';
import type { SimulatedCloud } from './simulated-cloud.ts';
import type { Step } from './timeline.ts';

const DAY = 24 * 60 * 60 * 1000;

/** How a service generates its associations in one account and Region. */
export interface GeneratedAssociations {
  /** Tells its random numbers from those of others. */
  label: string;
  /** One in every account and Region, instead of an equal share of the rest. */
  onePerRegion?: boolean;
  generate(seeder: Seeder, count: number, next: () => number): void;
}

/** Seeds one account and Region. */
export interface Seeder {
  cloud: SimulatedCloud;
  location: AccountRegion;
  /** The time so many days ago. */
  daysAgo(days: number): number;
  /** Hexadecimal digits that are the same for the same labels in this account and Region. */
  id(length: number, ...labels: string[]): string;
  /** Associated `days` ago, and in this status since. */
  associate<Facts>(type: AssociationType<Facts>, facts: Facts, days: number, step?: Omit<Step, 'at'>): void;
}

export function seeder(cloud: SimulatedCloud, location: AccountRegion): Seeder {
  const now = cloud.now();
  const daysAgo = (days: number) => now - days * DAY;
  return {
    cloud,
    location,
    daysAgo,
    id: (length, ...labels) => hex(length, location.account, location.region, ...labels),
    associate(type, facts, days, step = { status: type.activeStatus }) {
      cloud.associate(type, location, facts, [{ at: daysAgo(days), ...step }]);
    },
  };
}

/** Generates `size` associations: those of which every Region has one first, then the others in equal parts. */
export function generate(
  cloud: SimulatedCloud,
  all: readonly GeneratedAssociations[],
  { size, locations }: { size: number; locations: readonly AccountRegion[] },
): void {
  const { seed } = cloud.options;
  const run = ({ label, generate: make }: GeneratedAssociations, location: AccountRegion, count: number) =>
    make(seeder(cloud, location), count, random(seed, label, location.account, location.region));
  const single = all
    .filter(({ onePerRegion }) => onePerRegion)
    .flatMap((each) => locations.map((location) => ({ each, location })))
    .slice(0, size);
  for (const { each, location } of single) run(each, location, 1);
  const shared = all.filter(({ onePerRegion }) => !onePerRegion);
  const parts = locations.flatMap((location) => shared.map((each) => ({ each, location })));
  const rest = size - single.length;
  parts.forEach(({ each, location }, index) => {
    const count = Math.floor(rest / parts.length) + (index < rest % parts.length ? 1 : 0);
    if (count > 0) run(each, location, count);
  });
}
