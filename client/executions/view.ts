/** The state of one execution, from what Step Functions returns of it and from nothing else. */

import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import type { Requester } from '../../offboardings/requester.ts';
import { omitUndefined, parseObject } from '../json.ts';
import { causeMessage, type Disassociation, disassociationIn, taskOutput } from './history.ts';
import { type PendingApproval, pendingPlanApproval, pendingVotes } from './pending-approval.ts';
import { type PendingStart, pendingStart, startSentence } from './pending-start.ts';
import { planSummaryIn } from './plan-summary.ts';
import { type RequestSummary, summarizeRequest } from './request-summary.ts';

export type ExecutionStatus = NonNullable<DescribeExecutionOutput['status']>;

export interface ExecutionView extends RequestSummary {
  arn: string;
  name: string;
  /** The state machine's name. */
  machine: string;
  status: ExecutionStatus;
  /** As a task of the stack verified it; `requestedBy` is what the request says. */
  requester?: ShownRequester;
  /** ISO 8601. */
  started: string;
  ended?: string;
  state?: string;
  /** The service's own word at the last poll. */
  serviceStatus?: string;
  /** When it goes on by itself, at the earliest. ISO 8601. */
  startsAt?: string;
  /** What it waits for: `approval`, `start`, or a code of associations/common/contract.ts. */
  waitingFor?: string;
  /** The same as a sentence. */
  waitingMessage?: string;
  pendingApproval?: PendingApproval;
  /** How many associations the plan of an offboarding lists. */
  planned?: number;
  polls: number;
  nextPollAt?: string;
  /** How long its kind usually takes from start to end. */
  usualSeconds?: number;
  /** Since when it takes far too long; DisassociationStuck was published then. ISO 8601. */
  stuckSince?: string;
  /** DISASSOCIATED, ALREADY_GONE, FAILED, TIMED_OUT, ...; JOINED where the same request was sent before. */
  outcome?: string;
  /** With JOINED: the ARN of the first execution of the request, whose events answer it. */
  joined?: string;
  /** With ALREADY_GONE: no read of this request ever showed it, so its name may be mistyped. */
  neverSeen?: boolean;
  /** Why it failed, or a remark on its outcome. */
  reason?: string;
  /** The event that answered the request. */
  answer?: AnswerEvent;
}

export interface AnswerEvent {
  id: string;
  detailType: string;
}

/** @param events the whole history, or its newest events. */
export function viewExecution(described: DescribeExecutionOutput, events: readonly HistoryEvent[] = []): ExecutionView {
  const request = summarizeRequest(described.input);
  const latest = newest(events, disassociationIn);
  const running = described.status === 'RUNNING';
  const state = newest(events, ({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name);
  const pendingApproval = running
    ? (pendingPlanApproval(state, events) ?? pendingVotes(latest?.progress ?? {}))
    : undefined;
  const start = running ? pendingStart(state, events) : undefined;
  return {
    ...request,
    ...omitUndefined({
      ended: described.stopDate?.toISOString(),
      state,
      requester: newest(events, requesterIn),
      pendingApproval,
      startsAt: start?.startsAt,
      planned: newest(events, planSummaryIn)?.associations,
      serviceStatus: latest?.progress.serviceStatus,
      deadline: request.deadline ?? latest?.deadline,
      nextPollAt: running && latest?.progress.state === 'IN_PROGRESS' ? latest.nextPollAt : undefined,
      usualSeconds: latest?.usualSeconds,
      stuckSince: running ? newest(events, stuckSinceIn) : undefined,
      answer: newest(events, answerIn),
      ...(running && waitOf(latest, pendingApproval, start)),
      ...outcomeOf(described),
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
  start: PendingStart | undefined,
): Pick<ExecutionView, 'waitingFor' | 'waitingMessage'> {
  if (start !== undefined) return { waitingFor: 'start', waitingMessage: startSentence(start) };
  const { waitingFor, waitingMessage } = latest?.progress ?? {};
  if (waitingFor === undefined && pendingApproval !== undefined) {
    return { waitingFor: 'approval', waitingMessage: `Waiting for approval by ${pendingApproval.approvers}.` };
  }
  return omitUndefined({ waitingFor, waitingMessage });
}

/** The value that the newest event with one carries. */
function newest<Value>(
  events: readonly HistoryEvent[],
  read: (event: HistoryEvent) => Value | undefined,
): Value | undefined {
  for (let index = events.length - 1; index >= 0; index--) {
    const value = read(events[index] as HistoryEvent);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The state machine decides after each poll, by the time that the poll returns, whether it is stuck. */
function stuckSinceIn(event: HistoryEvent): string | undefined {
  const stuckAt = disassociationIn(event)?.stuckAt;
  return stuckAt !== undefined && Number(event.timestamp) >= Date.parse(stuckAt) ? stuckAt : undefined;
}

/** The event of a complete task, or of an offboarding's publish task. */
function answerIn(historyEvent: HistoryEvent): AnswerEvent | undefined {
  type Output = { event?: Partial<AnswerEvent>; eventId?: unknown; detailType?: unknown };
  const { event, eventId, detailType } = (taskOutput(historyEvent) ?? {}) as Output;
  if (typeof eventId === 'string' && typeof detailType === 'string') return { id: eventId, detailType };
  return typeof event?.id === 'string' && typeof event.detailType === 'string' ? (event as AnswerEvent) : undefined;
}

function outcomeOf({
  status,
  output,
  error,
  cause,
}: DescribeExecutionOutput): Pick<ExecutionView, 'outcome' | 'joined' | 'neverSeen' | 'reason'> {
  switch (status) {
    case 'RUNNING':
    case 'PENDING_REDRIVE':
      return {};
    case 'SUCCEEDED': {
      const { outcome, joined, message, neverSeen } = (parseObject(output) ?? {}) as {
        outcome?: string;
        joined?: string;
        message?: string;
        neverSeen?: boolean;
      };
      if (joined !== undefined) {
        const name = joined.split(':').at(-1);
        return {
          outcome: 'JOINED',
          joined,
          reason: `The same request was sent before: the execution ${name} answers it.`,
        };
      }
      return {
        ...(outcome === undefined ? {} : { outcome }),
        ...(neverSeen ? { neverSeen } : {}),
        ...(message === undefined || message === outcome ? {} : { reason: message }),
      };
    }
    default:
      return {
        outcome: status === 'FAILED' ? (error ?? 'FAILED') : (status ?? 'FAILED'),
        ...(cause === undefined ? {} : { reason: causeMessage(cause) }),
      };
  }
}

type ShownRequester = Pick<Requester, 'name' | 'proof'>;

/** In what receives or completes a request, and in what is published of an offboarding. */
function requesterIn(event: HistoryEvent): ShownRequester | undefined {
  const published = parseObject(event.lambdaFunctionScheduledEventDetails?.input)?.data;
  const { requester } = (taskOutput(event) ?? published ?? {}) as { requester?: Partial<ShownRequester> };
  const { name, proof } = requester ?? {};
  return name === undefined || proof === undefined ? undefined : { name, proof };
}
