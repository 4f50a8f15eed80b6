import { beforeAll, describe, expect, it } from 'vitest';
import { Store } from '../../core/store.ts';
import type { Statement } from '../../iam/index.ts';
import type { FunctionDefinition } from '../../lambda/execution/definition.ts';
import {
  Bundles,
  functionArn,
  given,
  invoke,
  queueArn,
  recordingQueue,
  startRuntime,
  type TestRuntime,
} from './runtime.ts';

const bundles = new Bundles();
let zip: string;

beforeAll(async () => {
  zip = await bundles.zip(
    'events',
    `export const handler = async ({ fail }) => { console.log('begun'); if (process.env.SLOW) await new Promise((go) => setTimeout(go, 5000)); if (fail) throw new RangeError(fail); return { well: true }; };`,
  );
});

const MINUTE = 60_000;
const MAY_SEND: Statement = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn('*') };

interface World {
  runtime: TestRuntime;
  received: Record<string, unknown>[];
}

async function world(
  overrides: Partial<FunctionDefinition>,
  { statements = [MAY_SEND], store = new Store() }: { statements?: Statement[]; store?: Store } = {},
): Promise<World> {
  const received: Record<string, unknown>[] = [];
  const runtime = await startRuntime([given('worker', zip, overrides, statements)], {
    store,
    services: () => [recordingQueue(received)],
  });
  return { runtime, received };
}

const event = (runtime: TestRuntime, payload: object) =>
  invoke(runtime, 'worker', payload, { InvocationType: 'Event' });

const onFailure = { asynchronous: { maximumRetryAttempts: 2, maximumEventAge: 21_600, onFailure: queueArn('failed') } };

describe('an event invocation', () => {
  it('is accepted at once and tells its success to the destination', async () => {
    const { runtime, received } = await world({
      asynchronous: { maximumRetryAttempts: 2, maximumEventAge: 60, onSuccess: queueArn('well') },
    });
    await using _ = runtime;
    expect((await event(runtime, { a: 1 })).status).toBe(202);
    await runtime.clock.advance(1);
    await runtime.clock.idle();
    expect(received).toHaveLength(1);
    expect(received[0]?.QueueUrl).toBe('https://sqs.us-east-1.amazonaws.com/111122223333/well');
    expect(JSON.parse(received[0]?.MessageBody as string)).toMatchObject({
      version: '1.0',
      requestContext: {
        functionArn: `${functionArn('worker')}:$LATEST`,
        condition: 'Success',
        approximateInvokeCount: 1,
      },
      requestPayload: { a: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: { well: true },
    });
  });

  it('is tried again after one minute and after two more, then given up to destination and dead letters', async () => {
    const { runtime, received } = await world({ ...onFailure, deadLetterArn: queueArn('dead') });
    await using _ = runtime;
    await event(runtime, { fail: 'always' });
    await runtime.clock.advance(MINUTE + 500);
    await runtime.clock.advance(2 * MINUTE - 1000);
    expect(received).toEqual([]);
    await runtime.clock.advance(2000);
    await runtime.clock.idle();
    expect(received.map(({ QueueUrl }) => String(QueueUrl).split('/').at(-1))).toEqual(['dead', 'failed']);
    const [letter, record] = received;
    expect(letter).toMatchObject({
      MessageBody: '{"fail":"always"}',
      MessageAttributes: {
        ErrorCode: { DataType: 'Number', StringValue: '200' },
        ErrorMessage: { DataType: 'String', StringValue: 'always' },
      },
    });
    expect(JSON.parse(record?.MessageBody as string)).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      responseContext: { functionError: 'Unhandled' },
      responsePayload: { errorType: 'RangeError', errorMessage: 'always' },
    });
  });

  it('is given up when it has become too old', async () => {
    const { runtime, received } = await world({
      asynchronous: { ...onFailure.asynchronous, maximumEventAge: 90 },
    });
    await using _ = runtime;
    await event(runtime, { fail: 'always' });
    await runtime.clock.advance(MINUTE + 5000);
    await runtime.clock.idle();
    expect(JSON.parse(received[0]?.MessageBody as string).requestContext).toMatchObject({
      condition: 'EventAgeExceeded',
      approximateInvokeCount: 2,
    });
  });

  it('goes straight to the destination where nothing may run', async () => {
    const { runtime, received } = await world({ ...onFailure, reservedConcurrency: 0 });
    await using _ = runtime;
    await event(runtime, {});
    await runtime.clock.advance(1);
    await runtime.clock.idle();
    const record = JSON.parse(received[0]?.MessageBody as string);
    expect(record.requestContext).toMatchObject({ condition: 'ZeroReservedConcurrency', approximateInvokeCount: 0 });
    expect(record).not.toHaveProperty('responsePayload');
  });

  it('waits where it is throttled, and is not counted as run', async () => {
    const { runtime, received } = await world({
      reservedConcurrency: 1,
      asynchronous: { maximumRetryAttempts: 0, maximumEventAge: 60, onSuccess: queueArn('well') },
    });
    await using _ = runtime;
    await Promise.all([event(runtime, { first: true }), event(runtime, { second: true })]);
    for (let second = 0; second < 5; second++) await runtime.clock.advance(1000);
    await runtime.clock.idle();
    const counts = received.map(
      ({ MessageBody }) => JSON.parse(MessageBody as string).requestContext.approximateInvokeCount,
    );
    expect(counts).toEqual([1, 1]);
  });

  it('survives the runtime that accepted it', async () => {
    const store = new Store();
    const first = await world(onFailure, { store });
    await event(first.runtime, { fail: 'always' });
    await first.runtime.clock.advance(1);
    await first.runtime[Symbol.asyncDispose]();
    const second = await world(onFailure, { store });
    await using _ = second.runtime;
    await second.runtime.clock.advance(MINUTE + 1000);
    await second.runtime.clock.advance(2 * MINUTE);
    await second.runtime.clock.idle();
    expect(JSON.parse(second.received[0]?.MessageBody as string).requestContext.approximateInvokeCount).toBe(3);
  });

  it('that is under way when the runtime stops is neither lost nor counted as failed', async () => {
    const store = new Store();
    const slow = { ...onFailure, environment: { SLOW: 'yes' } };
    const first = await world(slow, { store });
    await event(first.runtime, { fail: 'later' });
    await expect.poll(() => first.runtime.service.logs.of('worker').length).toBeGreaterThan(1);
    const accepted = [...store.table('lambda_events').entries()];
    await first.runtime[Symbol.asyncDispose]();
    await new Promise((resolve) => setImmediate(resolve));
    expect([...store.table('lambda_events').entries()]).toEqual(accepted);
    const second = await world(onFailure, { store });
    await using _ = second.runtime;
    await second.runtime.clock.advance(MINUTE + 1000);
    await second.runtime.clock.advance(2 * MINUTE);
    await second.runtime.clock.idle();
    expect(JSON.parse(second.received[0]?.MessageBody as string).requestContext.approximateInvokeCount).toBe(3);
    expect([...first.runtime.failures, ...second.runtime.failures]).toEqual([]);
  });

  it('needs the function’s role to be allowed to write to the destination', async () => {
    const { runtime, received } = await world({ ...onFailure, reservedConcurrency: 0 }, { statements: [] });
    await using _ = runtime;
    await event(runtime, {});
    await runtime.clock.advance(1);
    await runtime.clock.idle();
    expect(received).toEqual([]);
    expect(runtime.failures[0]).toContain(
      'User: arn:aws:sts::111122223333:assumed-role/worker-role/worker is not authorized to perform: sqs:SendMessage',
    );
    expect(runtime.iam.record.refusals()).toHaveLength(1);
  });
});
