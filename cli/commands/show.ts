import { findExecution } from '../../client/executions/find.ts';
import { readHistory } from '../../client/executions/read.ts';
import { viewSteps } from '../../client/executions/steps.ts';
import { type ExecutionView, viewExecution } from '../../client/executions/view.ts';
import { requesterText } from '../../client/identity/requester-text.ts';
import { createProgressReader } from '../../client/offboardings/progress.ts';
import { type OffboardingRun, reasonLines, rollUpLine, runOf } from '../../client/offboardings/run.ts';
import type { Command, Context } from '../common/command.ts';
import { EXIT, hintLine } from '../common/exit.ts';
import { statusLine } from '../common/follow.ts';

export const show: Command = {
  syntax: 'show <id>',
  summary: 'what happened, step by step; the id is the request’s, the event’s or the execution’s',
  help: `Examples:
  offboard show ID
  offboard show ID --query "steps[?bad].what"`,
  here: 'reads',
  async run(context, [id = '']) {
    const { output, client } = context;
    const { described, events } = await readHistory(client(), await findExecution(client(), id));
    const [view, steps] = [viewExecution(described, events), viewSteps(events)];
    const offboarding = view.machine.endsWith('-offboard')
      ? await offboardingLines(context, runOf(described, events))
      : [];
    if (output.structured) output.data({ ...view, steps, ...(offboarding.length > 0 ? { offboarding } : {}) });
    else {
      heading(context, view);
      for (const line of offboarding) output.text(line);
      for (const { at, state, what, bad } of steps) {
        output.text(`  ${at}  ${state.padEnd(18)} ${bad ? output.paint('bad', what) : what}`);
      }
    }
    return EXIT.done;
  },
};

/** An offboarding's progress, or its result. */
async function offboardingLines({ client, line }: Context, run: OffboardingRun): Promise<string[]> {
  if (run.status === 'RUNNING') {
    const { text, hint } = await createProgressReader(client())(run);
    return [text, ...(hint === undefined ? [] : [hintLine(hint, line)])];
  }
  return [...(run.rollUp === undefined ? [] : [rollUpLine(run.rollUp)]), ...reasonLines(run.reasons)];
}

function heading({ output }: Context, view: ExecutionView): void {
  const facts: [string, string | undefined][] = [
    ['request', view.requestId],
    ['kind', view.kind],
    ['target', view.label],
    ['status', statusLine(view)],
    ['requester', requesterText(view)],
    ['reason', view.requestReason],
    ['deadline', view.deadline],
    ['execution', view.arn],
  ];
  for (const [name, value] of facts) if (value) output.text(`${output.paint('dim', name.padEnd(10))} ${value}`);
  output.text('');
}
