import type { EventContract, Pattern } from './define.ts';

/** Matches every detail-type but these: those with a rule of their own, and the published ones, which would loop. */
export function patternOfUnknownEvent(known: readonly Pick<EventContract<unknown>, 'detailType'>[]): Pattern {
  return { 'detail-type': [{ 'anything-but': known.map(({ detailType }) => detailType) }] };
}
