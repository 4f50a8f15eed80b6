import type { Command } from 'commander';
import { formatDuration } from '../../client/duration.ts';
import { readSummary } from '../../client/executions/read.ts';
import type { ExecutionView } from '../../client/executions/view.ts';
import { START_TIMEOUT, waitForExecution, waitForNextPoll } from '../../client/executions/wait.ts';
import { roleOf } from '../../client/stack.ts';
import type { Context, Options } from './command.ts';
import { EXIT, type ExitCode, exitOfRequest, usage } from './exit.ts';
import { timeoutMs } from './time.ts';

export interface SentRequest {
  requestId: string;
  /** Another request may have been sent under this id. */
  mayBeUsed?: boolean;
  eventId: string;
  kind?: string;
}

export function waitOptions(command: Command): Command {
  return command
    .option('--wait', 'follow the request to its end')
    .option('--timeout <duration>', 'with --wait: stop following after this long, exit 4; the execution goes on');
}

/** Called before anything is sent. @throws ClientError INVALID for a --timeout without --wait, or that is no duration. */
export function checkWait(options: Options): void {
  if (timeoutMs(options) < Number.POSITIVE_INFINITY && options.wait !== true) {
    throw usage('--timeout requires --wait');
  }
}

/** Prints what was sent, and with --wait every change until the execution ends. */
export async function followRequest(
  context: Context,
  { mayBeUsed = false, ...sent }: SentRequest,
  options: Options,
): Promise<ExitCode> {
  const { output } = context;
  if (options.wait !== true) {
    if (output.structured) output.data(sent);
    else output.text(sent.requestId);
    // A used id means the request that has it; the event's id means this one.
    output.note(`sent; follow it with: ${context.line(`watch ${mayBeUsed ? sent.eventId : sent.requestId}`)}`);
    return EXIT.done;
  }
  output.note(`request ${sent.requestId}, event ${sent.eventId}`);
  const until = performance.now() + timeoutMs(options);
  const { eventId, kind: role } = sent;
  const startUntil = Math.min(until, performance.now() + START_TIMEOUT);
  const arn = await waitForExecution(context.client(), { eventId, role }, startUntil);
  if (arn === undefined) return notStarted(context, sent);
  return followExecution(context, arn, until);
}

function notStarted({ output, line }: Context, { requestId, eventId }: SentRequest): ExitCode {
  output.note(`no execution has started for event ${eventId} yet`);
  output.note(
    `an invalid request is answered by DisassociationRejected instead; see what could not be delivered with: ${line('dead-letters')}`,
  );
  if (output.structured) output.data({ requestId, eventId, status: 'NOT_STARTED' });
  return EXIT.stillRunning;
}

async function followExecution(context: Context, arn: string, until: number): Promise<ExitCode> {
  const client = context.client();
  let last = '';
  for (;;) {
    const view = await readSummary(client, arn);
    const line = statusLine(view);
    if (line !== last && view.status === 'RUNNING') context.output.note(`${await timestamp(context)}  ${line}`);
    last = line;
    if (view.joined !== undefined) return followJoined(context, view, view.joined, until);
    if (view.status !== 'RUNNING') return printEnd(context, view);
    if (performance.now() > until) return stillRunning(context, view);
    await waitForNextPoll(client);
  }
}

function followJoined(context: Context, view: ExecutionView, first: string, until: number): Promise<ExitCode> {
  context.output.note(statusLine(view));
  return followExecution(context, first, until);
}

/** The stack's time in ISO 8601. */
export async function timestamp({ client }: Context): Promise<string> {
  return (await client().now()).toISOString();
}

/** Status, what it waits for, polls: one line. */
export function statusLine(view: ExecutionView): string {
  const { status, outcome, reason, kind, polls, nextPollAt, state } = view;
  if (status !== 'RUNNING') return `${outcome ?? status}${reason ? `: ${reason}` : ''}`;
  const word = view.serviceStatus ?? (state ? `in ${state}` : 'starting');
  const waits = view.waitingMessage ? ` (${view.waitingMessage})` : '';
  // An offboarding polls nothing itself: each of its items has an execution that does.
  const polled = kind === undefined ? '' : `, ${polls} ${polls === 1 ? 'poll' : 'polls'}`;
  return `${word}${waits}${polled}${nextPollAt ? `, next poll ${nextPollAt}` : ''}`;
}

function printEnd({ output, client }: Context, view: ExecutionView): ExitCode {
  const exitCode = exitOfRequest(view);
  if (output.structured) output.data(view);
  else {
    const took = formatDuration(Date.parse(view.ended ?? view.started) - Date.parse(view.started));
    const outcome = output.paint(exitCode === EXIT.done ? 'good' : 'bad', view.outcome ?? view.status);
    output.text(`${outcome}  ${roleOf(client().connection, view)}  ${view.label ?? ''}  after ${took}`);
    if (view.reason) output.text(`  ${view.reason}`);
  }
  return exitCode;
}

function stillRunning({ output, line }: Context, view: ExecutionView): ExitCode {
  if (output.structured) output.data(view);
  else output.text(`still running: ${statusLine(view)}`);
  output.note(`it goes on by itself; follow it with: ${line(`watch ${view.requestId ?? view.name}`)}`);
  return EXIT.stillRunning;
}
