/** Finds executions that ended without publishing their outcome, and what the evidence of one is to be made of. */

import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { DAY_MS, LONGEST_DEADLINE_DAYS } from '../events/deadline.ts';
import type { Envelope } from '../events/define.ts';
import type { PublishInput } from './common/publish-input.ts';
import { identifying, sizeProblem } from './common/request.ts';
import { task } from './common/task.ts';
import { type ExecutionEnd, offboardingFailure } from './common/unreported-offboarding.ts';
import type { CompletionInput } from './disassociation/disassociation.ts';
import { type EvidenceInput, readEvidenceInput, readFinalState } from './disassociation/execution-final-state.ts';
import { MAX_REQUEST_BYTES } from './disassociation/receive.ts';

const stepFunctions = new SFNClient({});

const STATUS_CHANGE = 'Step Functions Execution Status Change';
const UNSUCCESSFUL = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;

/** The hourly sweep reads three hours back, so that the next two make up for one that failed. */
const LOOK_BACK_MS = 3 * 3_600_000;
/** An execution waits for 30 days at most and then publishes: one that began earlier cannot have ended just now. */
const LONGEST_MS = (LONGEST_DEADLINE_DAYS + 3) * DAY_MS;
/** Executions read in one go: their histories, one call each, fit the function's time-out at the API's rate of 20/s. */
const PAGE = 100;
/** ListExecutions takes 100 at once and then 5/s. */
const PAGES = 20;
/** A function's output may have 256 KiB; each unreported execution carries its request and two snapshots. */
const ANSWER_BYTES = 192 * 1024;

/** Where the sweep goes on: machine, status, page, and how many of the page have been read. */
export interface Cursor {
  machine: number;
  status: number;
  token: string | null;
  read: number;
}

export interface FindInput {
  /** A status change of one execution, or the schedule's event; or the ARN of an execution whose evidence is not stored. */
  event: Envelope | { evidenceOf: string };
  cursor: Cursor | null;
}

/** Of a cause, which Step Functions keeps to 32 KB. */
const MAX_CAUSE = 8000;

interface Unreported {
  /** Inputs of complete, one an execution. */
  unreported: CompletionInput[];
  /** Inputs of publish, one an offboarding. */
  offboardings: PublishInput[];
}

export interface UnreportedPage extends Unreported {
  /** Null where everything has been read. */
  cursor: Cursor | null;
  evidence?: { of: 'offboarding' | 'single'; input: EvidenceInput };
}

export const handler = task({
  name: 'find-unreported',
  correlationId: ({ event }: FindInput) => ('evidenceOf' in event ? event.evidenceOf : event.id),
  logFields: ({ unreported, offboardings }: UnreportedPage) => ({
    unreported: unreported.length,
    offboardings: offboardings.length,
  }),
  async work({ event, cursor }: FindInput): Promise<UnreportedPage> {
    if ('evidenceOf' in event) return evidenceOf(event.evidenceOf);
    if (event['detail-type'] === STATUS_CHANGE) {
      const { executionArn } = event.detail as { executionArn: string };
      const { count: _, ...found } = await unreportedOf([executionArn]);
      return { ...found, cursor: null };
    }
    return sweep(new Date(event.time), cursor ?? { machine: 0, status: 0, token: null, read: 0 });
  },
});

/** @throws Error where the execution has not come so far. */
async function evidenceOf(executionArn: string): Promise<UnreportedPage> {
  const input = await readEvidenceInput(stepFunctions, executionArn);
  const of = isOffboarding(executionArn) ? 'offboarding' : 'single';
  return { unreported: [], offboardings: [], cursor: null, evidence: { of, input } };
}

/** Pages in which nothing ended just now are most: so many are read in one go. */
async function sweep(now: Date, cursor: Cursor): Promise<UnreportedPage> {
  for (let pages = 1, at = cursor; ; pages++) {
    const { isRead, ...page } = await readPage(now, at);
    if (isRead || page.cursor === null || pages === PAGES) return page;
    at = page.cursor;
  }
}

/** One page of one machine's executions of one status; `isRead` where it made the function read histories. */
async function readPage(now: Date, cursor: Cursor): Promise<UnreportedPage & { isRead: boolean }> {
  const machines = [...(process.env.STATE_MACHINE_ARNS ?? '').split(','), process.env.OFFBOARD_STATE_MACHINE_ARN];
  const { executions = [], nextToken } = await stepFunctions.send(
    new ListExecutionsCommand({
      stateMachineArn: machines[cursor.machine],
      statusFilter: UNSUCCESSFUL[cursor.status],
      maxResults: PAGE,
      ...(cursor.token !== null && { nextToken: cursor.token }),
    }),
  );
  const recent = executions
    .filter(({ stopDate }) => stopDate !== undefined && +now - +stopDate <= LOOK_BACK_MS)
    .flatMap(({ executionArn }) => executionArn ?? []);
  const { count, ...found } = await unreportedOf(recent.slice(cursor.read));
  const read = cursor.read + count;
  const isRead = count > 0;
  if (read < recent.length) return { ...found, isRead, cursor: { ...cursor, read } };
  return {
    ...found,
    isRead,
    cursor: nextCursor(cursor, mayHaveMore(executions, now) ? nextToken : undefined, machines.length),
  };
}

/** The list is ordered by start, newest first: older pages cannot have executions that ended just now. */
function mayHaveMore(page: readonly ExecutionListItem[], now: Date): boolean {
  const oldest = page.at(-1)?.startDate;
  return oldest === undefined || +now - +oldest <= LONGEST_MS;
}

function nextCursor({ machine, status }: Cursor, token: string | undefined, machines: number): Cursor | null {
  if (token !== undefined) return { machine, status, token, read: 0 };
  if (status + 1 < UNSUCCESSFUL.length) return { machine, status: status + 1, token: null, read: 0 };
  if (machine + 1 < machines) return { machine: machine + 1, status: 0, token: null, read: 0 };
  return null;
}

/** As many as one output has room for, one at least. */
async function unreportedOf(executionArns: readonly string[]): Promise<Unreported & { count: number }> {
  const found: Unreported = { unreported: [], offboardings: [] };
  let bytes = 0;
  for (const [count, executionArn] of executionArns.entries()) {
    const { reported, disassociation } = await readFinalState(stepFunctions, executionArn);
    if (reported) continue;
    const end = await endOf(executionArn);
    if (end === undefined) continue;
    const answer = isOffboarding(executionArn)
      ? { offboardings: [offboardingFailure(end)] }
      : { unreported: [completionInputOf(end, disassociation)] };
    bytes += Buffer.byteLength(JSON.stringify(answer));
    if (bytes > ANSWER_BYTES && count > 0) return { ...found, count };
    found.unreported.push(...(answer.unreported ?? []));
    found.offboardings.push(...(answer.offboardings ?? []));
  }
  return { ...found, count: executionArns.length };
}

function isOffboarding(executionArn: string): boolean {
  const machine = process.env.OFFBOARD_STATE_MACHINE_ARN ?? '';
  return executionArn.startsWith(`${machine.replace(':stateMachine:', ':execution:')}:`);
}

/**
 * Undefined where it runs or has succeeded, since whoever may start executions may hand this one any event. What DescribeExecution,
 * which is eventually consistent, shows too late as ended is found by the sweep.
 */
async function endOf(executionArn: string): Promise<(ExecutionEnd & { at: string }) | undefined> {
  const {
    input = '{}',
    status = 'RUNNING',
    error,
    cause,
    stopDate = new Date(),
  } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
  if (!UNSUCCESSFUL.some((unsuccessful) => unsuccessful === status)) return undefined;
  return {
    request: JSON.parse(input) as Envelope,
    execution: executionArn,
    error: error ?? status,
    message: cause ?? `The execution ended ${status}.`,
    at: stopDate.toISOString(),
  };
}

function completionInputOf(
  { request, execution, error, message, at }: ExecutionEnd & { at: string },
  disassociation: CompletionInput['disassociation'],
): CompletionInput {
  // Too large for the states of its own execution, it is for this one's, too.
  const tooLarge = sizeProblem(request, MAX_REQUEST_BYTES);
  return {
    request: tooLarge === undefined ? request : identifying(request),
    disassociation,
    rejection: tooLarge === undefined ? null : { error: 'INVALID', problems: [tooLarge] },
    // A terminal progress is the answer; otherwise the execution's own end is the failure.
    failure: isTerminal(disassociation) ? null : { Error: error, Cause: message.slice(0, MAX_CAUSE) },
    lastError: null,
    execution,
    at,
  };
}

function isTerminal(disassociation: CompletionInput['disassociation']): boolean {
  return disassociation !== null && disassociation.progress.state !== 'IN_PROGRESS';
}
