/** The count of each outcome of an offboarding, and what remains. */

import { type ItemResult, OUTCOMES, type Outcome } from './item-result.ts';
import type { Plan } from './plan.ts';

export type RollUp = Readonly<Record<Outcome | 'planned', number>>;

/** The outcomes after which nothing remains to be done. */
export const DONE: readonly Outcome[] = ['DISASSOCIATED', 'ALREADY_GONE', 'SKIPPED'];

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

/** The items that were not removed. One without a result was never started. */
export function remainingIn({ items }: Pick<Plan, 'items'>, results: readonly ItemResult[]): RemainingItem[] {
  const byNumber = new Map(results.map((item) => [item.number, item]));
  return items.flatMap((item) => {
    const result = byNumber.get(item.number);
    if (result !== undefined && DONE.includes(result.outcome)) return [];
    return {
      kind: item.kind,
      label: item.label,
      outcome: (result?.outcome ?? 'FAILED') as RemainingItem['outcome'],
      error: result?.error ?? 'NotStarted',
      message: result?.message ?? 'Its execution was not started.',
    };
  });
}
