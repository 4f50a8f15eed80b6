/** The end of an execution, read from its history. */

import { GetExecutionHistoryCommand, type HistoryEvent, type SFNClient } from '@aws-sdk/client-sfn';
import type { Disassociation } from './disassociation.ts';

/**
 * The states whose success means that the outcome was published: of a disassociation, and of an offboarding. A test
 * compares them with the definitions.
 */
export const REPORTING_STATES = {
  disassociate: ['Complete'],
  offboard: ['PublishPlan', 'PublishCompletion', 'PublishFailure', 'PublishRejection'],
} as const;

const REPORTING: readonly string[] = Object.values(REPORTING_STATES).flat();

/** Enough to reach the latest poll across the retries of the states after it. */
const LAST_EVENTS = 100;

export interface FinalState {
  /** Whether the outcome was published. */
  reported: boolean;
  /** The latest state; null where no start succeeded, and of an offboarding. */
  disassociation: Disassociation | null;
}

export async function readFinalState(stepFunctions: SFNClient, executionArn: string): Promise<FinalState> {
  const { events = [] } = await stepFunctions.send(
    new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: LAST_EVENTS }),
  );
  return {
    reported: events.some(({ stateExitedEventDetails: left }) => REPORTING.includes(left?.name ?? '')),
    disassociation: events.map(progressIn).find((progress) => progress !== null) ?? null,
  };
}

/** The output of a start or poll that succeeded. */
function progressIn({ lambdaFunctionSucceededEventDetails: succeeded }: HistoryEvent): Disassociation | null {
  if (succeeded?.output === undefined) return null;
  const output = JSON.parse(succeeded.output) as Partial<Disassociation>;
  return output.progress === undefined ? null : (output as Disassociation);
}
