/** Pace: what waiting costs, how late it is, and how long a history it leaves. */

import { random } from '@offboard/local-aws/random';
import { asynchronous, type Pace } from '../associations/common/pace.ts';
import { associations, kinds } from '../associations/registry.ts';
import { pace as bench, drawEnds, play, WAITS, type Waiting, waiterOf } from '../bench/pace.ts';
import { TRANSITIONS_PER_POLL } from '../bench/pacing.ts';
import type { Proof } from './common/proof.ts';
import { drive } from './pace/drive.ts';

/** By wait: the most transitions spent on waiting and looking, on the mean. */
const MAX_TRANSITIONS: Partial<Record<keyof typeof WAITS, number>> = {
  '60 s': 15,
  '10 min': 35,
  '1 h': 65,
  '24 h': 900,
};
/** Seconds, or a share of the wait, whichever is more. */
const MAX_DELAY = { seconds: 5, share: 0.2 };
const MAX_HISTORY_EVENTS = 5_000;
const LONGEST = 30 * 86_400;
const FAILING = 0.2;

export const pace: Proof = {
  claim:
    'waiting stays below 15, 35, 65 and 900 transitions for 60 s, 10 min, 1 h and 24 h, is late by a fifth at most, and no history passes 5,000 events',
  // Executions of thirty days for each pace, and ends of each wait driven through the definition.
  full: 10,
  small: 1,
  async run({ seed, size, note }) {
    const failures: string[] = [];
    const counts: Record<string, number> = {};
    const ends = drawEnds(seed);
    for (const row of (await bench.run({ seed, note })).rows) note(inWords(row));
    for (const [label, wait] of Object.entries(WAITS)) {
      const short = label.replace(' ', '');
      const waited = play(waiterOf(asynchronous, random('jitter', seed)), wait, ends);
      counts[`transitions_${short}`] = round(waited.polls * TRANSITIONS_PER_POLL);
      counts[`delay_${short}`] = round(waited.meanDelay);
      failures.push(
        ...tooMuch(label as keyof typeof WAITS, wait, waited),
        ...(await witnessed(wait, ends.slice(0, size))),
      );
    }
    note('pace: waits played and driven');
    const paces: [string, Pick<Pace, 'first' | 'growth' | 'cap'>][] = [['asynchronous', asynchronous]];
    for (const kind of kinds) paces.push([kind, associations[kind].policy.pace]);
    for (const [name, figures] of paces) {
      const longest = await histories(figures, size, `${seed} ${name}`);
      counts[`events_${name}`] = longest;
      if (longest > MAX_HISTORY_EVENTS)
        failures.push(`${name}: ${longest} history events in 30 days, not ${MAX_HISTORY_EVENTS}`);
      note(`pace: ${name} waited for 30 days`);
    }
    return { counts, failures };
  },
};

function tooMuch(label: keyof typeof WAITS, wait: number, { polls, meanDelay }: Waiting): string[] {
  const transitions = polls * TRANSITIONS_PER_POLL;
  const most = MAX_TRANSITIONS[label] ?? Number.POSITIVE_INFINITY;
  const latest = Math.max(MAX_DELAY.seconds, MAX_DELAY.share * wait);
  return [
    ...(transitions > most ? [`${label}: ${round(transitions)} transitions, not ${most}`] : []),
    ...(meanDelay > latest ? [`${label}: late by ${round(meanDelay)} s on the mean, not ${latest}`] : []),
  ];
}

/** The definition itself spends what the figures say: as many polls, three transitions each. */
async function witnessed(wait: number, ends: readonly number[]): Promise<string[]> {
  const failures: string[] = [];
  for (const share of ends) {
    const end = share * wait;
    const label = `witness ${wait} ${share}`;
    const { polls } = play(waiterOf(asynchronous, random(label)), end, [1]);
    const again = waiterOf(asynchronous, random(label));
    const driven = await drive(
      { end, deadline: LONGEST, wait: (elapsed) => again(elapsed, 0), fails: () => false },
      label,
    );
    if (driven.polls === polls && driven.transitions === polls * TRANSITIONS_PER_POLL + 1) continue;
    failures.push(
      `an end after ${end} s: ${driven.polls} polls and ${driven.transitions} transitions, not ${polls} polls`,
    );
  }
  return failures;
}

/** @returns the most history events of any of these executions, all waiting to the longest deadline. */
async function histories(
  figures: Pick<Pace, 'first' | 'growth' | 'cap'>,
  size: number,
  label: string,
): Promise<number> {
  let most = 0;
  for (let index = 0; index < size; index++) {
    const waiter = waiterOf(figures, random(label, 'jitter', index));
    const next = random(label, 'fails', index);
    const { events } = await drive(
      {
        end: Number.POSITIVE_INFINITY,
        deadline: LONGEST,
        wait: (elapsed) => waiter(elapsed, 0),
        fails: () => next() < FAILING,
      },
      `${label} ${index}`,
    );
    most = Math.max(most, events);
  }
  return most;
}

function inWords(row: Readonly<Record<string, string | number>>): string {
  return Object.entries(row)
    .map(([column, value]) => `${column}: ${value}`)
    .join(', ');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
