/** What an execution's history says about its end. */

import { GetExecutionHistoryCommand, type HistoryEvent, type SFNClient } from '@aws-sdk/client-sfn';
import type { Disassociation } from './disassociation.ts';

/** The last state that a reported execution leaves before its end. A test holds the definition to the name. */
export const REPORTING_STATE = 'Complete';

/** Enough to reach the latest look across the retries of the states after it. */
const LAST_EVENTS = 100;

export interface FinalState {
  /** The complete task succeeded: the answer is on the bus. */
  reported: boolean;
  /** How far it had come. */
  disassociation: Disassociation | null;
}

export async function readFinalState(stepFunctions: SFNClient, executionArn: string): Promise<FinalState> {
  const { events = [] } = await stepFunctions.send(
    new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: LAST_EVENTS }),
  );
  return {
    reported: events.some(({ stateExitedEventDetails: left }) => left?.name === REPORTING_STATE),
    disassociation: events.map(progressIn).find((progress) => progress !== null) ?? null,
  };
}

/** What a start or a check that succeeded answered. */
function progressIn({ lambdaFunctionSucceededEventDetails: succeeded }: HistoryEvent): Disassociation | null {
  if (succeeded?.output === undefined) return null;
  const output = JSON.parse(succeeded.output) as Partial<Disassociation>;
  return output.progress === undefined ? null : (output as Disassociation);
}
