/** One run of the offboard state machine, as Step Functions tells it: what was planned, what is waited for, how it ended. */

import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  type HistoryEvent,
  paginateGetExecutionHistory,
} from '@aws-sdk/client-sfn';
import type { Context } from '../../cli/command.ts';
import { EXIT, type ExitCode } from '../../cli/exit.ts';
import type { RejectionReason } from '../../offboardings/judge.ts';
import type { RollUp } from '../../offboardings/roll-up.ts';
import { aboutInput, parse } from '../executions/request-summary.ts';

/** As OffboardingRejected tells them. */
export type Reason =
  | RejectionReason
  | { reason: 'denied'; by: string; message?: string }
  | { reason: 'silent'; message: string };

export interface PlannedSummary {
  id: string;
  associations: number;
  excluded: number;
  stored: { bucket: string; key: string };
}

export interface OffboardingRun {
  arn: string;
  /** The request's id. */
  offboarding: string;
  /** The execution's name, under which its objects lie in the bucket. */
  name: string;
  status: string;
  planned?: PlannedSummary;
  /** The distributed Maps that looked: the first for the plan, the second right before the first item. */
  mapRuns: string[];
  /** Where it waits for a person. */
  awaiting?: { until: string; risks: string[] };
  /** It has begun to end associations. */
  applying: boolean;
  reasons: Reason[];
  error?: string;
  cause?: string;
  rollUp?: RollUp;
  evidence?: { key: string; head: string };
}

export async function readRun(context: Context, executionArn: string): Promise<OffboardingRun> {
  const client = await context.clients().sfn();
  const described = await client.send(new DescribeExecutionCommand({ executionArn }));
  const events: HistoryEvent[] = [];
  for await (const page of paginateGetExecutionHistory({ client, pageSize: 1000 }, { executionArn })) {
    events.push(...(page.events ?? []));
  }
  return runOf(described, events);
}

/** What an execution of the offboard machine and its whole history tell. */
export function runOf(described: DescribeExecutionOutput, events: readonly HistoryEvent[]): OffboardingRun {
  return { ...beginning(described), ...courseOf(described, events), ...endOf(described, events) };
}

function beginning({ executionArn = '', name = '', status = 'RUNNING', input }: DescribeExecutionOutput) {
  return { arn: executionArn, name, status, offboarding: aboutInput(input).requestId ?? name };
}

function courseOf({ status }: DescribeExecutionOutput, events: readonly HistoryEvent[]) {
  const states = events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
  const planned = events.map(plannedIn).find((summary) => summary !== undefined);
  const mapRuns = events.flatMap(({ mapRunStartedEventDetails }) => mapRunStartedEventDetails?.mapRunArn ?? []);
  const asked = saidIn(events, 'OffboardingApprovalRequested') as { until: string; risks: string[] } | undefined;
  const awaits = status === 'RUNNING' && states.at(-1) === 'WaitForApproval' && asked !== undefined;
  return {
    mapRuns,
    applying: states.includes('Apply'),
    ...(planned === undefined ? {} : { planned }),
    ...(awaits ? { awaiting: { until: asked.until, risks: asked.risks } } : {}),
  };
}

/** What the plan task answered, the first time it ran. */
function plannedIn({ lambdaFunctionSucceededEventDetails }: HistoryEvent): PlannedSummary | undefined {
  const { plan } = (parse(lambdaFunctionSucceededEventDetails?.output) ?? {}) as { plan?: PlannedSummary };
  return plan?.stored === undefined ? undefined : plan;
}

/** The data of the event of this detail-type that the run put on the bus. */
function saidIn(events: readonly HistoryEvent[], detailType: string): Record<string, unknown> | undefined {
  for (const { lambdaFunctionScheduledEventDetails } of events) {
    const input = parse(lambdaFunctionScheduledEventDetails?.input);
    if (input?.detailType === detailType) return input.data as Record<string, unknown>;
  }
  return undefined;
}

function endOf({ status, error, cause }: DescribeExecutionOutput, events: readonly HistoryEvent[]) {
  if (status === 'RUNNING') return { reasons: [] };
  const rejected = saidIn(events, 'OffboardingRejected') as { reasons?: Reason[] } | undefined;
  const told = (saidIn(events, 'OffboardingCompleted') ?? saidIn(events, 'OffboardingFailed') ?? {}) as Pick<
    OffboardingRun,
    'rollUp' | 'evidence'
  >;
  return {
    reasons: rejected?.reasons ?? [],
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    ...(told.rollUp ? { rollUp: told.rollUp } : {}),
    ...(told.evidence ? { evidence: told.evidence } : {}),
  };
}

/** Scripts tell the ends apart by these. A plan that is out of date may break a guardrail, too: it is made anew first. */
export function exitOf({ status, reasons, error }: OffboardingRun): ExitCode {
  if (status === 'RUNNING') return EXIT.stillRunning;
  if (status === 'SUCCEEDED') return EXIT.done;
  const has = (...sorts: string[]) => reasons.some(({ reason }) => sorts.includes(reason));
  if (has('malformed')) return EXIT.usage;
  if (has('out-of-date')) return EXIT.outOfDate;
  if (has('guardrail')) return EXIT.refused;
  if (has('denied', 'silent')) return EXIT.notPermitted;
  return error === 'PARTLY_DONE' ? EXIT.partlyDone : EXIT.failed;
}

/** `9 planned: 7 DISASSOCIATED, 2 FAILED` */
export function rollUpLine({ planned, ...outcomes }: RollUp): string {
  const counts = Object.entries(outcomes).flatMap(([outcome, count]) => (count > 0 ? [`${count} ${outcome}`] : []));
  return `${planned} planned${counts.length > 0 ? `: ${counts.join(', ')}` : ''}`;
}

/** A line a problem. */
export function reasonLines(reasons: readonly Reason[]): string[] {
  return reasons.flatMap(linesOf);
}

function linesOf(reason: Reason): string[] {
  switch (reason.reason) {
    case 'malformed':
      return reason.problems.map(({ path, message }) => `${path}: ${message}`);
    case 'guardrail':
      return [`${reason.guardrail}: ${reason.message}`];
    case 'denied':
      return [`denied by ${reason.by}${reason.message ? `: ${reason.message}` : ''}`];
    case 'silent':
      return [reason.message];
    case 'out-of-date':
      return [`the plan was ${reason.approved}, and now it would be ${reason.found}`];
  }
}
