import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { problemLine } from '../../events/problem.ts';
import type { Rejection } from '../../offboardings/evidence/document.ts';
import type { RollUp } from '../../offboardings/roll-up.ts';
import { publishedData } from '../executions/history.ts';
import { type PendingApproval, pendingPlanApproval } from '../executions/pending-approval.ts';
import { type PendingStart, pendingStart } from '../executions/pending-start.ts';
import { type PlanSummary, planSummaryIn } from '../executions/plan-summary.ts';
import { readHistory } from '../executions/read.ts';
import { summarizeRequest } from '../executions/request-summary.ts';
import { shortPlanId } from '../plans/short-id.ts';
import type { StackClient } from '../stack-client.ts';

export interface OffboardingRun {
  arn: string;
  /** The request's id. */
  offboarding: string;
  /** The execution's name, under which its objects lie in the bucket. */
  name: string;
  status: string;
  planned?: PlanSummary;
  /** The Map Runs of discovery: the first for the plan, the second right before the first item. */
  mapRuns: string[];
  pendingApproval?: PendingApproval;
  pendingStart?: PendingStart;
  /** Items of the plan are being removed, or were. */
  applying: boolean;
  reasons: Rejection[];
  error?: string;
  cause?: string;
  rollUp?: RollUp;
  evidence?: { key: string; head: string };
}

export async function readRun(client: StackClient, executionArn: string): Promise<OffboardingRun> {
  const { described, events } = await readHistory(client, executionArn);
  return runOf(described, events);
}

/** @param events the whole history. */
export function runOf(described: DescribeExecutionOutput, events: readonly HistoryEvent[]): OffboardingRun {
  const { executionArn = '', name = '', status = 'RUNNING', input } = described;
  const offboarding = summarizeRequest(input).requestId ?? name;
  return {
    arn: executionArn,
    name,
    status,
    offboarding,
    ...progressOf(status, events),
    ...resultOf(described, events),
  };
}

function progressOf(status: string, events: readonly HistoryEvent[]) {
  const states = events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
  const planned = events.map(planSummaryIn).find((summary) => summary !== undefined);
  const mapRuns = events.flatMap(({ mapRunStartedEventDetails }) => mapRunStartedEventDetails?.mapRunArn ?? []);
  const pendingApproval = status === 'RUNNING' ? pendingPlanApproval(states.at(-1), events) : undefined;
  const start = status === 'RUNNING' ? pendingStart(states.at(-1), events) : undefined;
  return {
    mapRuns,
    applying: states.includes('Apply'),
    ...(planned === undefined ? {} : { planned }),
    ...(pendingApproval === undefined ? {} : { pendingApproval }),
    ...(start === undefined ? {} : { pendingStart: start }),
  };
}

function resultOf({ status, error, cause }: DescribeExecutionOutput, events: readonly HistoryEvent[]) {
  if (status === 'RUNNING') return { reasons: [] };
  const rejected = publishedData(events, 'OffboardingRejected') as { reasons?: Rejection[] } | undefined;
  const { rollUp, evidence } = (publishedData(events, 'OffboardingCompleted') ??
    publishedData(events, 'OffboardingFailed') ??
    rejected ??
    {}) as { rollUp?: RollUp; evidence?: { stored: boolean; key: string; head: string } };
  return {
    reasons: rejected?.reasons ?? [],
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    ...(rollUp ? { rollUp } : {}),
    ...(evidence?.stored ? { evidence } : {}),
  };
}

/** `9 planned: 7 DISASSOCIATED, 1 ALREADY_GONE, 1 FAILED, 2 never seen` */
export function rollUpLine(rollUp: RollUp): string {
  const counts = outcomeLines(rollUp);
  return `${rollUp.planned} planned${counts.length > 0 ? `: ${counts.join(', ')}` : ''}`;
}

/** `7 DISASSOCIATED`, `2 never seen`, `1 search inaccessible`: what there is of each. */
export function outcomeLines({ planned: _, neverSeen = 0, inaccessible = 0, ...outcomes }: RollUp): string[] {
  const searches = inaccessible === 1 ? 'search' : 'searches';
  const counts: readonly (readonly [string, number])[] = [
    ...Object.entries(outcomes),
    ['never seen', neverSeen],
    [`${searches} inaccessible`, inaccessible],
  ];
  return counts.flatMap(([words, count]) => (count > 0 ? [`${count} ${words}`] : []));
}

/** Why the request was rejected: a line a problem. */
export function reasonLines(reasons: readonly Rejection[]): string[] {
  return reasons.flatMap(linesOf);
}

function linesOf(reason: Rejection): string[] {
  switch (reason.reason) {
    case 'invalid':
      return reason.problems.map(problemLine);
    case 'guardrail':
      return [`${reason.guardrail}: ${reason.message}`];
    case 'denied':
      return [`denied by ${reason.by}${reason.message ? `: ${reason.message}` : ''}`];
    case 'expired':
      return [reason.message];
    case 'out-of-date':
      return [`the plan was ${shortPlanId(reason.approved)}, and now it would be ${shortPlanId(reason.found)}`];
  }
}
