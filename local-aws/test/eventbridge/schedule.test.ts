import { describe, expect, it } from 'vitest';
import { Store } from '../../core/store.ts';
import { nextRun } from '../../eventbridge/schedule/expression.ts';
import { MACHINE, ROLE, type Runtime, runtime, START } from './runtime.ts';

const time = (text: string) => Date.parse(`${text}Z`);
const next = (expression: string, after: string) => {
  const found = nextRun(expression, time(after));
  return found === undefined ? undefined : new Date(found).toISOString().slice(0, 16);
};

const LEAP = '2024-02-27T12:34:10';

/** Expression, after, next run; the days were looked up in a calendar. */
const runs: [expression: string, after: string, next: string | undefined][] = [
  ['rate(1 minute)', LEAP, '2024-02-27T12:35'],
  ['rate(5 minutes)', LEAP, '2024-02-27T12:39'],
  ['rate(1 hour)', LEAP, '2024-02-27T13:34'],
  ['rate(7 days)', LEAP, '2024-03-05T12:34'],
  ['cron(* * * * ? *)', LEAP, '2024-02-27T12:35'],
  ['cron(34 12 * * ? *)', '2024-02-27T12:34:00', '2024-02-28T12:34'],
  ['cron(5,35 14 * * ? *)', LEAP, '2024-02-27T14:05'],
  ['cron(0/5 8-17 ? * MON-FRI *)', LEAP, '2024-02-27T12:35'],
  ['cron(0/5 8-17 ? * MON-FRI *)', '2024-03-01T17:55:00', '2024-03-04T08:00'],
  ['cron(0 22-2/2 * * ? *)', '2024-02-27T22:30:00', '2024-02-28T00:00'],
  ['cron(0 0 ? * FRI-MON *)', LEAP, '2024-03-01T00:00'],
  ['cron(0 0 ? * 1 *)', LEAP, '2024-03-03T00:00'],
  ['cron(0 0 ? * L *)', LEAP, '2024-03-02T00:00'],
  ['cron(0 0 ? * 6L *)', LEAP, '2024-03-29T00:00'],
  ['cron(0 0 ? * friL *)', LEAP, '2024-03-29T00:00'],
  ['cron(0 2 ? * SAT#3 *)', LEAP, '2024-03-16T02:00'],
  ['cron(0 0 ? * 5#5 *)', LEAP, '2024-02-29T00:00'],
  ['cron(0 0 29 2 ? *)', LEAP, '2024-02-29T00:00'],
  ['cron(0 0 29 2 ? *)', '2024-02-29T00:00:00', '2028-02-29T00:00'],
  ['cron(0 0 L * ? *)', LEAP, '2024-02-29T00:00'],
  ['cron(0 0 L 2 ? 2025)', LEAP, '2025-02-28T00:00'],
  ['cron(0 0 L-3 * ? *)', LEAP, '2024-03-28T00:00'],
  ['cron(0 0 L-30 * ? *)', LEAP, '2024-03-01T00:00'],
  ['cron(0 0 LW 3 ? *)', LEAP, '2024-03-29T00:00'],
  ['cron(0 0 1W 6 ? *)', LEAP, '2024-06-03T00:00'],
  ['cron(0 0 15W 6 ? *)', LEAP, '2024-06-14T00:00'],
  ['cron(0 0 31W * ? *)', LEAP, '2024-03-29T00:00'],
  ['cron(0 0 31 4,6,12 ? *)', LEAP, '2024-12-31T00:00'],
  ['cron(30 10 ? JAN MON 2199)', LEAP, '2199-01-07T10:30'],
  ['cron(15 10 ? * 6L 2002-2005)', LEAP, undefined],
  ['cron(0 0 31 2 ? *)', LEAP, undefined],
];

describe('the next run', () => {
  it.each(runs)('%s after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it('of a rate lies at whole periods after it began to count', () => {
    expect(nextRun('rate(10 minutes)', time('2024-02-27T12:35:00'), time('2024-02-27T12:02:30'))).toBe(
      time('2024-02-27T12:42:30'),
    );
  });
});

describe('PutRule', () => {
  /** Recorded against AWS, but for those marked: these follow from the user guide. */
  it.each([
    ...[
      'rate()',
      'rate(10)',
      'rate(0 minutes)',
      'rate(-10 minutes)',
      'rate(1 minutes)',
      'rate(1 hours)',
      'rate(1 days)',
    ],
    ...[
      'rate(10 minute)',
      'rate(10 hour)',
      'rate(10 day)',
      'rate(10 minutess)',
      'rate(foo minutes)',
      'rate(10 MINUTES)',
    ],
    ...['rate( 10 minutes )', ' rate(10 minutes)', 'rate(10 seconds)', 'rate(10 years)', 'rate(1.5 hours)'],
    ...['cron(0 1 * * * *)', 'cron(7 20 * * NOT *)', 'cron(INVALID)', 'cron(71 8 * * ? *)', 'cron(x 8 * * ? *)'],
    // The user guide's tables of fields and values.
    ...['cron(0 0 ? * ? *)', 'cron(0 24 * * ? *)', 'cron(0 0 32 * ? *)', 'cron(0 0 * 13 ? *)', 'cron(0 0 ? * 8 *)'],
    ...[
      'cron(0 0 * * ? 1969)',
      'cron(0 0 * * ?)',
      'cron(0/0 0 * * ? *)',
      'cron(0 0 ? * MON#6 *)',
      'at(2026-01-01T00:00:00)',
    ],
  ])('refuses %s', async (ScheduleExpression) => {
    const world = runtime();
    await expect(world.call('PutRule', { Name: 'r', ScheduleExpression })).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'Parameter ScheduleExpression is not valid.',
    });
  });

  it('refuses a schedule on any bus but the default one', async () => {
    const world = runtime();
    await world.call('CreateEventBus', { Name: 'other' });
    const rule = { Name: 'r', EventBusName: 'other', ScheduleExpression: 'rate(1 minute)' };
    await expect(world.call('PutRule', rule)).rejects.toMatchObject({
      code: 'ValidationException',
      message: 'ScheduleExpression is supported only on the default event bus.',
    });
  });
});

const MINUTE = 60_000;

async function every(world: Runtime, ScheduleExpression: string): Promise<void> {
  await world.call('PutRule', { Name: 'tick', ScheduleExpression });
  await world.call('PutTargets', { Rule: 'tick', Targets: [{ Id: 't', Arn: MACHINE, RoleArn: ROLE }] });
}

describe('a scheduled rule', () => {
  it('sends a Scheduled Event at each run, and what it starts does not move the clock', async () => {
    const world = runtime();
    await every(world, 'rate(5 minutes)');
    await world.clock.advance(11 * MINUTE);
    expect(world.asked).toHaveLength(2);
    expect(JSON.parse(world.asked[1]?.input.input as string)).toMatchObject({
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      time: '2026-03-01T12:10:00Z',
      resources: ['arn:aws:events:us-east-1:111122223333:rule/tick'],
      detail: {},
    });
    expect(world.asked[1]?.identity.moves).toBe(false);
  });

  it('stops when it is switched off or deleted, and counts anew when it is switched on', async () => {
    const world = runtime();
    await every(world, 'rate(5 minutes)');
    await world.call('DisableRule', { Name: 'tick' });
    await world.clock.advance(7 * MINUTE);
    await world.call('EnableRule', { Name: 'tick' });
    await world.clock.advance(4 * MINUTE);
    expect(world.asked).toHaveLength(0);
    await world.clock.advance(2 * MINUTE);
    expect(world.asked).toHaveLength(1);
    await world.call('RemoveTargets', { Rule: 'tick', Ids: ['t'] });
    await world.call('DeleteRule', { Name: 'tick' });
    await world.clock.advance(20 * MINUTE);
    expect(world.asked).toHaveLength(1);
  });

  it('keeps its rhythm over a restart and over being put again; what was missed is not made up', async () => {
    const store = new Store();
    const first = runtime({ store });
    await every(first, 'rate(5 minutes)');
    first.bus.close();
    const second = runtime({ store, start: START + 17 * MINUTE });
    second.bus.resume();
    await second.call('PutRule', { Name: 'tick', ScheduleExpression: 'rate(5 minutes)' });
    await second.clock.advance(2 * MINUTE);
    expect(second.asked).toHaveLength(0);
    await second.clock.advance(2 * MINUTE);
    expect(second.asked).toHaveLength(1);
  });

  it('does not make the jumping clock jump', async () => {
    const world = runtime({ mode: 'jump' });
    await every(world, 'rate(5 minutes)');
    for (let turn = 0; turn < 20; turn++) await world.clock.idle();
    expect(world.clock.now() - START).toBeLessThan(MINUTE);
    world.clock.stop();
  });
});
