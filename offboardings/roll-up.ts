/** The count of each outcome of an offboarding, and what remains. */

import type { Plan } from './common/plan.ts';
import { type ItemResult, OUTCOMES, type Outcome } from './item-result.ts';

/**
 * `neverSeen`: what was requested and no read ever showed. `inaccessible`: searches that could not be read, and that the
 * request does not allow to be left unread.
 */
export type RollUp = Readonly<Record<Outcome | 'planned' | 'neverSeen' | 'inaccessible', number>>;

/** The outcomes after which the association does not exist. What was skipped was associated again, and exists. */
export const DONE: readonly Outcome[] = ['DISASSOCIATED', 'ALREADY_GONE'];

export interface RemainingItem {
  kind: string;
  label: string;
  outcome: Exclude<Outcome, 'DISASSOCIATED' | 'ALREADY_GONE'>;
  error: string;
  message: string;
}

const ASSOCIATED_SINCE = 'It was associated again after the plan was made.';

export interface ResultsByNumber {
  /** @param number of the item in the plan. */
  get(number: number): ItemResult | undefined;
}

/** @param plan of a single request: the request itself. */
export function rollUp(
  {
    items,
    excluded = [],
    notAllowedCount = 0,
  }: { items: readonly unknown[]; excluded?: Plan['excluded']; notAllowedCount?: number },
  results: Iterable<ItemResult>,
): RollUp {
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  let unseen = excluded.length;
  for (const { outcome, neverSeen } of results) {
    counts[outcome] += 1;
    if (neverSeen) unseen += 1;
  }
  return {
    planned: items.length,
    ...counts,
    neverSeen: unseen,
    inaccessible: notAllowedCount,
  };
}

/** The items that were not removed. One without a result was never started. */
export function remainingIn({ items }: Pick<Plan, 'items'>, results: ResultsByNumber): RemainingItem[] {
  return items.flatMap((item) => {
    const result = results.get(item.number);
    if (result !== undefined && DONE.includes(result.outcome)) return [];
    return {
      kind: item.kind,
      label: item.label,
      outcome: (result?.outcome ?? 'FAILED') as RemainingItem['outcome'],
      error: result?.error ?? (result === undefined ? 'NotStarted' : result.outcome),
      message: result?.message ?? (result === undefined ? 'Its execution was not started.' : ASSOCIATED_SINCE),
    };
  });
}
