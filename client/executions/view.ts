/** Where one execution stands, in our words, read from what Step Functions says of it and from nothing else. */

import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { type PendingApproval, pendingPlanApproval, pendingVotes, type VoteProgress } from '../approvals/pending.ts';
import { omitUndefined, parseObject } from '../json.ts';
import { planSummaryIn } from '../plans/summary.ts';
import { taskOutput } from './history.ts';
import { type RequestSummary, summarizeRequest } from './request-summary.ts';

export type ExecutionStatus = NonNullable<DescribeExecutionOutput['status']>;

export interface ExecutionView extends RequestSummary {
  arn: string;
  name: string;
  /** The state machine's name. */
  machine: string;
  status: ExecutionStatus;
  /** ISO 8601. */
  started: string;
  ended?: string;
  /** The state it is in, or was last in. */
  state?: string;
  /** The service's own word at the last look. */
  serviceStatus?: string;
  /** What it waits for: `approval`, or a code of associations/contract.ts. */
  waitingFor?: string;
  /** The same as a sentence. */
  waitingMessage?: string;
  /** It waits for people. */
  pendingApproval?: PendingApproval;
  /** How many associations an offboarding's plan would end. */
  planned?: number;
  polls: number;
  nextPollAt?: string;
  /** How long its kind usually takes from start to end. */
  usualSeconds?: number;
  /** From when on it has gone on for far too long, which its machine has told by DisassociationStuck. ISO 8601. */
  stuckSince?: string;
  /** DISASSOCIATED, ALREADY_GONE, FAILED, TIMED_OUT, ... */
  outcome?: string;
  /** Why it ended badly, or what else there is to know. */
  reason?: string;
  /** The event that said so on the bus. */
  answer?: Answer;
}

export interface Answer {
  id: string;
  detailType: string;
}

/** What the tasks of a disassociation hand on; only what a view reads. */
interface Disassociation {
  progress: VoteProgress & {
    state: string;
    serviceStatus?: string;
    outcome?: string;
    message?: string;
    note?: string;
  };
  polls: number;
  deadline?: string;
  nextPollAt?: string;
  usualSeconds?: number;
  stuckAt?: string;
}

export function viewExecution(described: DescribeExecutionOutput, events: readonly HistoryEvent[] = []): ExecutionView {
  const about = summarizeRequest(described.input);
  const latest = newest(events, disassociationIn);
  const running = described.status === 'RUNNING';
  const state = newest(events, ({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name);
  const pendingApproval = running
    ? (pendingPlanApproval(state, events) ?? pendingVotes(latest?.progress ?? {}))
    : undefined;
  return {
    ...about,
    ...omitUndefined({
      ended: described.stopDate?.toISOString(),
      state,
      pendingApproval,
      planned: newest(events, planSummaryIn)?.associations,
      serviceStatus: latest?.progress.serviceStatus,
      deadline: about.deadline ?? latest?.deadline,
      nextPollAt: running && latest?.progress.state === 'IN_PROGRESS' ? latest.nextPollAt : undefined,
      usualSeconds: latest?.usualSeconds,
      stuckSince: running ? newest(events, stuckIn) : undefined,
      answer: newest(events, answerIn),
      ...(running && waitOf(latest, pendingApproval)),
      ...ending(described),
    }),
    arn: described.executionArn ?? '',
    name: described.name ?? '',
    machine: (described.stateMachineArn ?? '').split(':').at(-1) ?? '',
    status: described.status ?? 'RUNNING',
    started: (described.startDate ?? new Date(0)).toISOString(),
    polls: latest?.polls ?? 0,
  };
}

function waitOf(
  latest: Disassociation | undefined,
  pendingApproval: PendingApproval | undefined,
): Pick<ExecutionView, 'waitingFor' | 'waitingMessage'> {
  const { waitingFor, waitingMessage } = latest?.progress ?? {};
  if (waitingFor === undefined && pendingApproval !== undefined) {
    return { waitingFor: 'approval', waitingMessage: `Waiting for approval by ${pendingApproval.approvers}.` };
  }
  return omitUndefined({ waitingFor, waitingMessage });
}

/** What the newest event that tells it tells. */
function newest<Told>(
  events: readonly HistoryEvent[],
  read: (event: HistoryEvent) => Told | undefined,
): Told | undefined {
  for (let index = events.length - 1; index >= 0; index--) {
    const told = read(events[index] as HistoryEvent);
    if (told !== undefined) return told;
  }
  return undefined;
}

/** @returns undefined for events that carry none. */
function disassociationIn(event: HistoryEvent): Disassociation | undefined {
  const output = taskOutput(event) as Partial<Disassociation> | undefined;
  return output?.progress !== undefined && typeof output.polls === 'number' ? (output as Disassociation) : undefined;
}

/** What the state machine goes by after each look, as the look has it. */
function stuckIn(event: HistoryEvent): string | undefined {
  const stuckAt = disassociationIn(event)?.stuckAt;
  return stuckAt !== undefined && Number(event.timestamp) >= Date.parse(stuckAt) ? stuckAt : undefined;
}

/** The answer of a complete task, or what an offboarding's publish task said last. */
function answerIn(event: HistoryEvent): Answer | undefined {
  const {
    event: answer,
    eventId,
    detailType,
  } = (taskOutput(event) ?? {}) as Record<string, unknown> & {
    event?: Partial<Answer>;
  };
  if (typeof eventId === 'string' && typeof detailType === 'string') return { id: eventId, detailType };
  return typeof answer?.id === 'string' && typeof answer.detailType === 'string' ? (answer as Answer) : undefined;
}

function ending({ status, output, error, cause }: DescribeExecutionOutput): { outcome?: string; reason?: string } {
  switch (status) {
    case 'RUNNING':
    case 'PENDING_REDRIVE':
      return {};
    case 'SUCCEEDED': {
      const { outcome, message } = (parseObject(output) ?? {}) as { outcome?: string; message?: string };
      return {
        ...(outcome === undefined ? {} : { outcome }),
        ...(message === undefined || message === outcome ? {} : { reason: message }),
      };
    }
    default:
      return {
        outcome: status === 'FAILED' ? (error ?? 'FAILED') : (status ?? 'FAILED'),
        ...(cause === undefined ? {} : { reason: messageIn(cause) }),
      };
  }
}

/** One line of what happened, for people: when, in which state, what. */
export interface StepView {
  at: string;
  state: string;
  what: string;
  /** It went wrong, or was tried again. */
  bad: boolean;
}

/** The history as a story: a line a state, a look, an error; the mechanics between them left out. */
export function viewSteps(events: readonly HistoryEvent[]): StepView[] {
  const steps: StepView[] = [];
  let state = '';
  for (const event of events) {
    state = event.stateEnteredEventDetails?.name ?? state;
    const told = tell(event);
    if (told) steps.push({ at: (event.timestamp ?? new Date(0)).toISOString(), state, ...told });
  }
  return steps;
}

function tell(event: HistoryEvent): Pick<StepView, 'what' | 'bad'> | undefined {
  const disassociation = disassociationIn(event);
  if (disassociation) return { what: progressLine(disassociation), bad: disassociation.progress.state === 'FAILED' };
  const failure = failureOf(event);
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

function progressLine({ progress, polls, nextPollAt }: Disassociation): string {
  const when = polls === 0 ? 'asked' : `poll ${polls}`;
  const word = progress.serviceStatus ?? progress.state;
  if (progress.state !== 'IN_PROGRESS')
    return `${when}: ${word}, ${progress.outcome ?? progress.message ?? progress.state}`;
  return `${when}: ${word}, ${progress.waitingMessage ?? 'in progress'}${nextPollAt ? `; next poll ${nextPollAt}` : ''}`;
}

/** Every kind of failure event carries error and cause in details named after its type. */
function failureOf(event: HistoryEvent): string | undefined {
  if (!/(Failed|TimedOut|Aborted)$/.test(event.type ?? '')) return undefined;
  const details = Object.values(event).find(
    (value): value is { error?: string; cause?: string } =>
      typeof value === 'object' && value !== null && 'error' in value,
  );
  const [error, cause] = [details?.error ?? event.type, details?.cause];
  return `${error}${cause ? `: ${messageIn(cause)}` : ''}`;
}

/** Lambda's cause is JSON around the message. */
function messageIn(cause: string): string {
  const message = parseObject(cause)?.errorMessage;
  return typeof message === 'string' ? message : cause;
}
