import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { refusal, type Services, startServices } from './services.ts';

const ARN = 'arn:aws:sqs:us-east-1:111122223333';

let aws: Services;
/** A dead-letter queue of a test, and two queues whose dead letters go to it. */
let dead: string;
let [one, two] = ['', ''];

beforeAll(async () => {
  aws = await startServices();
  // Time passes only where a test says so.
  aws.clock.set('x0.001');
});
afterAll(() => aws.close());

beforeEach(async () => {
  dead = `dead-${randomUUID()}`;
  [one, two] = [`one-${dead}`, `two-${dead}`];
  await create(dead);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: `${ARN}:${dead}`, maxReceiveCount: 1 });
  for (const name of [one, two]) await create(name, { RedrivePolicy });
});

const call = <Output = object>(operation: string, input: object) => aws.call<Output>('sqs', operation, input);
const create = (QueueName: string, Attributes = {}) => call('CreateQueue', { QueueName, Attributes });
const urlOf = (name: string) => `${aws.endpoint}/111122223333/${name}`;
const send = (name: string, MessageBody: string) => call('SendMessage', { QueueUrl: urlOf(name), MessageBody });

interface Seen {
  MessageId: string;
  Body: string;
  Attributes: Record<string, string>;
}

async function receive(name: string): Promise<Seen[]> {
  const input = { QueueUrl: urlOf(name), MaxNumberOfMessages: 10, AttributeNames: ['All'] };
  return (await call<{ Messages?: Seen[] }>('ReceiveMessage', input)).Messages ?? [];
}

/** Sends a message to a queue and on to its dead-letter queue. */
async function bury(name: string, body: string): Promise<string> {
  await send(name, body);
  const [message] = await receive(name);
  await aws.pass(31);
  await receive(name);
  return message?.MessageId ?? '';
}

const start = (more = {}) =>
  call<{ TaskHandle: string }>('StartMessageMoveTask', { SourceArn: `${ARN}:${dead}`, ...more });
const list = async (MaxResults = 10) => {
  const input = { SourceArn: `${ARN}:${dead}`, MaxResults };
  return (await call<{ Results: object[] }>('ListMessageMoveTasks', input)).Results;
};

it('dead letters go back to the queues that they came from, as new messages', async () => {
  const id = await bury(one, 'first');
  await bury(two, 'second');
  const before = aws.clock.now();
  await start();
  await aws.pass(0);
  const [back] = await receive(one);
  expect(back).toMatchObject({ Body: 'first', Attributes: { ApproximateReceiveCount: '1' } });
  expect(back?.MessageId).not.toBe(id);
  expect(back?.Attributes).not.toHaveProperty('DeadLetterQueueSourceArn');
  expect(Number(back?.Attributes.SentTimestamp)).toBeGreaterThanOrEqual(before);
  expect(await receive(two)).toMatchObject([{ Body: 'second' }]);
  const [task] = await list();
  expect(task).toMatchObject({
    Status: 'COMPLETED',
    SourceArn: `${ARN}:${dead}`,
    ApproximateNumberOfMessagesMoved: 2,
    ApproximateNumberOfMessagesToMove: 2,
  });
  expect(task).not.toHaveProperty('TaskHandle', expect.any(String));
});

it('or to the one that is named, no faster than asked for; a task is cancelled by its handle', async () => {
  await create(`other-${dead}`);
  for (const body of ['a', 'b', 'c', 'd']) await bury(one, body);
  const DestinationArn = `${ARN}:other-${dead}`;
  const { TaskHandle } = await start({ DestinationArn, MaxNumberOfMessagesPerSecond: 1 });
  await aws.pass(0);
  expect(await receive(`other-${dead}`)).toMatchObject([{ Body: 'a' }]);
  await aws.pass(1);
  expect(await list()).toMatchObject([
    {
      TaskHandle,
      Status: 'RUNNING',
      DestinationArn,
      ApproximateNumberOfMessagesMoved: 2,
      MaxNumberOfMessagesPerSecond: 1,
    },
  ]);
  expect(await refusal(start())).toMatchObject({
    code: 'UnsupportedOperation',
    message: 'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
  });
  expect(await call('CancelMessageMoveTask', { TaskHandle })).toEqual({ ApproximateNumberOfMessagesMoved: 2 });
  await aws.pass(60);
  expect(await list()).toMatchObject([{ Status: 'CANCELLED', ApproximateNumberOfMessagesMoved: 2 }]);
  expect((await receive(dead)).map(({ Body }) => Body)).toEqual(['c', 'd']);
  expect(await refusal(call('CancelMessageMoveTask', { TaskHandle }))).toMatchObject({ code: 'UnsupportedOperation' });
});

it('a message that came from no queue ends the task; so does a queue that is gone', async () => {
  await send(dead, 'sent by hand');
  await start();
  await aws.pass(0);
  await call('PurgeQueue', { QueueUrl: urlOf(dead) });
  await bury(one, 'homeless');
  await call('DeleteQueue', { QueueUrl: urlOf(one) });
  await start();
  await aws.pass(0);
  expect(await list()).toMatchObject([
    { Status: 'FAILED', FailureReason: 'AWS.SimpleQueueService.NonExistentQueue' },
    { Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' },
  ]);
  expect(await list(1)).toHaveLength(1);
  expect(await receive(dead)).toMatchObject([{ Body: 'homeless' }]);
});

it('a source that is no dead-letter queue, and queues that are not there, are refused in SQS’s words', async () => {
  const missing = (member: string) => `The resource that you specified for the ${member} parameter doesn't exist.`;
  const cases: [input: object, code: string, message: string][] = [
    [
      { SourceArn: `${ARN}:${one}` },
      'InvalidParameterValue',
      'Source queue must be configured as a Dead Letter Queue.',
    ],
    [{ SourceArn: `${ARN}:none` }, 'ResourceNotFoundException', missing('SourceArn')],
    [{ DestinationArn: `${ARN}:none` }, 'ResourceNotFoundException', missing('DestinationArn')],
    [{ MaxNumberOfMessagesPerSecond: 501 }, 'InvalidParameterValue', 'Must be between 1 and 500'],
    [{ SourceArn: undefined }, 'MissingParameter', 'SourceArn'],
  ];
  for (const [input, code, message] of cases)
    expect(await refusal(start(input)), message).toMatchObject({ code, message: expect.stringContaining(message) });
  const unknown = Buffer.from(JSON.stringify({ taskId: 'x', sourceArn: `${ARN}:${dead}` })).toString('base64');
  const cancel = (TaskHandle?: string) => refusal(call('CancelMessageMoveTask', { TaskHandle }));
  expect(await cancel(unknown)).toMatchObject({ code: 'ResourceNotFoundException' });
  expect(await cancel('x')).toMatchObject({ code: 'InvalidParameterValue' });
  expect(await cancel()).toMatchObject({ code: 'MissingParameter' });
});
