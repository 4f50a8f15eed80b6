/** What came of one item of a plan: read from its execution, for the roll-up and the evidence. */

import { DescribeExecutionCommand, type DescribeExecutionOutput, SFNClient } from '@aws-sdk/client-sfn';
import type { EndedItem, Outcome } from '../offboardings/ended.ts';
import type { Caught } from './disassociation.ts';
import { lastWords } from './last-words.ts';
import { task } from './task.ts';

const stepFunctions = new SFNClient({});

export interface CollectInput {
  offboarding: string;
  number: number;
  executionArn: string;
  /** What the state machine caught, where the execution could not even be started. */
  failure: Caught | null;
}

const OUTCOMES: readonly string[] = ['FAILED', 'TIMED_OUT', 'REJECTED'] satisfies Outcome[];

export const handler = task({
  name: 'collect',
  correlationId: ({ offboarding }: CollectInput) => offboarding,
  remarks: ({ number, outcome }: EndedItem) => ({ number, outcome }),
  async work(input: CollectInput): Promise<EndedItem> {
    const execution = await describe(input.executionArn);
    if (execution === undefined) return neverBegun(input);
    const { disassociation } = await lastWords(stepFunctions, input.executionArn);
    const { progress, before = null, looks = 0, calls = [], callsMade = 0, startedAt } = disassociation ?? {};
    return {
      number: input.number,
      ...endOf(execution),
      execution: input.executionArn,
      providerStatus: progress?.providerStatus ?? 'UNKNOWN',
      before,
      after: progress?.shown ?? null,
      looks,
      calls,
      callsMade,
      ...(startedAt !== undefined && { startedAt }),
      endedAt: (execution.stopDate ?? new Date()).toISOString(),
    };
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

/** The outcome as the execution itself ended with it; an abort, or an error of no outcome's name, is a failure. */
function endOf({ status, output, error, cause }: DescribeExecutionOutput): Pick<EndedItem, 'outcome'> {
  if (status === 'SUCCEEDED') {
    const { outcome, event } = JSON.parse(output ?? '{}') as { outcome: Outcome; event?: { id: string } };
    return { outcome, ...(event !== undefined && { eventId: event.id }) };
  }
  const known = status === 'TIMED_OUT' ? 'TIMED_OUT' : error;
  const outcome = OUTCOMES.includes(known ?? '') ? (known as Outcome) : 'FAILED';
  return { outcome, ...{ error: error ?? status ?? 'FAILED', message: cause ?? `The execution ended ${status}.` } };
}

function neverBegun({ number, executionArn, failure }: CollectInput): EndedItem {
  return {
    number,
    outcome: 'FAILED',
    error: failure?.Error ?? 'NotStarted',
    message: failure?.Cause ?? 'The execution was not started.',
    execution: executionArn,
    providerStatus: 'UNKNOWN',
    before: null,
    after: null,
    looks: 0,
    calls: [],
    callsMade: 0,
    endedAt: new Date().toISOString(),
  };
}
