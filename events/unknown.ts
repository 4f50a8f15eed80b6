/** The rule for everything on the bus that no other rule knows. */

import type { EventContract, Pattern } from './define.ts';

/** Hears every detail-type but these: what has a rule of its own, and what we say ourselves (or it would never end). */
export function patternOfUnknownEvent(known: readonly Pick<EventContract<unknown>, 'detailType'>[]): Pattern {
  return { 'detail-type': [{ 'anything-but': known.map(({ detailType }) => detailType) }] };
}
