import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import {
  CreateEventBusCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  InvalidEventPatternException,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Listener, listen } from '../../wire/listener.ts';
import { runtime, toMachine, USER } from './runtime.ts';

const world = runtime();
let listener: Listener;
let client: EventBridgeClient;

beforeAll(async () => {
  listener = await listen({
    dispatcher: world.aws,
    identify: () => USER,
    other: async (_request, message, response) => {
      world.bus.feed(message, response);
      return 'handled';
    },
    log: () => {},
  });
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  client = new EventBridgeClient({ endpoint: listener.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
});

afterAll(async () => {
  client.destroy();
  await listener.close();
  world.clock.stop();
});

describe("AWS's own client", () => {
  it('makes a bus, a rule and a target, puts an event, and reads all of it back', async () => {
    await client.send(new CreateEventBusCommand({ Name: 'own' }));
    const rule = { Name: 'r', EventBusName: 'own' };
    await client.send(new PutRuleCommand({ ...rule, EventPattern: '{"detail":{"n":[300]}}' }));
    const target = { Id: 't', ...toMachine, RetryPolicy: { MaximumRetryAttempts: 3 } };
    await client.send(new PutTargetsCommand({ Rule: 'r', EventBusName: 'own', Targets: [target] }));
    const { Entries } = await client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: 'own',
            Source: 'test',
            DetailType: 'Asked',
            Detail: '{"n":3.0e2}',
            Time: new Date('2026-01-02T03:04:05.500Z'),
          },
        ],
      }),
    );
    await world.clock.idle();
    expect(JSON.parse(world.asked[0]?.input.input as string)).toMatchObject({
      id: Entries?.[0]?.EventId,
      time: '2026-01-02T03:04:05Z',
    });
    expect((await client.send(new DescribeRuleCommand(rule))).State).toBe('ENABLED');
    const listed = await client.send(new ListTargetsByRuleCommand({ Rule: 'r', EventBusName: 'own' }));
    expect(listed.Targets).toEqual([target]);
    const bus = await client.send(new DescribeEventBusCommand({ Name: 'own' }));
    expect(bus.CreationTime?.getTime()).toBeCloseTo(world.clock.now(), -4);
  });

  it('knows the refusals by name', async () => {
    const pattern = new PutRuleCommand({ Name: 'r', EventPattern: '{"a":1}' });
    await expect(client.send(pattern)).rejects.toBeInstanceOf(InvalidEventPatternException);
    await expect(client.send(new DescribeRuleCommand({ Name: 'x' }))).rejects.toBeInstanceOf(ResourceNotFoundException);
  });
});

describe('the live feed', () => {
  it('streams the recent events first, then what happens', async () => {
    const response = await fetch(`${listener.endpoint}/feed`);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = await reader?.read();
    expect(first?.value).toMatch(/^id: 1\ndata: \{.*"state":"DELIVERED".*\}\n\n$/);
    await client.send(new PutEventsCommand({ Entries: [{ Source: 'x', DetailType: 'y', Detail: '{}' }] }));
    expect((await reader?.read())?.value).toMatch(/^id: 2\ndata: \{.*"source":"x"/);
    await reader?.cancel();
  });

  it('cuts off whoever does not read it', async () => {
    const response = Object.assign(new Writable({ write() {} }), { writeHead() {}, flushHeaders() {} });
    world.bus.feed(new EventEmitter() as IncomingMessage, response as unknown as ServerResponse);
    const happens = () =>
      client.send(new PutEventsCommand({ Entries: [{ Source: 'x', DetailType: 'y', Detail: '{}' }] }));
    await happens();
    expect(response.destroyed).toBe(false);
    Object.defineProperty(response, 'writableLength', { value: 65 * 1024 * 1024 });
    await happens();
    expect(response.destroyed).toBe(true);
  });
});
