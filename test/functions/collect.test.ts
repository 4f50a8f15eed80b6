import './silence-logs.ts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { CollectItemInput } from '../../functions/collect.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import { resultKey } from '../../offboardings/keys.ts';
import { BUCKET, bucket } from './bucket.ts';
import { itemExecution } from './item-execution.ts';
import { gone } from './provider.ts';
import { type Answer, invoke, wire } from './wire.ts';

Object.assign(process.env, { BUCKET_NAME: BUCKET });
const { request: ITEM, name } = itemExecution();
const ARN = `arn:aws:states:us-east-1:111122223333:execution:offboard-dev-codeartifact-external-connection:${name}`;
const KEY = resultKey(ITEM.offboarding.id, 'run1', 1, name);
const STOP = Date.UTC(2026, 10, 20, 16);
const ITEMS = [{ id: 'F1', state: 'DISASSOCIATED', serviceStatus: 'ABSENT' }];
const ACCEPTED = new Date(STOP - 60_000).toISOString();
const LAST = {
  progress: { ...gone, items: ITEMS },
  before: { was: 'there' },
  polls: 2,
  calls: [],
  callCount: 3,
  startedAt: 'then',
  acceptedAt: ACCEPTED,
};

let execution: Answer;
let history: object[];
let s3 = bucket();
const aws = await wire((asked) => {
  if (asked.target.endsWith('DescribeExecution')) return execution;
  return asked.target.endsWith('GetExecutionHistory') ? { body: { events: history } } : s3.answer(asked);
});
const { handler } = await import('../../functions/collect.ts');

afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(() => {
  s3 = bucket();
  history = [{ type: 'x', id: 1, timestamp: 1, lambdaFunctionSucceededEventDetails: { output: JSON.stringify(LAST) } }];
});

/** The result that it stored. */
async function collect(failure: CollectItemInput['failure'] = { Error: 'States.TaskFailed' }): Promise<ItemResult> {
  await invoke<CollectItemInput, unknown>(handler, { executionArn: ARN, request: ITEM, failure });
  return s3.objects.get(KEY) as ItemResult;
}

const ended = (more: object): Answer => ({
  body: { executionArn: ARN, stopDate: STOP / 1000, input: JSON.stringify(ITEM), ...more },
});

describe('collect', () => {
  it('stores the outcome of an item that had ended before, with its last poll', async () => {
    execution = ended({ status: 'SUCCEEDED', output: '{"outcome":"ALREADY_GONE","event":{"id":"e1"}}' });
    expect(await collect()).toMatchObject({
      number: 1,
      outcome: 'ALREADY_GONE',
      eventId: 'e1',
      before: { was: 'there' },
      serviceStatus: 'ABSENT',
      items: ITEMS,
      acceptedAt: ACCEPTED,
      endedAt: new Date(STOP).toISOString(),
    });
  });

  it.each([
    [{ status: 'FAILED', error: 'REJECTED', cause: 'not planned' }, 'REJECTED', 'not planned'],
    [{ status: 'FAILED', error: 'EventRefused', cause: 'no bus' }, 'FAILED', 'no bus'],
    [{ status: 'TIMED_OUT' }, 'TIMED_OUT', 'The execution ended TIMED_OUT.'],
    [{ status: 'ABORTED' }, 'FAILED', 'The execution ended ABORTED.'],
  ])('tells by %j that it is %s', async (told, outcome, message) => {
    execution = ended(told);
    expect(await collect()).toMatchObject({ outcome, message });
  });

  it('counts nothing of an execution that has the name and another input', async () => {
    execution = ended({ status: 'SUCCEEDED', output: '{"outcome":"DISASSOCIATED"}', input: '{}' });
    expect(await collect()).toMatchObject({ outcome: 'FAILED', error: 'NameTaken', before: null });
  });

  it('has no snapshot of an item that was stopped before its first poll', async () => {
    execution = ended({ status: 'ABORTED' });
    history = [];
    expect(await collect()).toMatchObject({ serviceStatus: 'UNKNOWN', before: null, polls: 0 });
  });

  it('says why an execution was never started', async () => {
    execution = { status: 400, body: { __type: 'ExecutionDoesNotExist', message: 'no such' } };
    const failure = { Error: 'StepFunctions.ExecutionLimitExceededException', Cause: 'too many' };
    expect(await collect(failure)).toMatchObject({ outcome: 'FAILED', error: failure.Error, message: 'too many' });
  });

  it('leaves the result that the execution stored as it is', async () => {
    const own = { number: 1, outcome: 'DISASSOCIATED' };
    s3.objects.set(KEY, own);
    execution = ended({ status: 'ABORTED' });
    expect(await collect()).toEqual(own);
  });

  it('leaves it to the state machine to try again what Step Functions would not tell', async () => {
    execution = { status: 400, body: { __type: 'ThrottlingException', message: 'slow down' } };
    await expect(collect()).rejects.toMatchObject({ name: 'Throttled' });
  });
});
