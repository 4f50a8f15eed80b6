/** Input and output processing: JSONPath's five fields, JSONata's two. */

import { readPath, writeReference } from '../expressions/jsonpath/index.ts';
import { resolveTemplate } from '../expressions/template.ts';
import type { Json } from '../model/json.ts';
import type { State } from '../model/program.ts';
import type { Thread } from '../model/thread.ts';
import { evaluate, evaluateAssign, type StatesFields } from './evaluate.ts';
import { leave } from './flow.ts';
import { StateScope } from './scope.ts';
import type { Step, Transition } from './transition.ts';

export function effectiveInput(transition: Transition, thread: Thread, { fields }: State): Json {
  const input = selectedInput(transition, thread, fields.InputPath);
  transition.inspect('afterInputPath', input);
  return input;
}

function selectedInput(transition: Transition, thread: Thread, path: string | null | undefined): Json {
  if (path === undefined || path === '$') return thread.input;
  return path === null ? {} : readPath(path, thread.input, new StateScope(transition, thread));
}

/** The effective input, shaped by Parameters where the state has them. */
export function shapedInput(transition: Transition, thread: Thread, state: State): Json {
  const input = effectiveInput(transition, thread, state);
  const { Parameters } = state.fields;
  const shaped =
    Parameters === undefined ? input : resolveTemplate(Parameters, input, new StateScope(transition, thread));
  transition.inspect('afterParameters', shaped);
  return shaped;
}

/** Leaves a JSONPath state with its result: Assign, ResultSelector, ResultPath, OutputPath. */
export function finishJsonPath(transition: Transition, thread: Thread, state: State, result: Json): Step {
  const { Assign, ResultSelector, ResultPath, Next } = state.fields;
  const assigned = Assign && assignedBy(transition, thread, Assign, result);
  const selected =
    ResultSelector === undefined ? result : resolveTemplate(ResultSelector, result, new StateScope(transition, thread));
  const combined = combine(thread.input, selected, ResultPath);
  transition.inspect('result', result);
  transition.inspect('afterResultSelector', selected);
  transition.inspect('afterResultPath', combined);
  return leave(transition, thread, state, {
    output: outputOf(transition, thread, state, combined),
    next: Next,
    assigned,
  });
}

/** A JSONPath Assign, evaluated against a result or input. */
export function assignedBy(
  transition: Transition,
  thread: Thread,
  assign: Record<string, Json>,
  source: Json,
): Record<string, Json> {
  return resolveTemplate(assign, source, new StateScope(transition, thread)) as Record<string, Json>;
}

/** ResultPath puts the result into the state's raw input. */
function combine(input: Json, result: Json, path: string | null | undefined): Json {
  if (path === undefined || path === '$') return result;
  return path === null ? input : writeReference(path, input, result);
}

export function outputOf(transition: Transition, thread: Thread, { fields }: State, output: Json): Json {
  const { OutputPath } = fields;
  if (OutputPath === undefined || OutputPath === '$') return output;
  return OutputPath === null ? {} : readPath(OutputPath, output, new StateScope(transition, thread));
}

/** Leaves a JSONata state; Assign and Output may use `$states.result` or `$states.errorOutput`. */
export function finishJsonata(
  transition: Transition,
  thread: Thread,
  state: State,
  result: Json,
  statesFields: StatesFields,
): Step {
  const { Assign, Output, Next } = state.fields;
  if (Assign === undefined && Output === undefined)
    return leave(transition, thread, state, { output: result, next: Next });
  return finishEvaluated(transition, thread, state, result, statesFields);
}

async function finishEvaluated(
  transition: Transition,
  thread: Thread,
  state: State,
  result: Json,
  statesFields: StatesFields,
): Promise<void> {
  const { Assign, Output, Next } = state.fields;
  const assigned = await evaluateAssign(transition, thread, Assign, statesFields);
  const output =
    Output === undefined
      ? result
      : await evaluate(transition, thread, { field: 'Output', template: Output }, statesFields);
  await leave(transition, thread, state, { output, next: Next, assigned });
}

/** Leaves a state that has a result, in its own query language. */
export function finish(transition: Transition, thread: Thread, state: State, result: Json): Step {
  transition.inspect('result', result);
  return state.jsonata
    ? finishJsonata(transition, thread, state, result, { result })
    : finishJsonPath(transition, thread, state, result);
}
