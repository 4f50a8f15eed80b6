/** A Map's items, concurrency and tolerated failures, from literals, paths or expressions. */

import { evaluate } from '../engine/evaluate.ts';
import { type Items, itemsIn } from '../engine/map-items.ts';
import { effectiveInput } from '../engine/output.ts';
import { StateScope } from '../engine/scope.ts';
import type { Transition } from '../engine/transition.ts';
import { StatesError } from '../expressions/common/states-error.ts';
import { readPath } from '../expressions/jsonpath/index.ts';
import { type Json, numberIn } from '../model/json.ts';
import { type Fields, isDistributed, processorOf, type State } from '../model/program.ts';
import type { Thread } from '../model/thread.ts';

/** The items of a Map state, absent where an ItemReader finds them. `input` is the input of its selector. */
export type MapInput = { input: Json } & Partial<Items>;

export function itemsOf(transition: Transition, thread: Thread, state: State): MapInput | Promise<MapInput> {
  const { fields } = state;
  if (state.jsonata) return fields.ItemReader ? { input: thread.input } : evaluatedItems(transition, thread, state);
  const input = effectiveInput(transition, thread, state);
  if (fields.ItemReader) return { input };
  const path = fields.ItemsPath ?? '$';
  const items = itemsIn(readPath(path, input, new StateScope(transition, thread)));
  // An inline Map of a JSONPath state takes arrays only.
  if (!items || (items.keyed && !isDistributed(processorOf(fields))))
    throw new StatesError('States.Runtime', `Reference path "${path}" must point to array.`);
  return { input, ...items };
}

async function evaluatedItems(transition: Transition, thread: Thread, { fields }: State): Promise<MapInput> {
  const input = thread.input;
  if (fields.Items === undefined) {
    if (!Array.isArray(input)) throw notAnArray(input);
    return { input, items: input };
  }
  const items = await evaluate(transition, thread, { field: 'Items', template: fields.Items, type: 'items' }, {});
  return { input, ...itemsIn(items) };
}

/** AWS reports an evaluation failure, though no field was evaluated. */
function notAnArray(input: Json): StatesError {
  const cause = `Map state input must be an array but was: ${JSON.stringify(input)}`;
  return new StatesError('States.QueryEvaluationError', cause, null);
}

type Limit = 'MaxConcurrency' | 'ToleratedFailureCount' | 'ToleratedFailurePercentage';

/** 0 means no limit. */
export function maxConcurrencyOf(transition: Transition, thread: Thread, state: State): number | Promise<number> {
  return limitOf(transition, thread, state, 'MaxConcurrency');
}

export function limitOf(transition: Transition, thread: Thread, state: State, name: Limit): number | Promise<number> {
  const { fields } = state;
  const path = fields[`${name}Path` as keyof Fields & `${Limit}Path`];
  const literal = fields[name];
  if (path !== undefined) {
    const value = readPath(path, effectiveInput(transition, thread, state), new StateScope(transition, thread));
    return limitAt(name, path, value);
  }
  if (state.jsonata && typeof literal === 'string')
    return evaluate(transition, thread, { field: name, template: literal, ...EVALUATED[name] }, {}) as Promise<number>;
  return typeof literal === 'number' ? literal : 0;
}

const EVALUATED = {
  MaxConcurrency: { type: 'integer', range: [0, Number.MAX_SAFE_INTEGER] },
  ToleratedFailureCount: { type: 'integer', range: [0, Number.MAX_SAFE_INTEGER] },
  ToleratedFailurePercentage: { type: 'number', range: [0, 100] },
} as const;

/**
 * A limit that a path points to.
 * @throws StatesError States.Runtime where it is no number or a negative one.
 */
export function limitAt(name: string, path: string, value: Json): number {
  const percentage = name === 'ToleratedFailurePercentage';
  // AWS converts a numeric string.
  const limit = typeof value === 'string' && value.trim() !== '' ? Number(value) : numberIn(value);
  if (typeof limit !== 'number' || !(percentage ? Number.isFinite(limit) : Number.isInteger(limit)))
    throw new StatesError(
      'States.Runtime',
      `The ${name}Path field refers to value "${typeof value === 'string' ? value : JSON.stringify(value)}" which is not a valid ${percentage ? 'float' : 'integer'}: ${path}`,
    );
  if (percentage && (limit < 0 || limit > 100))
    throw new StatesError('States.Runtime', `${name} must be between 0 and 100.`);
  // The ItemReader itself refuses a negative MaxItems.
  if (limit < 0 && name !== 'MaxItems') throw new StatesError('States.Runtime', `${name} cannot be negative.`);
  return limit;
}
