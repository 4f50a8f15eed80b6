/** Leavers: whoever a signal or a list says has left is offboarded once, and nobody else is. */

import { random } from '@offboard/local-aws/random';
import { HOME } from '../simulators/common/locations.ts';
import { openHarness } from './common/harness.ts';
import type { Proof } from './common/proof.ts';
import { Company } from './leavers/company.ts';
import { expectedOf, type Person, peopleOf } from './leavers/people.ts';

/** Between the lists, too: no night with its cleanups. */
const HOUR = 3_600_000;
/** Executions that are started at once. */
const BATCH = 25;

export const leavers: Proof = {
  claim:
    'whoever has left by a signal, or by a list of the source, is offboarded once, whatever is lost, doubled, late or out of order, and nobody else',
  full: 500,
  small: 12,
  async run({ seed, size, note }) {
    const next = random('leavers', seed);
    const harness = await openHarness({ seed });
    try {
      const people = peopleOf(size, next);
      const company = new Company(harness, people);
      await company.list();
      await harness.runtime.clock.advance(HOUR);
      for (const person of people) company.leave(person);
      const signals = shuffled(people.filter(({ signal }) => signal === 'arrives').flatMap(copies), next);
      await inBatches(signals, (those) => company.signal(those));
      note(`leavers: ${signals.length} signals of ${size} people`);
      await harness.runtime.clock.advance(HOUR);
      await company.list();
      const late = shuffled(people.filter(({ signal }) => signal === 'is late').flatMap(copies), next);
      await inBatches(late, (those) => company.signal(those));
      await harness.runtime.clock.advance(HOUR);
      await company.list();
      const offboardings = await company.offboardings();
      const failures = people.flatMap((person) => problemOf(person, offboardings.get(person.subject) ?? 0));
      const known = new Set(people.map(({ subject }) => subject));
      const others = [...offboardings.keys()].filter((subject) => !known.has(subject));
      const counts = {
        people: size,
        leavers: people.filter(({ fate }) => fate === 'leaves').length,
        rehired: people.filter(({ fate }) => fate === 'is rehired').length,
        lost: people.filter(({ signal }) => signal === 'is lost').length,
        listed: people.filter((person) => person.signal === 'is lost' && expectedOf(person) === 1).length,
        signals: signals.length + late.length,
        offboardings: [...offboardings.values()].reduce((sum, count) => sum + count, 0),
      };
      return {
        counts,
        failures: [...failures, ...others.map((subject) => `${subject} of ${HOME.account} was offboarded`)],
      };
    } finally {
      await harness.close();
    }
  },
};

function copies(person: Person): Person[] {
  return person.isDoubled ? [person, person] : [person];
}

function shuffled(people: readonly Person[], next: () => number): Person[] {
  return people
    .map((person) => ({ person, order: next() }))
    .toSorted((one, other) => one.order - other.order)
    .map(({ person }) => person);
}

async function inBatches(people: readonly Person[], work: (those: readonly Person[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < people.length; from += BATCH) await work(people.slice(from, from + BATCH));
}

function problemOf(person: Person, count: number): string[] {
  const { source, subject, fate, signal } = person;
  const expected = expectedOf(person);
  if (count === expected) return [];
  return [`${source} ${subject} ${fate}, the signal ${signal}: ${count} offboardings, not ${expected}`];
}
