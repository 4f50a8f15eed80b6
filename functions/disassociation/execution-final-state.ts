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
  const events = await lastEvents(stepFunctions, executionArn);
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

/** The states whose task stores the evidence. A test compares them with the definitions. */
export const EVIDENCE_STATES = { disassociate: ['Complete'], offboard: ['RollUp', 'RollUpRejection'] } as const;

const STORING: readonly string[] = Object.values(EVIDENCE_STATES).flat();

/** An input of complete or roll-up that makes them store the evidence and nothing else. */
export type EvidenceInput = Readonly<Record<string, unknown>> & { evidenceOnly: true };

/**
 * What the task that stores the evidence was handed: the history shows it to whoever may not be believed.
 * @throws Error where the task has not been started.
 */
export async function readEvidenceInput(stepFunctions: SFNClient, executionArn: string): Promise<EvidenceInput> {
  let scheduled: string | undefined;
  for (const event of await lastEvents(stepFunctions, executionArn)) {
    const { stateEnteredEventDetails: entered, lambdaFunctionScheduledEventDetails: task } = event;
    scheduled = task?.input ?? scheduled;
    if (entered === undefined) continue;
    if (scheduled !== undefined && STORING.includes(entered.name ?? '')) {
      return { ...(JSON.parse(scheduled) as object), evidenceOnly: true };
    }
    scheduled = undefined;
  }
  throw new Error(`${executionArn} has not come to its evidence`);
}

/** The newest first. */
async function lastEvents(stepFunctions: SFNClient, executionArn: string): Promise<HistoryEvent[]> {
  const { events = [] } = await stepFunctions.send(
    new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: LAST_EVENTS }),
  );
  return events;
}
