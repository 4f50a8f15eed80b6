/** Schedules: over a leap year, each fires in exactly the minutes that its expression names. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Calls, createIam, Dispatcher, eventbridge, Faults, RuntimeClock, Store } from '@offboard/local-aws/parts';
import type { Proof } from './common/proof.ts';
import { firesAt } from './schedules/calendar.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** 2028 has a 29th of February. */
const START = Date.UTC(2028, 0, 1);
const ACCOUNT = '111122223333';
const SOME = [
  'cron(0/15 8-17 ? * MON-FRI *)',
  'cron(0 0 29 2 ? *)',
  'cron(0 6 L * ? *)',
  'cron(0 2 ? * SAT#3 *)',
  'cron(59 23 31 12 ? *)',
  'cron(30 4 1,15 1-11/2 ? 2028)',
  'rate(1 day)',
  'rate(7 hours)',
];

export const schedules: Proof = {
  claim: 'schedules fire in the right virtual minutes, and in no others, over a leap year',
  full: 366,
  small: 62,
  async run({ size }) {
    const clock = new RuntimeClock('real', START, () => 0);
    const bus = eventbridge(dispatcher(clock));
    const fired = new Map<string, number[]>();
    const aws = bus.service;
    bus.watch(({ event }) => {
      const { resources = [] } = event as { resources?: string[] };
      for (const rule of resources) fired.set(rule, [...(fired.get(rule) ?? []), clock.now()]);
    });
    const rules = expressions().map((expression, index) => ({ expression, name: `schedule-${index}` }));
    const call = {
      service: 'eventbridge',
      operation: 'PutRule',
      region: 'us-east-1',
      account: ACCOUNT,
      requestId: 'prove',
    };
    const identity = { arn: `arn:aws:iam::${ACCOUNT}:user/prover`, account: ACCOUNT };
    for (const { expression, name } of rules) {
      await aws.operations.PutRule?.run({ Name: name, ScheduleExpression: expression }, { ...call, identity });
    }
    await clock.advance(size * DAY);
    clock.stop();
    const failures = rules.flatMap(({ expression, name }) => {
      const minutes = (fired.get(`arn:aws:events:us-east-1:${ACCOUNT}:rule/${name}`) ?? []).map(toMinute);
      return differences(expression, minutes, firesAt(expression, START, START + size * DAY));
    });
    const firings = [...fired.values()].reduce((sum, times) => sum + times.length, 0);
    return { counts: { rules: rules.length, days: size, firings }, failures };
  },
};

/** Those of the policies that are deployed, and some that are hard to get right. */
function expressions(): string[] {
  const cwd = join(import.meta.dirname, '..');
  const files = globSync('events/cleanups/*.json', { cwd }).sort();
  const deployed = files.map((file) => JSON.parse(readFileSync(join(cwd, file), 'utf8')) as { schedule: string });
  return [...deployed.map(({ schedule }) => schedule), ...SOME];
}

function dispatcher(clock: RuntimeClock): Dispatcher {
  const iam = createIam({ now: () => clock.now() });
  return new Dispatcher({
    region: 'us-east-1',
    account: ACCOUNT,
    clock,
    store: new Store(),
    faults: new Faults(() => 1),
    calls: new Calls(),
    decide: (identity, permission, policy) => iam.decide(identity, permission, policy),
    assume: (arn, session, trusted, source) => iam.assume(arn, session, trusted, source),
  });
}

function toMinute(time: number): number {
  return Math.floor(time / MINUTE) * MINUTE;
}

function differences(expression: string, fired: readonly number[], expected: readonly number[]): string[] {
  const had = new Set(fired);
  const due = new Set(expected);
  const minuteOf = (time: number) => new Date(time).toISOString().slice(0, 16);
  return [
    ...expected.filter((time) => !had.has(time)).map((time) => `${expression} did not fire at ${minuteOf(time)}`),
    ...fired.filter((time) => !due.has(time)).map((time) => `${expression} fired at ${minuteOf(time)}`),
    ...(had.size === fired.length ? [] : [`${expression} fired twice in a minute`]),
  ];
}
