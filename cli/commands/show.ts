/** What happened in one execution, step by step. */

import { findExecution, readExecution } from '../../client/executions/read.ts';
import { type ExecutionView, viewSteps } from '../../client/executions/view.ts';
import { createStanding } from '../../client/offboardings/progress.ts';
import { readRun, reasonLines, rollUpLine } from '../../client/offboardings/run.ts';
import type { Context, Verb } from '../command.ts';
import { EXIT } from '../exit.ts';
import { standing } from '../follow.ts';

export const show: Verb = {
  syntax: 'show <id>',
  summary: 'what happened, step by step; the id can be the request’s, the event’s or the execution’s',
  async run(context, [id = '']) {
    const { view, events } = await readExecution(context, await findExecution(context, id));
    const steps = viewSteps(events);
    const offboarding = view.machine.endsWith('-offboard') ? await offboardingLines(context, view.arn) : [];
    if (context.output.json)
      context.output.data({ ...view, steps, ...(offboarding.length > 0 ? { offboarding } : {}) });
    else {
      heading(context, view);
      for (const line of offboarding) context.output.text(line);
      for (const { at, state, what, bad } of steps) {
        context.output.text(`  ${at}  ${state.padEnd(18)} ${bad ? context.output.paint('bad', what) : what}`);
      }
    }
    return EXIT.done;
  },
};

/** How far an offboarding has come, or how it ended: the sentence that `apply` shows, at any time. */
async function offboardingLines(context: Context, arn: string): Promise<string[]> {
  const run = await readRun(context, arn);
  if (run.status === 'RUNNING') return [(await createStanding(context)(run)).text];
  const gone = run.rollUp === undefined ? [] : [rollUpLine(run.rollUp)];
  return [...gone, ...reasonLines(run.reasons)];
}

function heading({ output }: Context, view: ExecutionView): void {
  const facts: [string, string | undefined][] = [
    ['request', view.requestId],
    ['kind', view.kind],
    ['target', view.label],
    ['stands', standing(view)],
    ['asked by', view.requestedBy && `${view.requestedBy} (claimed)`],
    ['because', view.requestReason],
    ['deadline', view.deadline],
    ['execution', view.arn],
  ];
  for (const [name, value] of facts) if (value) output.text(`${output.paint('dim', name.padEnd(10))} ${value}`);
  output.text('');
}
