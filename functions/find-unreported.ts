/** Finds executions that ended without publishing their outcome. */

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
const UNSUCCESSFUL = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;

/** The hourly sweep reads three hours back, so that the next two make up for one that failed. */
const LOOK_BACK_MS = 3 * 3_600_000;
/** An execution waits for 30 days at most and then publishes: one that began earlier cannot have ended just now. */
const LONGEST_MS = (LONGEST_DEADLINE_DAYS + 3) * DAY_MS;
/** Executions read in one go: their histories, one call each, fit the function's time-out at the API's rate of 20/s. */
const PAGE = 100;
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
  /** A status change of one execution, or the schedule's event. */
  event: Envelope;
  cursor: Cursor | null;
}

export interface UnreportedPage {
  /** Inputs of complete, one an execution. */
  unreported: CompletionInput[];
  /** Null where everything has been read. */
  cursor: Cursor | null;
}

export const handler = task({
  name: 'find-unreported',
  correlationId: ({ event }: FindInput) => event.id,
  logFields: ({ unreported }: UnreportedPage) => ({ unreported: unreported.length }),
  async work({ event, cursor }: FindInput): Promise<UnreportedPage> {
    if (event['detail-type'] === STATUS_CHANGE) {
      const { executionArn } = event.detail as { executionArn: string };
      return { unreported: (await unreportedOf([executionArn])).unreported, cursor: null };
    }
    return sweep(new Date(event.time), cursor ?? { machine: 0, status: 0, token: null, read: 0 });
  },
});

/** One page of one machine's executions of one status. */
async function sweep(now: Date, cursor: Cursor): Promise<UnreportedPage> {
  const machines = (process.env.STATE_MACHINE_ARNS ?? '').split(',');
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
  const { unreported, count } = await unreportedOf(recent.slice(cursor.read));
  const read = cursor.read + count;
  if (read < recent.length) return { unreported, cursor: { ...cursor, read } };
  return {
    unreported,
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
async function unreportedOf(
  executionArns: readonly string[],
): Promise<{ unreported: CompletionInput[]; count: number }> {
  const unreported: CompletionInput[] = [];
  let bytes = 0;
  for (const [count, executionArn] of executionArns.entries()) {
    const { reported, disassociation } = await readFinalState(stepFunctions, executionArn);
    if (reported) continue;
    const words = await completionInputOf(executionArn, disassociation);
    bytes += Buffer.byteLength(JSON.stringify(words));
    if (bytes > ANSWER_BYTES && count > 0) return { unreported, count };
    unreported.push(words);
  }
  return { unreported, count: executionArns.length };
}

async function completionInputOf(
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
    // A terminal progress is the answer; otherwise the execution's own end is the failure.
    failure: isTerminal(disassociation)
      ? null
      : { Error: error ?? status ?? 'FAILED', Cause: cause ?? `The execution ended ${status}.` },
    lastError: null,
    execution: executionArn,
    at: stopDate.toISOString(),
  };
}

function isTerminal(disassociation: CompletionInput['disassociation']): boolean {
  return disassociation !== null && disassociation.progress.state !== 'IN_PROGRESS';
}
