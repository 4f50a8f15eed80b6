import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { parseObject } from '../json.ts';
import type { VoteProgress } from './pending-approval.ts';

/** What a task returned; lambda:invoke wraps it in a Payload. */
export function taskOutput(event: HistoryEvent): Record<string, unknown> | undefined {
  const value = parseObject(
    event.taskSucceededEventDetails?.output ?? event.lambdaFunctionSucceededEventDetails?.output,
  );
  return (value?.Payload as Record<string, unknown> | undefined) ?? value;
}

/** What the start and poll tasks of a disassociation return; only what is read here. */
export interface Disassociation {
  progress: VoteProgress & {
    state: string;
    serviceStatus?: string;
    outcome?: string;
    message?: string;
  };
  polls: number;
  deadline?: string;
  nextPollAt?: string;
  usualSeconds?: number;
  stuckAt?: string;
}

/** @returns undefined for every event but the end of a start or poll task. */
export function disassociationIn(event: HistoryEvent): Disassociation | undefined {
  const output = taskOutput(event) as Partial<Disassociation> | undefined;
  return output?.progress !== undefined && typeof output.polls === 'number' ? (output as Disassociation) : undefined;
}

/** The data of the first event of this detail-type that the execution's publish task was given. */
export function publishedData(events: readonly HistoryEvent[], detailType: string): unknown {
  for (const { lambdaFunctionScheduledEventDetails } of events) {
    const input = parseObject(lambdaFunctionScheduledEventDetails?.input);
    if (input?.detailType === detailType) return input.data;
  }
  return undefined;
}

/** Lambda's cause is JSON around the message. */
export function causeMessage(cause: string): string {
  const message = parseObject(cause)?.errorMessage;
  return typeof message === 'string' ? message : cause;
}
