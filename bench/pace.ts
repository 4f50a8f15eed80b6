/** What waiting costs and how late it is, kind by kind, beside a fixed interval and Terraform's waiter on the same ends. */

import { random } from '@offboard/local-aws/random';
import { asynchronous, nextWait } from '../associations/common/pace.ts';
import { associations, kinds } from '../associations/registry.ts';
import type { Figures, Measurement } from './measure.ts';
import { dollars, EVENTS_PER_POLL, fixed, TRANSITIONS_PER_POLL, terraform, type Waiter, waitOut } from './pacing.ts';

/** Seconds. */
export const WAITS = { '0 s': 0, '60 s': 60, '10 min': 600, '1 h': 3_600, '24 h': 86_400 } as const;
const ENDS = 4_000;
/** The true ends lie within this share of the figure, evenly. */
const SPREAD = 0.2;

type PaceFigures = Parameters<typeof nextWait>[0];

export function waiterOf(pace: PaceFigures, next: () => number): Waiter {
  return (elapsed) => Math.max(1, Math.round(nextWait(pace, elapsed, next())));
}

export interface Waiting {
  polls: number;
  meanDelay: number;
  worstDelay: number;
  /** Share of the ends that the waiter gave up on. */
  gaveUp: number;
}

/** The mean over ends drawn around `wait`. */
export function play(waiter: Waiter, wait: number, ends: readonly number[]): Waiting {
  const waited = ends.map((end) => waitOut(waiter, end * wait));
  const seen = waited.filter((each) => each !== 'gave up');
  const delays = seen.map(({ delay }) => delay);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
  return {
    polls: mean(seen.map(({ polls }) => polls)),
    meanDelay: mean(delays),
    worstDelay: Math.max(0, ...delays),
    gaveUp: 1 - seen.length / waited.length,
  };
}

/** Where the ends lie, as shares of the wait. */
export function drawEnds(seed: number): number[] {
  const next = random('ends', seed);
  return Array.from({ length: ENDS }, () => 1 - SPREAD + 2 * SPREAD * next());
}

export const pace: Measurement = {
  method: `${ENDS} ends drawn evenly within 20 % of each wait; polls simulated against them, without a deadline; a poll is ${TRANSITIONS_PER_POLL} transitions and ${EVENTS_PER_POLL} events`,
  async run({ seed }) {
    const ends = drawEnds(seed);
    const ours = kinds.map(
      (kind) => [kind, waiterOf(associations[kind].policy.pace, random('jitter', kind, seed))] as const,
    );
    const waiters: (readonly [string, Waiter])[] = [
      ['default (asynchronous)', waiterOf(asynchronous, random('jitter', seed))],
      ...ours,
      ['fixed 30 s', fixed],
      ['Terraform', terraform],
    ];
    return {
      rows: waiters.flatMap(([name, waiter]) =>
        Object.entries(WAITS).map(([label, wait]) => row(name, label, play(waiter, wait, ends))),
      ),
    };
  },
};

function row(waiter: string, wait: string, { polls, meanDelay, worstDelay, gaveUp }: Waiting): Figures['rows'][number] {
  return {
    waiter,
    wait,
    polls: round(polls),
    transitions: round(polls * TRANSITIONS_PER_POLL),
    events: round(polls * EVENTS_PER_POLL),
    dollars: dollars(polls).toFixed(6),
    'mean delay s': round(meanDelay),
    'worst delay s': round(worstDelay),
    'gave up %': round(gaveUp * 100),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
