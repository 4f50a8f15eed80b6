import { describe, expect, it } from 'vitest';
import { AwsError } from '../../core/aws.ts';
import { Store } from '../../core/store.ts';
import { lambda } from '../../lambda/index.ts';
import {
  ACCOUNT,
  busArn,
  entry,
  FUNCTION,
  MACHINE,
  makeQueue,
  put,
  queueArn,
  REGION,
  ROLE,
  receive,
  role,
  ruleTo,
  runtime,
  toMachine,
  USER,
} from './runtime.ts';

const RULE = `arn:aws:events:${REGION}:${ACCOUNT}:rule/r`;
/** A queue that is not there, and a role that may send to it. */
function nowhere({ iam }: ReturnType<typeof runtime>) {
  const arn = queueArn('missing');
  iam.addRole(role(`${ROLE}-queue`, [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn }]));
  return { Arn: arn, RoleArn: `${ROLE}-queue` };
}

const withLetters = { DeadLetterConfig: { Arn: queueArn('letters') } };

describe('a state machine', () => {
  it('is started once an event, as the target role, under a name that begins with the event id', async () => {
    const world = runtime();
    await ruleTo(world, toMachine);
    const id = await put(world);
    expect(world.asked).toHaveLength(1);
    const [{ input, identity }] = world.asked as [(typeof world.asked)[number]];
    expect(input.stateMachineArn).toBe(MACHINE);
    expect(input.name).toMatch(new RegExp(`^${id}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`));
    expect(identity).toMatchObject({ roleArn: ROLE, advancesClock: true });
    expect(identity.arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/deliver/AWSEvents_r_t`);
    expect(JSON.parse(input.input as string)).toEqual({
      version: '0',
      id,
      'detail-type': 'Asked',
      source: 'test',
      account: ACCOUNT,
      time: '2026-03-01T12:00:00Z',
      region: REGION,
      resources: [],
      detail: { n: 1 },
    });
    expect(input.input).toContain('{"n":1.0}');
  });

  it('that a putter starts who does not move the clock does not move it either', async () => {
    const world = runtime();
    await ruleTo(world, toMachine);
    await put(world, {}, { ...USER, advancesClock: false });
    expect(world.asked[0]?.identity.advancesClock).toBe(false);
  });

  it('is not started by an event that does not match, nor by a rule that is switched off', async () => {
    const world = runtime();
    await ruleTo(world, toMachine);
    await put(world, { Source: 'other' });
    await world.call('DisableRule', { Name: 'r' });
    await put(world);
    expect(world.asked).toEqual([]);
  });
});

describe('a function', () => {
  it('is invoked as an event by EventBridge itself, for the rule that its policy names', async () => {
    const world = runtime();
    await ruleTo(world, { Arn: FUNCTION, Input: '{"constant":true}' }, 'allowed');
    await put(world);
    const [{ input, identity }] = world.asked as [(typeof world.asked)[number]];
    expect(input).toMatchObject({ FunctionName: FUNCTION, InvocationType: 'Event' });
    expect(String(input.Payload)).toBe('{"constant":true}');
    expect(identity).toMatchObject({
      servicePrincipal: 'events.amazonaws.com',
      sourceArn: RULE.replace(/r$/, 'allowed'),
    });
  });

  it('whose policy names another rule makes a dead letter at once', async () => {
    const world = runtime();
    await makeQueue(world, 'letters');
    await ruleTo(world, { Arn: FUNCTION, ...withLetters });
    const id = await put(world);
    const [letter] = await receive(world, 'letters');
    expect(letter?.body).toMatchObject({ id, source: 'test' });
    expect(letter?.attributes).toMatchObject({
      RULE_ARN: RULE,
      TARGET_ARN: FUNCTION,
      ERROR_CODE: 'NO_PERMISSIONS',
      RETRY_ATTEMPTS: '0',
    });
    expect(letter?.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
    expect(letter?.attributes.ERROR_MESSAGE).toContain('lambda:InvokeFunction');
  });
});

it('a function that is not there makes a dead letter that says so', async () => {
  const world = runtime();
  world.aws.add(lambda(world.aws, { functions: [], endpoint: () => '', allows: () => true, log: () => {} }));
  await makeQueue(world, 'letters');
  await ruleTo(world, { Arn: FUNCTION, ...withLetters });
  await put(world);
  expect((await receive(world, 'letters'))[0]?.attributes).toMatchObject({
    ERROR_CODE: 'NO_RESOURCE',
    ERROR_MESSAGE: `Function not found: ${FUNCTION}`,
    RETRY_ATTEMPTS: '0',
  });
});

describe('a queue', () => {
  it('gets the part of the event that InputPath names', async () => {
    const world = runtime();
    await makeQueue(world, 'target');
    await ruleTo(world, { Arn: queueArn('target'), InputPath: '$.detail' });
    await put(world);
    expect(await receive(world, 'target')).toEqual([{ body: { n: 1 }, attributes: {} }]);
  });

  it('that does not let EventBridge in makes a dead letter', async () => {
    const world = runtime();
    await makeQueue(world, 'letters');
    await makeQueue(world, 'closed', false);
    await ruleTo(world, { Arn: queueArn('closed'), ...withLetters });
    await put(world);
    expect((await receive(world, 'letters'))[0]?.attributes.ERROR_CODE).toBe('NO_PERMISSIONS');
  });

  it('that was deleted makes a dead letter that says so', async () => {
    const world = runtime();
    await makeQueue(world, 'letters');
    await ruleTo(world, { Arn: queueArn('gone'), ...withLetters });
    await put(world);
    expect((await receive(world, 'letters'))[0]?.attributes).toMatchObject({
      ERROR_CODE: 'NO_RESOURCE',
      ERROR_MESSAGE: 'The specified queue does not exist.',
      RETRY_ATTEMPTS: '0',
    });
  });

  it('that is not there makes a dead letter', async () => {
    const world = runtime();
    await makeQueue(world, 'letters');
    await ruleTo(world, { ...nowhere(world), ...withLetters });
    await put(world);
    expect((await receive(world, 'letters'))[0]?.attributes).toMatchObject({
      ERROR_CODE: 'NO_RESOURCE',
      RETRY_ATTEMPTS: '0',
    });
  });
});

describe('another bus', () => {
  it('gets the event under its own id, by the role of the target', async () => {
    const world = runtime();
    world.iam.addRole(role(`${ROLE}2`, [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: busArn('other') }]));
    await world.call('CreateEventBus', { Name: 'other' });
    await ruleTo(world, toMachine, 'inner', { EventBusName: 'other' });
    await ruleTo(world, { Arn: busArn('other'), RoleArn: `${ROLE}2` });
    const id = await put(world);
    await world.clock.idle();
    expect(JSON.parse(world.asked[0]?.input.input as string)).toMatchObject({ id, detail: { n: 1 } });
  });

  it('that the role may not put events on makes a dead letter', async () => {
    const world = runtime();
    await makeQueue(world, 'letters');
    await world.call('CreateEventBus', { Name: 'other' });
    await ruleTo(world, { Arn: busArn('other'), RoleArn: ROLE, ...withLetters });
    await put(world);
    expect((await receive(world, 'letters'))[0]?.attributes.ERROR_CODE).toBe('NO_PERMISSIONS');
  });
});

/** The first so many starts fail so. */
function failStarts(world: ReturnType<typeof runtime>, code: string, times: number, message = 'out of order'): void {
  const service = [...world.aws.services()].find(({ name }) => name === 'sfn');
  const start = service?.operations.StartExecution;
  if (!service || !start) throw new Error('there is no such operation');
  let left = times;
  const run: typeof start.run = (input, call) => {
    if (left-- > 0) throw new AwsError(code, message, { status: 500 });
    return start.run(input, call);
  };
  world.aws.add({ ...service, operations: { ...service.operations, StartExecution: { ...start, run } } });
}

describe('a delivery that fails', () => {
  it('is tried again, later each time, under the same name', async () => {
    const world = runtime();
    await ruleTo(world, toMachine);
    failStarts(world, 'InternalServerError', 3);
    await put(world);
    expect(world.asked).toHaveLength(0);
    // 0.75 s, 1.5 s and 3 s: the middle of each delay's chance.
    await world.clock.advance(5_000);
    expect(world.asked).toHaveLength(0);
    await world.clock.advance(1_000);
    expect(world.asked).toHaveLength(1);
    expect(world.bus.recent()[0]?.deliveries[0]).toMatchObject({ state: 'DELIVERED', attempts: 4 });
  });

  it('becomes a dead letter when its attempts are used up', async () => {
    const world = runtime();
    await makeQueue(world, 'letters');
    await ruleTo(world, { ...toMachine, ...withLetters, RetryPolicy: { MaximumRetryAttempts: 2 } });
    failStarts(world, 'ThrottlingException', 9, 'Rate exceeded');
    await put(world);
    await world.clock.advance(60_000);
    const [letter] = await receive(world, 'letters');
    expect(letter?.attributes).toMatchObject({
      ERROR_CODE: 'THROTTLING',
      ERROR_MESSAGE: 'Rate exceeded',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '2',
    });
  });

  it('becomes a dead letter when the event is too old', async () => {
    const world = runtime();
    await makeQueue(world, 'letters');
    await ruleTo(world, { ...toMachine, ...withLetters, RetryPolicy: { MaximumEventAgeInSeconds: 60 } });
    failStarts(world, 'InternalServerError', 99);
    await put(world);
    await world.clock.advance(120_000);
    expect((await receive(world, 'letters'))[0]?.attributes).toMatchObject({
      ERROR_CODE: 'ERROR_FROM_TARGET',
      EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
    });
  });

  it('gives up after 185 retries where nothing else is said, within about a day', async () => {
    const world = runtime();
    await makeQueue(world, 'letters');
    await ruleTo(world, { ...toMachine, ...withLetters });
    failStarts(world, 'InternalServerError', 999);
    await put(world);
    await world.clock.advance(25 * 3_600_000);
    const [letter] = await receive(world, 'letters');
    expect(Number(letter?.attributes.RETRY_ATTEMPTS)).toBeGreaterThan(150);
  });

  it('is not tried again where the role may not start it, or does not trust EventBridge', async () => {
    const world = runtime();
    await makeQueue(world, 'letters');
    world.iam.addRole(role(`${ROLE}-idle`, []));
    await ruleTo(world, { Arn: MACHINE, RoleArn: `${ROLE}-idle`, ...withLetters }, 'r1');
    await ruleTo(world, { Arn: MACHINE, RoleArn: `${ROLE}-none`, ...withLetters }, 'r2');
    await put(world);
    const letters = await receive(world, 'letters');
    expect(letters.map(({ attributes }) => [attributes.ERROR_CODE, attributes.RETRY_ATTEMPTS])).toEqual([
      ['NO_PERMISSIONS', '0'],
      ['NO_PERMISSIONS', '0'],
    ]);
  });

  it('is dropped, and the feed says so, where there is no dead-letter queue', async () => {
    const world = runtime();
    await ruleTo(world, nowhere(world));
    await put(world);
    expect(world.bus.recent()[0]?.deliveries[0]).toMatchObject({ state: 'DROPPED', error: { code: 'NO_RESOURCE' } });
  });

  it('keeps its letter until the dead-letter queue takes it', async () => {
    const world = runtime();
    await makeQueue(world, 'letters');
    await ruleTo(world, { ...nowhere(world), ...withLetters });
    const queues = [...world.aws.services()].find(({ name }) => name === 'sqs');
    const send = queues?.operations.SendMessage;
    if (!queues || !send) throw new Error('there is no such operation');
    let left = 2;
    const run: typeof send.run = (input, call) => {
      if (input.QueueUrl.endsWith('letters') && left-- > 0)
        throw new AwsError('InternalFailure', 'not now', { status: 500 });
      return send.run(input, call);
    };
    world.aws.add({ ...queues, operations: { ...queues.operations, SendMessage: { ...send, run } } });
    await put(world);
    expect(await receive(world, 'letters')).toEqual([]);
    await world.clock.advance(10_000);
    expect((await receive(world, 'letters'))[0]?.attributes.ERROR_CODE).toBe('NO_RESOURCE');
  });
});

describe('what a kill leaves', () => {
  it('is delivered by the next run: events accepted and not delivered, retries at their time', async () => {
    const store = new Store();
    const first = runtime({ store });
    await ruleTo(first, toMachine);
    failStarts(first, 'InternalServerError', 99);
    const id = await put(first);
    // What comes after the answer and before the delivery: the process is gone.
    first.bus.close();
    first.clock.stop();

    const second = runtime({ store, start: first.clock.now() });
    second.bus.resume();
    await second.clock.advance(1_000);
    expect(second.asked[0]?.input.name).toMatch(new RegExp(`^${id}_`));
    expect(store.sql('SELECT count(*) AS n FROM event_deliveries').get()).toEqual({ n: 0 });
  });

  it('and was delivered without being noted becomes a letter that says it exists already', async () => {
    const world = runtime();
    await makeQueue(world, 'letters');
    await ruleTo(world, { ...toMachine, ...withLetters });
    const copy =
      'INSERT INTO event_deliveries SELECT id + 100, rule, target, event_id, event, ingested, 0, 0, 1, NULL FROM event_deliveries';
    await world.call('PutEvents', { Entries: [entry()] });
    world.store.sql(copy).run();
    await world.clock.idle();
    world.bus.resume();
    await world.clock.idle();
    expect(world.asked).toHaveLength(1);
    expect((await receive(world, 'letters'))[0]?.attributes.ERROR_CODE).toBe('RESOURCE_ALREADY_EXISTS');
  });
});

describe('the jumping clock', () => {
  it('goes to the retries of an event that someone put, and not to those of others', async () => {
    const world = runtime({ mode: 'jump' });
    await ruleTo(world, toMachine);
    failStarts(world, 'InternalServerError', 5);
    await put(world);
    await expect.poll(() => world.asked.length, { interval: 1 }).toBe(1);
    expect(world.clock.now()).toBeGreaterThan(Date.parse('2026-03-01T12:00:20Z'));
    failStarts(world, 'InternalServerError', 5);
    const before = world.clock.now();
    await put(world, {}, { ...USER, advancesClock: false });
    expect(world.clock.now() - before).toBeLessThan(1_000);
    world.clock.stop();
  });
});
