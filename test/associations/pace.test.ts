/** The figures that the pace is judged by: what waiting costs, and how late it is. */

import { describe, expect, it } from 'vitest';
import { asynchronous, nextWait } from '../../associations/common/pace.ts';

const DAY = 86_400;

/** A state machine's own figures for one look: Wait, Task and Choice, and their history events. */
const TRANSITIONS = 3;
const EVENTS = 9;
/** A look that fails is tried again by the task's Retry: scheduled, started, failed. */
const EVENTS_OF_A_FAILURE = 3;

/** Repeatable: the same draws at every run. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function looksUntil(end: number, random: () => number): { polls: number; late: number } {
  let elapsed = 0;
  let polls = 0;
  while (elapsed < end) {
    elapsed += Math.max(1, Math.round(nextWait(asynchronous, elapsed, random())));
    polls++;
  }
  return { polls, late: elapsed - end };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('4,000 ends within 20 % of the figure', () => {
  it.each([
    { wait: 60, most: 15 },
    { wait: 600, most: 35 },
    { wait: 3600, most: 65 },
    { wait: DAY, most: 900 },
  ])('$wait s: at most $most transitions, and late by a fifth at most', ({ wait, most }) => {
    const random = draws(wait);
    const runs = Array.from({ length: 4000 }, () => looksUntil(wait * (0.8 + 0.4 * random()), random));
    expect(mean(runs.map(({ polls }) => polls * TRANSITIONS))).toBeLessThanOrEqual(most);
    expect(mean(runs.map(({ late }) => late))).toBeLessThanOrEqual(Math.max(5, 0.2 * wait));
  });
});

it('what ends at once is seen within seconds', () => {
  expect(nextWait(asynchronous, 0, 1)).toBeLessThan(6);
});

it('30 days of looking stay below 5,000 history events, one look in five failing', () => {
  const random = draws(30);
  const { polls } = looksUntil(30 * DAY, random);
  const failures = Array.from({ length: polls }, () => (random() < 0.2 ? 1 + (random() < 0.2 ? 1 : 0) : 0));
  const events = polls * EVENTS + failures.reduce((sum, each) => sum + each, 0) * EVENTS_OF_A_FAILURE;
  expect(events).toBeLessThan(5000);
});

it('requests that began together do not look together', () => {
  expect(nextWait(asynchronous, 600, 0)).toBeCloseTo(0.9 * 240);
  expect(nextWait(asynchronous, 600, 1)).toBeCloseTo(1.1 * 240);
});

it('a wait is never longer than the cap until that would cost too many looks', () => {
  for (let elapsed = 0; elapsed <= 6 * 3600; elapsed += 60) {
    expect(nextWait(asynchronous, elapsed, 0.5)).toBeLessThanOrEqual(asynchronous.cap);
  }
  expect(nextWait(asynchronous, 30 * DAY, 0.5)).toBeGreaterThan(asynchronous.cap);
});

it('a start that took a moment does not make the first look a second one', () => {
  expect(nextWait(asynchronous, 1, 0.5)).toBe(asynchronous.first);
});
