import type { PlanItem } from '../../offboardings/common/plan.ts';
import type { ItemResult, Outcome } from '../../offboardings/item-result.ts';

/** An item whose execution runs. */
export interface RunningItem {
  number: number;
  /** A code: `votes`. */
  waitingFor: string;
  isStuck: boolean;
}

const WORDS: Readonly<Partial<Record<Outcome, string>>> = {
  ALREADY_GONE: 'already gone',
  SKIPPED: 'skipped',
  NOT_FOUND: 'not found',
};

/** "7 of 9 removed, 1 already gone, 1 waiting for votes" */
export function progressSentence(
  items: readonly PlanItem[],
  results: readonly ItemResult[],
  running: readonly RunningItem[] = [],
): string {
  const removed = results.filter(({ outcome }) => outcome === 'DISASSOCIATED').length;
  const others = Map.groupBy(
    results.filter(({ outcome }) => outcome !== 'DISASSOCIATED'),
    ({ outcome }) => WORDS[outcome] ?? 'not removed',
  );
  const stuck = running.filter(({ isStuck }) => isStuck).length;
  const waiting = Map.groupBy(
    running.filter(({ isStuck }) => !isStuck),
    ({ waitingFor }) => waitingFor,
  );
  return [
    `${removed} of ${items.length} removed`,
    ...Object.entries(Object.fromEntries(others)).map(([words, those]) => `${those.length} ${words}`),
    ...[...waiting].map(([waitingFor, those]) => `${those.length} waiting for ${waitingFor.replaceAll('-', ' ')}`),
    ...(stuck > 0 ? [`${stuck} stuck`] : []),
  ].join(', ');
}
