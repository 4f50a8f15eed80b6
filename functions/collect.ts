/** Stores the result of an item of a plan that could not store it itself: it was not started, was stopped, or died. */

import { S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, type DescribeExecutionOutput, SFNClient } from '@aws-sdk/client-sfn';
import type { ItemEnvelope } from '../offboardings/apply.ts';
import { canonical } from '../offboardings/canonical.ts';
import { type ItemResult, itemResult } from '../offboardings/item-result.ts';
import { storeItemResult } from './common/item-results.ts';
import { task } from './common/task.ts';
import { type Caught, NOT_OBSERVED } from './disassociation/disassociation.ts';
import { readFinalState } from './disassociation/execution-final-state.ts';

const stepFunctions = new SFNClient({});
const s3 = new S3Client({});

export interface CollectInput {
  executionArn: string;
  /** The input that the item's execution has to have. */
  request: ItemEnvelope;
  /** The error of the start, or of the execution. */
  failure: Caught;
}

export const handler = task({
  name: 'collect',
  correlationId: ({ request }: CollectInput) => request.offboarding.id,
  logFields: ({ number, outcome }: ItemResult) => ({ number, outcome }),
  async work(input: CollectInput): Promise<ItemResult> {
    const result = await resultOf(input);
    await storeItemResult(s3, input.request, result);
    return result;
  },
});

async function resultOf(input: CollectInput): Promise<ItemResult> {
  const { executionArn, request } = input;
  const execution = await describe(executionArn);
  if (execution === undefined) return notStarted(input);
  if (!hasInput(execution, request)) return notOurs(input);
  const { disassociation } = await readFinalState(stepFunctions, executionArn);
  return itemResult(request.offboarding.number, execution, disassociation);
}

async function describe(executionArn: string): Promise<DescribeExecutionOutput | undefined> {
  try {
    return await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return undefined;
    throw error;
  }
}

/** Whoever may start executions may take the name of an item's. */
function hasInput({ input = 'null' }: DescribeExecutionOutput, request: ItemEnvelope): boolean {
  return canonical(JSON.parse(input)) === canonical(request);
}

function notOurs(input: CollectInput): ItemResult {
  const Cause =
    'Another execution has the name of this item. It was not started by the plan, and nothing of it counts.';
  return notStarted({ ...input, failure: { Error: 'NameTaken', Cause } });
}

function notStarted({ request, executionArn, failure }: CollectInput): ItemResult {
  return {
    number: request.offboarding.number,
    outcome: 'FAILED',
    error: failure.Error,
    message: failure.Cause ?? failure.Error,
    execution: executionArn,
    ...NOT_OBSERVED,
    endedAt: new Date().toISOString(),
  };
}
