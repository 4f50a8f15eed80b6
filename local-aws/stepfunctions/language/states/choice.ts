/** Choice: the first rule that holds decides the next state. */

import { evaluate, evaluateAssign } from '../engine/evaluate.ts';
import { leave } from '../engine/flow.ts';
import { assignedBy, effectiveInput, outputOf } from '../engine/output.ts';
import { StateScope } from '../engine/scope.ts';
import type { StateHandler, Step, Transition } from '../engine/transition.ts';
import { matchRule } from '../expressions/choice/rule.ts';
import { StatesError } from '../expressions/common/states-error.ts';
import type { Json } from '../model/json.ts';
import type { Rule, State } from '../model/program.ts';
import type { Thread } from '../model/thread.ts';

export const choice: StateHandler = {
  run(transition, thread, state) {
    return state.jsonata ? chooseByCondition(transition, thread, state) : chooseByVariables(transition, thread, state);
  },
};

function chooseByVariables(transition: Transition, thread: Thread, state: State): Step {
  const input = effectiveInput(transition, thread, state);
  const scope = new StateScope(transition, thread);
  const rule = state.fields.Choices?.find((candidate) => matchRule(candidate as unknown as Json, input, scope));
  const assign = rule ? rule.Assign : state.fields.Assign;
  return leave(transition, thread, state, {
    output: outputOf(transition, thread, state, input),
    next: nextOf(state, rule),
    assigned: assign && assignedBy(transition, thread, assign, input),
  });
}

async function chooseByCondition(transition: Transition, thread: Thread, state: State): Promise<void> {
  const index = await firstTrue(transition, thread, state);
  const rule = state.fields.Choices?.[index];
  const next = nextOf(state, rule);
  const at = rule ? `Choices[${index}]/` : '';
  const { Assign, Output } = rule ?? state.fields;
  const assigned = await evaluateAssign(transition, thread, Assign, {}, `${at}Assign`);
  const output =
    Output === undefined
      ? thread.input
      : await evaluate(transition, thread, { field: `${at}Output`, template: Output }, {});
  await leave(transition, thread, state, { output, next, assigned });
}

async function firstTrue(transition: Transition, thread: Thread, { fields }: State): Promise<number> {
  for (const [index, { Condition }] of (fields.Choices ?? []).entries()) {
    const template = Condition as Json;
    const holds = await evaluate(
      transition,
      thread,
      { field: `Choices[${index}]/Condition`, template, type: 'boolean' },
      {},
    );
    if (holds === true) return index;
  }
  return -1;
}

/** The rule's Next, or Default. Without either AWS reports a runtime error. */
function nextOf(state: State, rule: Rule | undefined): string {
  const next = rule ? rule.Next : state.fields.Default;
  if (next === undefined)
    throw new StatesError(
      'States.Runtime',
      'Failed to transition out of the state. The state does not point to a next state.',
    );
  return next;
}
