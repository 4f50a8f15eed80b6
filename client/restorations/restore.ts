/** Runs of the restore state machine: started with what was ended, followed until it is tied again or is not. */

import { DescribeExecutionCommand, type HistoryEvent, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Context } from '../../cli/command.ts';
import { CliError } from '../../cli/exit.ts';
import { interval } from '../../cli/follow.ts';
import { createProgress } from '../../cli/progress.ts';
import { patience, pause } from '../../cli/time.ts';
import { newMetadata } from '../../events/index.ts';
import type { Evidence } from '../../offboardings/evidence.ts';
import type { Restorable } from '../../offboardings/restorable.ts';
import { stackTime } from '../clock.ts';
import { forEach } from '../executions/read.ts';
import { parse } from '../executions/request-summary.ts';
import { callerArn } from '../identity/caller.ts';
import { findStack } from '../stack.ts';

/** As the restore state machine tells it. */
export interface Restored {
  number: number;
  outcome: 'RESTORED' | 'ALREADY_ASSOCIATED' | 'REJECTED' | 'FAILED' | 'TIMED_OUT';
  serviceStatus: string;
  error?: string;
  message?: string;
}

/** Step Functions takes 256 KiB of input. */
const MOST_BYTES = 128 * 1024;

/** An execution has 25,000 history events at most; one item that a vote of a day is waited for has some 1,500. */
const MOST_ITEMS = 15;

/** @returns the ARNs of the executions that were started. */
export async function startRestoring(
  context: Context,
  { offboarding }: Evidence,
  items: readonly Restorable[],
  { reason }: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  const { machines, name } = await findStack(context);
  const machine = machines.find(({ role }) => role === 'restore');
  if (!machine) throw new CliError(`stack ${name} knows no way back`, { hints: ['deploy the stack again'] });
  const asked = {
    timestamp: (await stackTime(context)).toISOString(),
    correlationId: offboarding,
    causationId: offboarding,
    requestedBy: await callerArn(context),
    ...(typeof reason === 'string' ? { reason } : {}),
  };
  const client = await context.clients().sfn();
  return forEach(batches(items), async (batch) => {
    const input = JSON.stringify({ metadata: newMetadata(asked), items: batch.map(inputOf) });
    const { executionArn = '' } = await client.send(new StartExecutionCommand({ stateMachineArn: machine.arn, input }));
    context.output.note(`execution ${executionArn}`);
    return executionArn;
  });
}

function batches(items: readonly Restorable[]): Restorable[][] {
  const all: Restorable[][] = [];
  let bytes = MOST_BYTES;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item));
    if (bytes + size > MOST_BYTES || all.at(-1)?.length === MOST_ITEMS) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)?.push(item);
    bytes += size;
  }
  return all;
}

function inputOf({ number, kind, target, where, before }: Restorable) {
  return { number, association: kind, target, ...(where ? { where } : {}), before };
}

/** @returns what came of each item; undefined where it still goes on when `--timeout` is over. */
export async function followRestoring(
  context: Context,
  executions: readonly string[],
  { total, timeout }: { total: number; timeout?: unknown },
): Promise<Restored[] | undefined> {
  const limit = performance.now() + patience({ timeout });
  const progress = createProgress(context.output);
  try {
    for (;;) {
      const read = await forEach(executions, (arn) => courseOf(context, arn));
      if (read.every(({ answers }) => answers !== undefined)) return read.flatMap(({ answers = [] }) => answers);
      const done = read.reduce((sum, { ended }) => sum + ended, 0);
      const rest = done < total ? ', waiting for the rest to be tied' : '';
      progress.show(`${done} of ${total} over${rest}`, { done, total });
      if (performance.now() > limit) return undefined;
      await pause(interval(context), context.signal);
    }
  } finally {
    progress.end();
  }
}

interface Course {
  /** How many of its items are over. */
  ended: number;
  /** Once all are. */
  answers?: Restored[];
}

async function courseOf(context: Context, executionArn: string): Promise<Course> {
  const client = await context.clients().sfn();
  const { paginateGetExecutionHistory } = await import('@aws-sdk/client-sfn');
  const { status, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
  let ended = 0;
  for await (const { events = [] } of paginateGetExecutionHistory({ client, pageSize: 1000 }, { executionArn })) {
    ended += events.filter(({ type }) => type === 'MapIterationSucceeded').length;
    const answers = status === 'RUNNING' ? undefined : answersIn(events);
    if (answers !== undefined) return { ended, answers };
  }
  if (status === 'RUNNING') return { ended };
  throw new CliError(`the way back ended ${status}: ${error ?? ''} ${cause ?? ''}`.trimEnd());
}

/** What the Map gave; an execution that ends in a Fail state has no output of its own. */
function answersIn(events: readonly HistoryEvent[]): Restored[] | undefined {
  const left = events.find(({ stateExitedEventDetails: exited }) => exited?.name === 'Items')?.stateExitedEventDetails;
  return parse(left?.output)?.items as Restored[] | undefined;
}
