/** The steps of an execution for people: polls, errors, start and end, without the mechanics between them. */

import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { causeMessage, type Disassociation, disassociationIn } from './history.ts';

export interface StepView {
  /** ISO 8601. */
  at: string;
  state: string;
  /** One line. */
  what: string;
  /** It failed, or was retried. */
  bad: boolean;
}

/** @param events the whole history, oldest first. */
export function viewSteps(events: readonly HistoryEvent[]): StepView[] {
  const steps: StepView[] = [];
  let state = '';
  for (const event of events) {
    state = event.stateEnteredEventDetails?.name ?? state;
    const step = stepOf(event);
    if (step) steps.push({ at: (event.timestamp ?? new Date(0)).toISOString(), state, ...step });
  }
  return steps;
}

function stepOf(event: HistoryEvent): Pick<StepView, 'what' | 'bad'> | undefined {
  const disassociation = disassociationIn(event);
  if (disassociation) return { what: pollLine(disassociation), bad: disassociation.progress.state === 'FAILED' };
  const failure = failureIn(event);
  if (failure) return { what: failure, bad: true };
  switch (event.type) {
    case 'ExecutionStarted':
      return { what: 'started', bad: false };
    case 'ExecutionSucceeded':
      return { what: 'succeeded', bad: false };
    case 'ExecutionRedriven':
      return { what: 'redriven', bad: false };
    default:
      return undefined;
  }
}

function pollLine({ progress, polls, nextPollAt }: Disassociation): string {
  const { state, serviceStatus = state, outcome, message, waitingMessage = 'In progress.' } = progress;
  const poll = polls === 0 ? 'requested' : `poll ${polls}`;
  if (state !== 'IN_PROGRESS') return `${poll}: ${serviceStatus}, ${outcome ?? message ?? state}`;
  return `${poll}: ${serviceStatus}. ${waitingMessage}${nextPollAt ? ` Next poll at ${nextPollAt}.` : ''}`;
}

/** Error and cause are in details named after the event's type. */
function failureIn(event: HistoryEvent): string | undefined {
  if (!/(Failed|TimedOut|Aborted)$/.test(event.type ?? '')) return undefined;
  const details = Object.values(event).find(
    (value): value is { error?: string; cause?: string } =>
      typeof value === 'object' && value !== null && 'error' in value,
  );
  const [error, cause] = [details?.error ?? event.type, details?.cause];
  return `${error}${cause ? `: ${causeMessage(cause)}` : ''}`;
}
