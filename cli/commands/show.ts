/** What happened in one execution, step by step. */

import { type ExecutionView, viewSteps } from '../../views/execution.ts';
import { findExecution, readExecution } from '../executions.ts';
import { EXIT } from '../exit.ts';
import { standing } from '../follow.ts';
import type { Context, Verb } from '../verb.ts';

export const show: Verb = {
  syntax: 'show <id>',
  summary: 'what happened, step by step; the id can be the request’s, the event’s or the execution’s',
  async run(context, [id = '']) {
    const { view, events } = await readExecution(context, await findExecution(context, id));
    const steps = viewSteps(events);
    if (context.output.json) context.output.data({ ...view, steps });
    else {
      heading(context, view);
      for (const { at, state, what, bad } of steps) {
        context.output.text(`  ${at}  ${state.padEnd(18)} ${bad ? context.output.paint('bad', what) : what}`);
      }
    }
    return EXIT.done;
  },
};

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
