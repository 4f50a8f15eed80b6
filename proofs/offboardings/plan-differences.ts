/** Compares a plan with the simulated services' own log of what was done to associations. */

import { type AssociationEntry, type EffectRecord, OUTSIDE, type SimulatedCloud } from '@offboard/local-aws/simulation';
import type { PlanItem } from '../../offboardings/common/plan.ts';

/** `kind account region key` */
export type AssociationName = string;

export function nameOf({
  kind,
  account,
  region,
  key,
}: Pick<EffectRecord, 'kind' | 'account' | 'region' | 'key'>): AssociationName {
  return [kind, account, region, key].join(' ');
}

/** The names of a plan's associations; one that the cloud does not have is named by its label. */
export function plannedNames(items: readonly PlanItem[], known: readonly AssociationEntry[]): Set<AssociationName> {
  return new Set(items.map((item) => nameOf(known.find((entry) => isOf(item, entry)) ?? unknown(item))));
}

/** The names of the associations that mutating calls were about, from the effect `from` on. */
export function changedNames(cloud: SimulatedCloud, from = 0): Set<AssociationName> {
  const effects = cloud.effects.list().slice(from);
  return new Set(effects.filter(({ caller }) => caller !== OUTSIDE).map(nameOf));
}

/** What is in one and not in the other, as sentences. */
export function differences(planned: ReadonlySet<AssociationName>, changed: ReadonlySet<AssociationName>): string[] {
  return [
    ...[...changed].filter((name) => !planned.has(name)).map((name) => `${name} was changed and not planned`),
    ...[...planned].filter((name) => !changed.has(name)).map((name) => `${name} was planned and not changed`),
  ];
}

/** Whether the target names it, perhaps among others. */
export function isOf(
  { kind, account, where, target }: Pick<PlanItem, 'kind' | 'account' | 'where' | 'target'>,
  entry: AssociationEntry,
): boolean {
  return (
    entry.kind === kind && entry.account === account && entry.region === where.region && includes(target, entry.target)
  );
}

/** Discovery may find more fields of a target than the cloud names it by, and a list names one association each. */
function includes(found: unknown, named: unknown): boolean {
  if (typeof named !== 'object' || named === null) return found === named;
  if (Array.isArray(found) && Array.isArray(named)) {
    return named.every((member) => found.some((other) => includes(other, member)));
  }
  if (typeof found !== 'object' || found === null) return false;
  return Object.entries(named).every(([key, value]) => includes((found as Record<string, unknown>)[key], value));
}

function unknown({ kind, account, where, label }: PlanItem) {
  return { kind, account, region: where.region ?? '', key: label };
}
