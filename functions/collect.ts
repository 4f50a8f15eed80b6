/**
 * Collects results of an offboarding's items: that of an item which could not store it itself (it was not started, was stopped,
 * or died), and for verifications what was removed, and what of it exists again.
 */

import { S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, type DescribeExecutionOutput, SFNClient } from '@aws-sdk/client-sfn';
import type { ItemEnvelope } from '../offboardings/apply.ts';
import { canonical } from '../offboardings/canonical.ts';
import { type ItemResult, itemResult } from '../offboardings/item-result.ts';
import { storeItemResult } from './common/item-results.ts';
import { task } from './common/task.ts';
import { type Caught, NOT_OBSERVED } from './disassociation/disassociation.ts';
import { readFinalState } from './disassociation/execution-final-state.ts';
import { type FindReappearedInput, findReappeared, type Reappeared } from './verification/find-reappeared.ts';
import { type FindRemovedInput, findRemoved, type Removed } from './verification/find-removed.ts';

const stepFunctions = new SFNClient({});
const s3 = new S3Client({});

export interface CollectItemInput {
  executionArn: string;
  /** The input that the item's execution has to have. */
  request: ItemEnvelope;
  /** The error of the start, or of the execution. */
  failure: Caught;
}

type CollectInput = CollectItemInput | FindRemovedInput | FindReappearedInput;

type Collected = Pick<ItemResult, 'number' | 'outcome'>;

export const handler = task({
  name: 'collect',
  correlationId: (input: CollectInput) => ('request' in input ? input.request.offboarding.id : input.offboarding),
  async work(input: CollectInput): Promise<Collected | Removed | Reappeared> {
    if ('request' in input) return collectItem(input);
    return 'run' in input ? findRemoved(s3, input) : findReappeared(s3, input);
  },
});

async function collectItem(input: CollectItemInput): Promise<Collected> {
  const result = await resultOf(input);
  await storeItemResult(s3, input.request, result);
  const { number, outcome } = result;
  return { number, outcome };
}

async function resultOf(input: CollectItemInput): Promise<ItemResult> {
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

function notOurs(input: CollectItemInput): ItemResult {
  const Cause =
    'Another execution has the name of this item. It was not started by the plan, and nothing of it counts.';
  return notStarted({ ...input, failure: { Error: 'NameTaken', Cause } });
}

function notStarted({ request, executionArn, failure }: CollectItemInput): ItemResult {
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
