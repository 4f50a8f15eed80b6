/** Finds executions that ended without a word on the bus, and what is to be said for them. */

import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { DAY_MS, LONGEST_DEADLINE_DAYS } from '../events/deadline.ts';
import type { Envelope } from '../events/define.ts';
import { task } from './common/task.ts';
import type { CompletionInput } from './disassociation/disassociation.ts';
import { readFinalState } from './disassociation/execution-final-state.ts';

const stepFunctions = new SFNClient({});

const STATUS_CHANGE = 'Step Functions Execution Status Change';
const ENDED_BADLY = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;

/** The hourly sweep reads three hours back, so that a sweep that failed is made up for by the next two. */
const LOOK_BACK_MS = 3 * 3_600_000;
/** An execution waits for 30 days at most, and then reports: one that began longer ago cannot have ended just now. */
const LONGEST_MS = (LONGEST_DEADLINE_DAYS + 3) * DAY_MS;
/** Executions read in one go: their histories, one call each, fit the function's time-out at the API's rate of 20/s. */
const PAGE = 100;
/** A function may answer Step Functions 256 KiB; what is to be said carries the request and two looks at the service. */
const ANSWER_BYTES = 192 * 1024;

/** Where the sweep goes on: the machine, the status, the page, and how many of the page have been read. */
export interface Cursor {
  machine: number;
  status: number;
  token: string | null;
  read: number;
}

export interface FindInput {
  /** A status change of one execution, or the schedule's event. */
  event: Envelope;
  cursor: Cursor | null;
}

export interface Found {
  /** What complete is to be run with, one each. */
  unreported: CompletionInput[];
  /** Null where everything has been read. */
  cursor: Cursor | null;
}

export const handler = task({
  name: 'find-unreported',
  correlationId: ({ event }: FindInput) => event.id,
  logFields: ({ unreported }: Found) => ({ unreported: unreported.length }),
  async work({ event, cursor }: FindInput): Promise<Found> {
    if (event['detail-type'] === STATUS_CHANGE) {
      const { executionArn } = event.detail as { executionArn: string };
      return { unreported: (await unreportedOf([executionArn])).unreported, cursor: null };
    }
    return sweep(new Date(event.time), cursor ?? { machine: 0, status: 0, token: null, read: 0 });
  },
});

/** One page of one machine's executions of one status. */
async function sweep(now: Date, cursor: Cursor): Promise<Found> {
  const machines = (process.env.STATE_MACHINE_ARNS ?? '').split(',');
  const { executions = [], nextToken } = await stepFunctions.send(
    new ListExecutionsCommand({
      stateMachineArn: machines[cursor.machine],
      statusFilter: ENDED_BADLY[cursor.status],
      maxResults: PAGE,
      ...(cursor.token !== null && { nextToken: cursor.token }),
    }),
  );
  const recent = executions
    .filter(({ stopDate }) => stopDate !== undefined && +now - +stopDate <= LOOK_BACK_MS)
    .flatMap(({ executionArn }) => executionArn ?? []);
  const { unreported, count } = await unreportedOf(recent.slice(cursor.read));
  const read = cursor.read + count;
  if (read < recent.length) return { unreported, cursor: { ...cursor, read } };
  return { unreported, cursor: following(cursor, goesOn(executions, now) ? nextToken : undefined, machines.length) };
}

/** The list is ordered by start, newest first: older pages cannot have what ended just now. */
function goesOn(page: readonly ExecutionListItem[], now: Date): boolean {
  const oldest = page.at(-1)?.startDate;
  return oldest === undefined || +now - +oldest <= LONGEST_MS;
}

function following({ machine, status }: Cursor, token: string | undefined, machines: number): Cursor | null {
  if (token !== undefined) return { machine, status, token, read: 0 };
  if (status + 1 < ENDED_BADLY.length) return { machine, status: status + 1, token: null, read: 0 };
  if (machine + 1 < machines) return { machine: machine + 1, status: 0, token: null, read: 0 };
  return null;
}

/** As many of them as one answer has room for, one at least. */
async function unreportedOf(
  executionArns: readonly string[],
): Promise<{ unreported: CompletionInput[]; count: number }> {
  const unreported: CompletionInput[] = [];
  let bytes = 0;
  for (const [count, executionArn] of executionArns.entries()) {
    const { reported, disassociation } = await readFinalState(stepFunctions, executionArn);
    if (reported) continue;
    const words = await forComplete(executionArn, disassociation);
    bytes += Buffer.byteLength(JSON.stringify(words));
    if (bytes > ANSWER_BYTES && count > 0) return { unreported, count };
    unreported.push(words);
  }
  return { unreported, count: executionArns.length };
}

async function forComplete(
  executionArn: string,
  disassociation: CompletionInput['disassociation'],
): Promise<CompletionInput> {
  const {
    input = '{}',
    status,
    error,
    cause,
    stopDate = new Date(),
  } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
  return {
    request: JSON.parse(input) as Envelope,
    disassociation,
    // What it had found out is the answer; only an execution that was still at it failed by its own end.
    failure: isOver(disassociation)
      ? null
      : { Error: error ?? status ?? 'FAILED', Cause: cause ?? `The execution ended ${status}.` },
    lastError: null,
    execution: executionArn,
    at: stopDate.toISOString(),
  };
}

function isOver(disassociation: CompletionInput['disassociation']): boolean {
  return disassociation !== null && disassociation.progress.state !== 'IN_PROGRESS';
}
