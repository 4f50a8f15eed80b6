import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refusal, type Services, startServices } from './services.ts';

let aws: Services;
let client: SQSClient;
let QueueUrl: string | undefined;

beforeAll(async () => {
  aws = await startServices();
  client = new SQSClient(aws.config);
  ({ QueueUrl } = await client.send(
    new CreateQueueCommand({ QueueName: 'dead-letters', Attributes: { MessageRetentionPeriod: '1209600' } }),
  ));
});

afterAll(() => aws.close());

const receive = async (extra = {}) =>
  (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...extra }))).Messages ?? [];

it('up to ten requests go in one, and each entry has its own answer', async () => {
  const { QueueUrl: url } = await client.send(new CreateQueueCommand({ QueueName: 'batched' }));
  const sent = await client.send(
    new SendMessageBatchCommand({
      QueueUrl: url,
      Entries: [
        { Id: 'a', MessageBody: 'one' },
        { Id: 'b', MessageBody: 'two' },
        { Id: 'c', MessageBody: 'late', DelaySeconds: 901 },
      ],
    }),
  );
  expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['a', 'b']);
  expect(sent.Failed).toMatchObject([{ Id: 'c', SenderFault: true, Code: 'InvalidParameterValue' }]);

  const messages = await receive({ QueueUrl: url });
  expect(messages.map(({ Body }) => Body).sort()).toEqual(['one', 'two']);
  const entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  const back = entries.map((entry) => ({ ...entry, VisibilityTimeout: 0 }));
  await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries: back }));
  const again = (await receive({ QueueUrl: url })).map(({ ReceiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle,
  }));
  expect(again).toHaveLength(2);
  await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: again }));
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
  });
});

it.each([
  ['EmptyBatchRequest', []],
  ['TooManyEntriesInBatchRequest', Array.from({ length: 11 }, (_, id) => ({ Id: String(id), MessageBody: 'x' }))],
  ['BatchEntryIdsNotDistinct', ['a', 'b', 'a'].map((Id) => ({ Id, MessageBody: 'x' }))],
  ['InvalidBatchEntryId', [{ Id: 'a b', MessageBody: 'x' }]],
  ['BatchRequestTooLong', ['a', 'b'].map((Id) => ({ Id, MessageBody: 'x'.repeat(600_000) }))],
])('a batch is refused: %s', async (name, Entries) => {
  await expect(client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({ name });
});

it('a queue is found by its name, and its attributes read and changed', async () => {
  expect(await client.send(new GetQueueUrlCommand({ QueueName: 'dead-letters' }))).toMatchObject({ QueueUrl });
  expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'dead' }))).QueueUrls).toEqual([QueueUrl]);
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: policy } }));
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({
    QueueArn: 'arn:aws:sqs:us-east-1:111122223333:dead-letters',
    ApproximateNumberOfMessages: '0',
    MessageRetentionPeriod: '1209600',
    VisibilityTimeout: '30',
    Policy: policy,
  });
});

// The SDK compares every MD5 with its own and throws where they differ.
it('a message keeps its attributes, is hidden while someone works on it, and comes back if they do not', async () => {
  await client.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: '{"détail":"ü"}',
      MessageAttributes: {
        RULE_ARN: { DataType: 'String', StringValue: 'arn:aws:events:us-east-1:111122223333:rule/x' },
        ERROR: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 255]) },
      },
    }),
  );
  const [first] = await receive({ MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
  expect(first).toMatchObject({
    Body: '{"détail":"ü"}',
    MessageAttributes: { RULE_ARN: { DataType: 'String' }, ERROR: { BinaryValue: new Uint8Array([1, 2, 255]) } },
    Attributes: { ApproximateReceiveCount: '1' },
  });
  expect(await receive()).toEqual([]);
  await aws.pass(31);
  const [again] = await receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
  expect(again?.Attributes).toEqual({ ApproximateReceiveCount: '2' });
  await client.send(
    new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: again?.ReceiptHandle, VisibilityTimeout: 0 }),
  );
  const [third] = await receive();
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: third?.ReceiptHandle }));
  await aws.pass(3_600);
  expect(await receive()).toEqual([]);
});

it('a message is dropped when its retention ends, and when the queue is purged', async () => {
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'old' }));
  await aws.pass(1_209_600);
  expect(await receive()).toEqual([]);
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'new' }));
  await client.send(new PurgeQueueCommand({ QueueUrl }));
  expect(await receive()).toEqual([]);
});

it('a queue is emptied once a minute, and its name is free again a minute after it was deleted', async () => {
  const QueueName = 'short-lived';
  const made = await client.send(new CreateQueueCommand({ QueueName }));
  const purge = () => client.send(new PurgeQueueCommand({ QueueUrl: made.QueueUrl }));
  await purge();
  await expect(purge()).rejects.toMatchObject({ name: 'PurgeQueueInProgress' });
  await aws.pass(60);
  await purge();
  await client.send(new DeleteQueueCommand({ QueueUrl: made.QueueUrl }));
  const again = () => client.send(new CreateQueueCommand({ QueueName }));
  await expect(again()).rejects.toMatchObject({ name: 'QueueDeletedRecently' });
  await aws.pass(60);
  expect(await again()).toMatchObject({ QueueUrl: made.QueueUrl });
});

it('a long poll ends when a message comes', async () => {
  const waiting = receive({ WaitTimeSeconds: 20 });
  await new Promise((resolve) => setImmediate(resolve));
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'here' }));
  const [message] = await waiting;
  expect(message?.Body).toBe('here');
});

it('an unknown queue, a bad receipt and too many at once are refused in SQS’s words', async () => {
  const unknown = client.send(new SendMessageCommand({ QueueUrl: `${QueueUrl}-none`, MessageBody: 'x' }));
  await expect(unknown).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
    message: 'The specified queue does not exist.',
  });
  const bad = client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'x' }));
  await expect(bad).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  await expect(receive({ MaxNumberOfMessages: 11 })).rejects.toMatchObject({
    message: expect.stringContaining('Must be between 1 and 10'),
  });
  const policy = client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '{' } }));
  await expect(policy).rejects.toMatchObject({ message: 'Invalid value for the parameter Policy.' });
  const timeout = client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: 'soon' } }));
  await expect(timeout).rejects.toMatchObject({ name: 'InvalidAttributeValue' });
});

const ARN = 'arn:aws:sqs:us-east-1:111122223333';
const redrive = (name: string, maxReceiveCount: unknown = 2) =>
  JSON.stringify({ deadLetterTargetArn: `${ARN}:${name}`, maxReceiveCount });
const create = (QueueName: string, Attributes: Record<string, string> = {}, tags?: Record<string, string>) =>
  client.send(new CreateQueueCommand({ QueueName, Attributes, tags }));

it('a message that was received too often goes to the dead-letter queue, with its history', async () => {
  const { QueueUrl: dead } = await create('redrive-dead');
  const { QueueUrl: source } = await create('redrive-source', { RedrivePolicy: redrive('redrive-dead') });
  const { MessageId } = await client.send(new SendMessageCommand({ QueueUrl: source, MessageBody: 'poison' }));
  for (const receives of ['1', '2']) {
    const [message] = await receive({ QueueUrl: source, MessageSystemAttributeNames: ['All'] });
    expect(message?.Attributes?.ApproximateReceiveCount).toBe(receives);
    expect(await receive({ QueueUrl: dead })).toEqual([]);
    await aws.pass(30);
  }
  const waiting = receive({ QueueUrl: dead, WaitTimeSeconds: 20, MessageSystemAttributeNames: ['All'] });
  expect(await receive({ QueueUrl: source })).toEqual([]);
  const [moved] = await waiting;
  expect(moved).toMatchObject({
    MessageId,
    Body: 'poison',
    Attributes: { ApproximateReceiveCount: '3', DeadLetterQueueSourceArn: `${ARN}:redrive-source` },
  });
  const sources = await client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }));
  expect(sources.queueUrls).toEqual([source]);
});

it.each([
  ['bad', 'not a valid JSON map'],
  ['[]', 'not a valid JSON map'],
  ['{"maxReceiveCount":3}', 'mandatory attribute: deadLetterTargetArn'],
  [`{"deadLetterTargetArn":"${ARN}:dead-letters"}`, 'mandatory attribute: maxReceiveCount'],
  [redrive('dead-letters', 0), 'valid values are from 1 to 1000'],
  [redrive('dead-letters', 1001), 'valid values are from 1 to 1000'],
  [redrive('dead-letters', 'x'), 'valid values are from 1 to 1000'],
  [redrive('nowhere'), 'Dead letter target does not exist'],
])('the redrive policy %s is refused: %s', async (RedrivePolicy, reason) => {
  const refused = { name: 'InvalidParameterValue', message: expect.stringContaining(reason) };
  await expect(create('never-made', { RedrivePolicy })).rejects.toMatchObject(refused);
  const set = new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } });
  await expect(client.send(set)).rejects.toMatchObject(refused);
});

it('a dead-letter queue takes messages of the queues that its redrive allow policy names', async () => {
  const allow = { redrivePermission: 'byQueue', sourceQueueArns: [`${ARN}:welcome`] };
  await create('choosy', { RedriveAllowPolicy: JSON.stringify(allow) });
  await create('welcome', { RedrivePolicy: redrive('choosy') });
  const refused = { name: 'InvalidParameterValue', message: expect.stringContaining('does not allow this source') };
  await expect(create('unwelcome', { RedrivePolicy: redrive('choosy') })).rejects.toMatchObject(refused);
  const RedriveAllowPolicy = '{"redrivePermission":"byQueue"}';
  await expect(create('open', { RedriveAllowPolicy })).rejects.toMatchObject({
    message: expect.stringContaining('sourceQueueArns'),
  });
});

it('a long poll ends when a message becomes visible again, or its delay is over', async () => {
  const { QueueUrl: url } = await create('polled');
  await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'late', DelaySeconds: 5 }));
  const delayed = receive({ QueueUrl: url, WaitTimeSeconds: 20, VisibilityTimeout: 7 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await aws.pass(6);
  expect(await delayed).toMatchObject([{ Body: 'late' }]);
  const again = receive({ QueueUrl: url, WaitTimeSeconds: 20 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await aws.pass(8);
  expect(await again).toMatchObject([{ Body: 'late' }]);
});

it('tags are listed, added and removed; an attribute that is set to nothing is gone', async () => {
  const { QueueUrl: url } = await create(
    'tagged',
    { RedrivePolicy: redrive('dead-letters') },
    { team: 'a', cost: '1' },
  );
  await client.send(new TagQueueCommand({ QueueUrl: url, Tags: { team: 'b' } }));
  await client.send(new UntagQueueCommand({ QueueUrl: url, TagKeys: ['cost'] }));
  expect((await client.send(new ListQueueTagsCommand({ QueueUrl: url }))).Tags).toEqual({ team: 'b' });
  expect((await client.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toBeUndefined();
  await client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { RedrivePolicy: '' } }));
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
  expect(Attributes).not.toHaveProperty('RedrivePolicy');
});

it('FIFO queues are refused as not served, however one asks for them', async () => {
  const refused = { message: expect.stringContaining('FIFO queues are not served by local AWS') };
  await expect(create('orders.fifo', { FifoQueue: 'true' })).rejects.toMatchObject(refused);
  await expect(create('orders', { FifoQueue: 'true' })).rejects.toMatchObject(refused);
});

it.each([
  ['DeleteMessage', {}, 'ReceiptHandle'],
  ['ChangeMessageVisibility', { ReceiptHandle: 'MTp4' }, 'VisibilityTimeout'],
  ['SendMessage', {}, 'MessageBody'],
  ['SendMessageBatch', {}, 'Entries'],
  ['SendMessageBatch', { Entries: [{ MessageBody: 'x' }] }, 'SendMessageBatchRequestEntry.1.Id'],
  ['SetQueueAttributes', {}, 'Attributes'],
  ['TagQueue', {}, 'Tags'],
  ['UntagQueue', {}, 'TagKeys'],
])('%s without a member that it needs names it', async (operation, input, member) => {
  expect(await refusal(aws.call('sqs', operation, { QueueUrl, ...input }))).toEqual({
    code: 'MissingParameter',
    message: `The request must contain the parameter ${member}.`,
    status: 400,
  });
});
