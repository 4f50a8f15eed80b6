import {
  CreateEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  InvalidEventPatternException,
  ListRulesCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EventBridge, eventbridge } from '../../eventbridge/index.ts';
import { sqs } from '../../sqs/index.ts';
import { door } from './door.ts';

let open: Awaited<ReturnType<typeof door>>;
let bus: EventBridge;
let client: EventBridgeClient;
let queues: SQSClient;

beforeAll(async () => {
  open = await door(
    (aws) => {
      bus = eventbridge(aws);
      return bus.service;
    },
    (aws) => sqs(aws, { endpoint: () => 'http://127.0.0.1' }),
  );
  client = new EventBridgeClient(open.config);
  queues = new SQSClient(open.config);
  await client.send(new CreateEventBusCommand({ Name: 'own' }));
});
afterAll(async () => {
  bus.close();
  client.destroy();
  queues.destroy();
  await open.close();
});

it('delivers what was put, and refuses single entries inside a 200', async () => {
  const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName: 'inbox' }));
  const rule = { Name: 'all', EventBusName: 'own' };
  await client.send(new PutRuleCommand({ ...rule, EventPattern: '{"source":["test"]}' }));
  const Arn = 'arn:aws:sqs:us-east-1:111122223333:inbox';
  await client.send(new PutTargetsCommand({ Rule: 'all', EventBusName: 'own', Targets: [{ Id: 'q', Arn }] }));
  const entry = { EventBusName: 'own', Source: 'test', DetailType: 'Told' };
  const put = await client.send(
    new PutEventsCommand({
      Entries: [
        { ...entry, Detail: '{"a":1}' },
        { ...entry, Detail: 'no JSON' },
      ],
    }),
  );
  expect(put).toMatchObject({ FailedEntryCount: 1, Entries: [{}, { ErrorCode: 'MalformedDetail' }] });
  await open.clock.idle();
  const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  expect(Messages.map(({ Body = '' }) => JSON.parse(Body))).toMatchObject([
    { id: put.Entries?.[0]?.EventId, 'detail-type': 'Told', detail: { a: 1 } },
  ]);
});

it('lists rules page by page', async () => {
  for (const Name of ['p1', 'p2', 'p3'])
    await client.send(new PutRuleCommand({ Name, EventBusName: 'own', EventPattern: '{"source":["p"]}' }));
  const names: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListRulesCommand({ EventBusName: 'own', NamePrefix: 'p', Limit: 2, ...(NextToken && { NextToken }) }),
    );
    names.push(...(page.Rules ?? []).map(({ Name }) => Name));
    NextToken = page.NextToken;
  } while (NextToken);
  expect(names).toEqual(['p1', 'p2', 'p3']);
});

it('refuses as the client models it', async () => {
  const broken = client.send(new PutRuleCommand({ Name: 'x', EventBusName: 'own', EventPattern: '{"source":"x"}' }));
  await expect(broken).rejects.toBeInstanceOf(InvalidEventPatternException);
  const missing = client.send(new DescribeRuleCommand({ Name: 'nobody', EventBusName: 'own' }));
  await expect(missing).rejects.toBeInstanceOf(ResourceNotFoundException);
});
