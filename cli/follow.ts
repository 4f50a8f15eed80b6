/** Follows a request from the bus to its end. */

import type { Command } from 'commander';
import { stamp } from '../client/clock.ts';
import { glance, listExecutions } from '../client/executions/read.ts';
import type { ExecutionView } from '../client/executions/view.ts';
import { findStack, roleOf } from '../client/stack.ts';
import type { Context } from './command.ts';
import { EXIT, type ExitCode, usage } from './exit.ts';
import { duration } from './output.ts';
import { patience, pause } from './time.ts';

/** Between two readings, in milliseconds: the local runtime answers in one, AWS has quotas. */
const EVERY = { local: 200, aws: 3_000 };
/** EventBridge usually starts an execution within a second; after this long nobody will (milliseconds). */
export const START_WITHIN = 60_000;

export interface Sent {
  requestId: string;
  eventId: string;
  kind?: string;
}

type Options = Readonly<Record<string, unknown>>;

export function waitOptions(command: Command): Command {
  return command
    .option('--wait', 'follow the request to its end')
    .option('--timeout <duration>', 'with --wait: stop following after this long, exit 4; the work goes on');
}

/** To be asked before anything is sent. @throws CliError (usage) for a --timeout that means nothing. */
export function checkWait(options: Options): void {
  if (patience(options) < Number.POSITIVE_INFINITY && options.wait !== true) {
    throw usage('--timeout ends what --wait begins', 'add --wait, or leave --timeout away');
  }
}

/** Prints what was sent, and with --wait how it goes on, to its end. */
export async function followRequest(context: Context, sent: Sent, options: Options): Promise<ExitCode> {
  const { output } = context;
  if (options.wait !== true) {
    if (output.json) output.data(sent);
    else output.text(sent.requestId);
    output.note(`sent; follow it with: ${context.line(`watch ${sent.requestId}`)}`);
    return EXIT.done;
  }
  output.note(`request ${sent.requestId}, event ${sent.eventId}`);
  const limit = performance.now() + patience(options);
  const arn = await findStarted(context, sent, Math.min(limit, performance.now() + START_WITHIN));
  if (arn === undefined) return notStarted(context, sent);
  return followExecution(context, arn, limit);
}

/** The execution whose name begins with the event's id. */
export async function findStarted(
  context: Context,
  { eventId, kind }: Sent,
  limit: number,
): Promise<string | undefined> {
  const { machines } = await findStack(context);
  const candidates = kind === undefined ? machines : machines.filter(({ role }) => role === kind);
  do {
    const items = await listExecutions(context, { machines: candidates.length > 0 ? candidates : machines, most: 100 });
    const found = items.find(({ name }) => name?.startsWith(eventId));
    if (found) return found.executionArn;
    await pause(interval(context), context.signal);
  } while (performance.now() < limit);
  return undefined;
}

function notStarted(context: Context, { requestId, eventId }: Sent): ExitCode {
  context.output.note(`no execution has started for event ${eventId} yet`);
  context.output.note(
    `a malformed request is answered with DisassociationRejected instead; what was undeliverable: ${context.line('dead-letters')}`,
  );
  if (context.output.json) context.output.data({ requestId, eventId, status: 'NOT_STARTED' });
  return EXIT.stillRunning;
}

/** A line for every change, then the end. */
async function followExecution(context: Context, arn: string, limit: number): Promise<ExitCode> {
  const { output } = context;
  let shown = '';
  for (;;) {
    const view = await glance(context, arn);
    const line = standing(view);
    if (line !== shown && view.status === 'RUNNING') output.note(`${await stamp(context)}  ${line}`);
    shown = line;
    if (view.status !== 'RUNNING') return ended(context, view);
    if (performance.now() > limit) return stillRunning(context, view);
    await pause(interval(context), context.signal);
  }
}

export function interval(context: Context): number {
  return context.connection().local ? EVERY.local : EVERY.aws;
}

/** One line: where it stands. */
export function standing(view: ExecutionView): string {
  const { status, outcome, reason, kind, polls, nextPollAt, state } = view;
  if (status !== 'RUNNING') return `${outcome ?? status}${reason ? `: ${reason}` : ''}`;
  const word = view.serviceStatus ?? (state ? `in ${state}` : 'starting');
  const waits = view.waitingMessage ? ` (${view.waitingMessage})` : '';
  // Only what ends one association looks at it; an offboarding's items do, each in its own execution.
  const looked = kind === undefined ? '' : `, ${polls} ${polls === 1 ? 'poll' : 'polls'}`;
  return `${word}${waits}${looked}${nextPollAt ? `, next poll ${nextPollAt}` : ''}`;
}

function ended({ output, connection }: Context, view: ExecutionView): ExitCode {
  const well = view.status === 'SUCCEEDED';
  if (output.json) output.data(view);
  else {
    const took = duration(Date.parse(view.ended ?? view.started) - Date.parse(view.started));
    output.text(
      `${output.paint(well ? 'good' : 'bad', view.outcome ?? view.status)}  ${roleOf(connection(), view)}  ${view.label ?? ''}  after ${took}`,
    );
    if (view.reason) output.text(`  ${view.reason}`);
  }
  return well ? EXIT.done : EXIT.failed;
}

function stillRunning(context: Context, view: ExecutionView): ExitCode {
  const { output } = context;
  if (output.json) output.data(view);
  else output.text(`still running: ${standing(view)}`);
  output.note(`it goes on by itself; come back with: ${context.line(`watch ${view.requestId ?? view.name}`)}`);
  return EXIT.stillRunning;
}
