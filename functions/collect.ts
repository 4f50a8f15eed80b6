/** Reads the result of one item of a plan from its execution, for the roll-up and the evidence. */

import { DescribeExecutionCommand, type DescribeExecutionOutput, SFNClient } from '@aws-sdk/client-sfn';
import type { Envelope } from '../events/define.ts';
import { canonical } from '../offboardings/canonical.ts';
import { type ItemResult, itemResult } from '../offboardings/item-result.ts';
import { task } from './common/task.ts';
import { type Caught, NOT_OBSERVED } from './disassociation/disassociation.ts';
import { readFinalState } from './disassociation/execution-final-state.ts';

const stepFunctions = new SFNClient({});

export interface CollectInput {
  offboarding: string;
  number: number;
  executionArn: string;
  /** The input that the item's execution has to have. */
  request: Envelope;
  /** The error of the start, where the execution could not be started. */
  failure: Caught | null;
}

export const handler = task({
  name: 'collect',
  correlationId: ({ offboarding }: CollectInput) => offboarding,
  logFields: ({ number, outcome }: ItemResult) => ({ number, outcome }),
  async work(input: CollectInput): Promise<ItemResult> {
    const execution = await describe(input.executionArn);
    if (execution === undefined) return notStarted(input);
    if (!hasInput(execution, input.request)) return notOurs(input);
    const { disassociation } = await readFinalState(stepFunctions, input.executionArn);
    return itemResult(input.number, execution, disassociation);
  },
});

async function describe(executionArn: string): Promise<DescribeExecutionOutput | undefined> {
  try {
    return await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return undefined;
    throw error;
  }
}

/** Whoever may start executions may take the name of an item's. */
function hasInput({ input = 'null' }: DescribeExecutionOutput, request: Envelope): boolean {
  return canonical(JSON.parse(input)) === canonical(request);
}

function notOurs(input: CollectInput): ItemResult {
  const Cause =
    'Another execution has the name of this item. It was not started by the plan, and nothing of it counts.';
  return notStarted({ ...input, failure: { Error: 'NameTaken', Cause } });
}

function notStarted({ number, executionArn, failure }: CollectInput): ItemResult {
  return {
    number,
    outcome: 'FAILED',
    error: failure?.Error ?? 'NotStarted',
    message: failure?.Cause ?? 'The execution was not started.',
    execution: executionArn,
    ...NOT_OBSERVED,
    endedAt: new Date().toISOString(),
  };
}
