/** What simulated services share: statuses over time, effects, request rates. */

export * from '../wire/input/instant.ts';
export * from '../wire/input/refusal.ts';
export * from './counted.ts';
export * from './effects.ts';
export * from './rates.ts';
export * from './timeline.ts';
