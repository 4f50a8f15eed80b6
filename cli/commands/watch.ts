import { Option } from 'commander';
import { mapConcurrently } from '../../client/concurrency.ts';
import { findExecution } from '../../client/executions/find.ts';
import { readHistory } from '../../client/executions/read.ts';
import { type StepView, viewSteps } from '../../client/executions/steps.ts';
import { type ExecutionView, viewExecution } from '../../client/executions/view.ts';
import { roleOf } from '../../client/stack.ts';
import type { Command, Context, Options } from '../common/command.ts';
import { EXIT, type ExitCode, exitOfAll, usage } from '../common/exit.ts';
import { statusLine, timestamp } from '../common/follow.ts';
import { cut, table } from '../common/output.ts';
import { Countdown } from '../watch/countdown.ts';
import { exitOfExecution } from '../watch/exit-code.ts';
import { createItemProgress } from '../watch/item-progress.ts';
import { readRepeatedly } from '../watch/read-repeatedly.ts';
import { columns, filterOptions, readList } from './list.ts';

export const watch: Command = {
  syntax: 'watch [id]',
  summary: 'a live table of executions, or with an id the steps of one as they happen',
  options: (command) =>
    filterOptions(command)
      .addOption(new Option('--until <what>', 'end when no execution of the table runs any more').choices(['terminal']))
      .option('--exit-status', 'with --until: exit with the outcome of the table; with an id watch always does'),
  help: `Examples:
  offboard watch ID
  offboard watch --subject alice --until terminal --exit-status
The exit code of an outcome is that of request --wait and apply. A table exits with what all its executions ended with,
with 6 where only a part of them is done, and with 1 where they failed in different ways.
Ctrl-C stops watching; the executions go on.
--json prints one object a line, one for every change, as offboard/schemas/watch.json describes it.`,
  here: 'changes',
  async run(context, [id], options) {
    if (options.exitStatus === true && id === undefined && options.until === undefined) {
      throw usage('--exit-status requires an id or --until terminal: else watch does not end');
    }
    try {
      return id === undefined
        ? await watchAll(context, options)
        : await watchOne(context, await findExecution(context.client(), id));
    } catch (error) {
      if (!context.signal.aborted) throw error;
      const again = context.line(id === undefined ? 'watch' : `watch ${id}`);
      context.output.note(`the executions go on; watch again with: ${again}`);
      return EXIT.interrupted;
    }
  },
};

async function watchAll(context: Context, options: Options): Promise<ExitCode> {
  const { output } = context;
  const lines = new Map<string, string>();
  for await (const { views } of readRepeatedly(context, () => readList(context, options))) {
    const changed = views.filter((view) => lines.get(view.arn) !== statusLine(view));
    for (const view of changed) lines.set(view.arn, statusLine(view));
    if (output.live) await redraw(context, views);
    else if (output.structured) for (const view of changed) output.data(view);
    else if (changed.length > 0) await printChanges(context, changed);
    if (options.until === 'terminal' && views.every(({ status }) => status !== 'RUNNING')) {
      return options.exitStatus === true ? exitOfTable(context, views) : EXIT.done;
    }
  }
  return EXIT.done;
}

async function exitOfTable(context: Context, views: readonly ExecutionView[]): Promise<ExitCode> {
  return exitOfAll(await mapConcurrently(views, (view) => exitOfExecution(context, view)));
}

async function redraw({ output, client }: Context, views: readonly ExecutionView[]): Promise<void> {
  const rows = table(output, views, columns(output, client().connection, views, await client().now()));
  // Home, clear: the table is drawn over itself.
  process.stdout.write('\u001b[H\u001b[2J');
  for (const row of rows) output.text(row);
  output.text('');
  output.text(output.paint('dim', cut('Ctrl-C stops watching; the executions go on.', output.width)));
}

async function printChanges(context: Context, views: readonly ExecutionView[]): Promise<void> {
  const at = await timestamp(context);
  const { connection } = context.client();
  for (const view of views) {
    const role = roleOf(connection, view);
    context.output.text(`${at}  ${view.status.padEnd(9)}  ${role}  ${view.label ?? view.name}  ${statusLine(view)}`);
  }
}

async function watchOne(context: Context, arn: string): Promise<ExitCode> {
  const { output, client } = context;
  const [countdown, items] = [new Countdown(output), createItemProgress(context)];
  const read = async () => {
    const history = await readHistory(client(), arn);
    return { ...history, progress: await items.read(history) };
  };
  let printed = 0;
  try {
    for await (const { described, events, progress } of readRepeatedly(context, read)) {
      const view = viewExecution(described, events);
      const steps = viewSteps(events);
      if (steps.length > printed) {
        countdown.clear();
        items.clear();
      }
      for (const step of steps.slice(printed)) printStep(context, step);
      printed = steps.length;
      if (progress) items.show(progress);
      if (view.status !== 'RUNNING') {
        printEnd(context, view);
        return view.joined === undefined ? exitOfExecution(context, view) : watchOne(context, view.joined);
      }
      if (output.live) countdown.to(view.nextPollAt, await client().now());
    }
    return EXIT.done;
  } finally {
    countdown.end();
    items.end();
  }
}

function printEnd({ output }: Context, view: ExecutionView): void {
  if (output.structured) output.data(view);
  else output.text(statusLine(view));
}

function printStep({ output }: Context, step: StepView): void {
  if (output.structured) output.data(step);
  else output.text(`${step.at}  ${step.state.padEnd(18)} ${step.bad ? output.paint('bad', step.what) : step.what}`);
}
