/** JSONata in the fields of a state: the variables of expressions and the required type of a field. */

import { evaluateJsonata, type ResultType } from '../expressions/jsonata/index.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Thread } from '../model/thread.ts';
import { contextObject, variablesOf } from './scope.ts';
import type { Transition } from './transition.ts';

export interface Field {
  /** As AWS names it in its causes: `Output`, `Choices[0]/Condition`. */
  field: string;
  template: Json;
  /** The type that the field must evaluate to; absent: any. */
  type?: ResultType;
  /** The allowed values of a number. */
  range?: readonly [least: number, most: number];
  /** Added to the context object. */
  context?: JsonObject;
}

/** Members of `$states` besides input and context. */
export interface StatesFields {
  result?: Json;
  errorOutput?: Json;
}

export async function evaluate(
  transition: Transition,
  thread: Thread,
  { field, template, type, range, context }: Field,
  statesFields: StatesFields,
): Promise<Json> {
  if (typeof template === 'number' || typeof template === 'boolean' || template === null) return template;
  return evaluateJsonata(template, {
    states: { input: thread.input, context: { ...contextObject(transition, thread), ...context }, ...statesFields },
    variables: variablesOf(transition, thread),
    random: transition.random,
    now: transition.now,
    field,
    ...(type && { type }),
    ...(range && { range }),
  });
}

export async function evaluateAssign(
  transition: Transition,
  thread: Thread,
  assign: Record<string, Json> | undefined,
  statesFields: StatesFields,
  field = 'Assign',
): Promise<Record<string, Json> | undefined> {
  if (!assign) return undefined;
  return (await evaluate(transition, thread, { field, template: assign }, statesFields)) as Record<string, Json>;
}
