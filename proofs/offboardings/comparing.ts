/** Holds a plan against the simulated services' own log of what was done to associations. */

import {
  type AssociationEntry,
  type EffectRecord,
  listAssociations,
  OUTSIDE,
  type SimulatedCloud,
} from '@offboard/local-aws/simulation';
import type { PlanItem } from '../../offboardings/plan.ts';

/** `kind account region key` */
export type Name = string;

function nameOf({ kind, account, region, key }: Pick<EffectRecord, 'kind' | 'account' | 'region' | 'key'>): Name {
  return [kind, account, region, key].join(' ');
}

/** The names of what a plan would end; an item that the world does not know is named by its label. */
export function planned(items: readonly PlanItem[], known: readonly AssociationEntry[]): Set<Name> {
  return new Set(items.map((item) => nameOf(known.find((row) => isOf(item, row)) ?? unknown(item))));
}

/** The names of what was called upon from `from` on, by us. */
export function touched(cloud: SimulatedCloud, from: number): Set<Name> {
  const effects = cloud.effects.list().slice(from);
  return new Set(effects.filter(({ caller }) => caller !== OUTSIDE).map(nameOf));
}

export function everything(cloud: SimulatedCloud): AssociationEntry[] {
  return listAssociations(cloud);
}

/** What the one has and the other has not, as sentences. */
export function differences(plan: ReadonlySet<Name>, done: ReadonlySet<Name>): string[] {
  return [
    ...[...done].filter((name) => !plan.has(name)).map((name) => `${name} was touched and not planned`),
    ...[...plan].filter((name) => !done.has(name)).map((name) => `${name} was planned and not touched`),
  ];
}

function isOf({ kind, account, where, target }: PlanItem, row: AssociationEntry): boolean {
  return row.kind === kind && row.account === account && row.region === where.region && includes(target, row.target);
}

/** Discovery may tell more of a target than the world's own naming does. */
function includes(found: unknown, named: unknown): boolean {
  if (typeof named !== 'object' || named === null) return found === named;
  if (typeof found !== 'object' || found === null) return false;
  return Object.entries(named).every(([key, value]) => includes((found as Record<string, unknown>)[key], value));
}

function unknown({ kind, account, where, label }: PlanItem) {
  return { kind, account, region: where.region ?? '', key: label };
}
