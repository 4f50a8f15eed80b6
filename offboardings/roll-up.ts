/** How an offboarding stands: counts for a table, sentences for people. */

import { type ItemResult, OUTCOMES, type Outcome } from './item-result.ts';
import type { Plan, PlanItem } from './plan.ts';

export type RollUp = Readonly<Record<Outcome | 'planned', number>>;

export const GONE: readonly Outcome[] = ['DISASSOCIATED', 'ALREADY_GONE', 'SKIPPED'];

export interface RemainingItem {
  kind: string;
  label: string;
  outcome: 'FAILED' | 'TIMED_OUT' | 'REJECTED';
  error: string;
  message: string;
}

export function rollUp({ items }: Pick<Plan, 'items'>, results: readonly ItemResult[]): RollUp {
  const counts = OUTCOMES.map((outcome) => [outcome, results.filter((item) => item.outcome === outcome).length]);
  return { planned: items.length, ...(Object.fromEntries(counts) as Record<Outcome, number>) };
}

/** What is not gone. An item of which nothing is known has not been tried. */
export function remainingIn({ items }: Pick<Plan, 'items'>, results: readonly ItemResult[]): RemainingItem[] {
  const byNumber = new Map(results.map((item) => [item.number, item]));
  return items.flatMap((item) => {
    const end = byNumber.get(item.number);
    if (end !== undefined && GONE.includes(end.outcome)) return [];
    return {
      kind: item.kind,
      label: item.label,
      outcome: (end?.outcome ?? 'FAILED') as RemainingItem['outcome'],
      error: end?.error ?? 'NotTried',
      message: end?.message ?? 'Nothing is known of it: its run was not begun.',
    };
  });
}

/** Where an item is that has not ended: what `offboard show` asks Step Functions for. */
export interface Under {
  number: number;
  waitingFor: string;
  isStuck: boolean;
}

/** "7 of 9 gone, 1 waiting for votes, 1 stuck" */
export function sentence(
  items: readonly PlanItem[],
  results: readonly ItemResult[],
  under: readonly Under[] = [],
): string {
  const gone = results.filter(({ outcome }) => GONE.includes(outcome)).length;
  const stuck = under.filter(({ isStuck }) => isStuck).length;
  const waits = Map.groupBy(
    under.filter(({ isStuck }) => !isStuck),
    ({ waitingFor }) => waitingFor,
  );
  const notGone = results.length - gone;
  return [
    `${gone} of ${items.length} gone`,
    ...[...waits].map(([waitingFor, those]) => `${those.length} waiting for ${waitingFor.replaceAll('-', ' ')}`),
    ...(stuck > 0 ? [`${stuck} stuck`] : []),
    ...(notGone > 0 ? [`${notGone} not gone`] : []),
  ].join(', ');
}
