/** How far the items of a plan have come, as one sentence. */

import type { ItemResult } from '../../offboardings/item-result.ts';
import type { PlanItem } from '../../offboardings/plan.ts';
import { DONE } from '../../offboardings/roll-up.ts';

/** An item whose execution runs. */
export interface RunningItem {
  number: number;
  /** A code: `votes`. */
  waitingFor: string;
  isStuck: boolean;
}

/** "7 of 9 gone, 1 waiting for votes, 1 stuck" */
export function progressSentence(
  items: readonly PlanItem[],
  results: readonly ItemResult[],
  running: readonly RunningItem[] = [],
): string {
  const gone = results.filter(({ outcome }) => DONE.includes(outcome)).length;
  const stuck = running.filter(({ isStuck }) => isStuck).length;
  const waiting = Map.groupBy(
    running.filter(({ isStuck }) => !isStuck),
    ({ waitingFor }) => waitingFor,
  );
  const remaining = results.length - gone;
  return [
    `${gone} of ${items.length} gone`,
    ...[...waiting].map(([waitingFor, those]) => `${those.length} waiting for ${waitingFor.replaceAll('-', ' ')}`),
    ...(stuck > 0 ? [`${stuck} stuck`] : []),
    ...(remaining > 0 ? [`${remaining} not gone`] : []),
  ].join(', ');
}
