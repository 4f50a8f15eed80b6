import { describe, expect, it } from 'vitest';
import { Store } from '../../core/store.ts';
import { MACHINE, ROLE, type Runtime, runtime, START } from './runtime.ts';

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
    expect(world.asked[1]?.identity.advancesClock).toBe(false);
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
