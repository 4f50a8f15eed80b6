/** Whether an event matches a branch. Fields below one array must come from the same element. */

import type { Branch } from './compile.ts';
import type { Elements, MatchableEvent } from './event.ts';

export function matches(branch: Branch, event: MatchableEvent, index = 0, chosen: Elements = NONE): boolean {
  const field = branch[index];
  if (!field) return true;
  let present = false;
  for (const leaf of event.leaves(field.path)) {
    const elements = agreeing(chosen, leaf.elements);
    if (!elements) continue;
    present = true;
    if (field.tests.some((test) => test(leaf)) && matches(branch, event, index + 1, elements)) return true;
  }
  return field.mayBeAbsent && !present && matches(branch, event, index + 1, chosen);
}

const NONE: Elements = new Map();

/** The two choices of array elements combined; undefined where they differ for an array. */
function agreeing(chosen: Elements, further: Elements): Elements | undefined {
  if (further.size === 0) return chosen;
  if (chosen.size === 0) return further;
  for (const [array, element] of further) {
    if ((chosen.get(array) ?? element) !== element) return undefined;
  }
  return new Map([...chosen, ...further]);
}
