/** Payload templates of JSONPath states: fields whose names end in `.$` are paths or intrinsic functions. */

import { isContainer, type Json, type JsonObject } from '../model/json.ts';
import type { Scope } from './common/scope.ts';
import { runIntrinsic } from './intrinsics/index.ts';
import { readField } from './jsonpath/field.ts';

type Resolve = (input: Json, scope: Scope) => Json;

const known = new WeakMap<object, Resolve | 'constant'>();

/**
 * A template (Parameters, ResultSelector, ItemSelector, Assign, ...) with its paths read and its functions called.
 * What has nothing to resolve in it comes back as it is.
 * @throws StatesError States.Runtime for a path that is not there or a function whose arguments do not fit.
 */
export function resolveTemplate(template: Json, input: Json, scope: Scope): Json {
  const resolve = compile(template);
  return resolve === 'constant' ? template : resolve(input, scope);
}

function compile(template: Json): Resolve | 'constant' {
  if (!isContainer(template)) return 'constant';
  let resolve = known.get(template);
  if (!resolve) {
    resolve = Array.isArray(template) ? compileItems(template) : compileFields(template);
    known.set(template, resolve);
  }
  return resolve;
}

function compileItems(items: Json[]): Resolve | 'constant' {
  if (items.every((item) => compile(item) === 'constant')) return 'constant';
  return (input, scope) => items.map((item) => resolveTemplate(item, input, scope));
}

function compileFields(fields: JsonObject): Resolve | 'constant' {
  const resolvers = Object.entries(fields).map(([name, value]) => compileField(name, value));
  if (resolvers.every(({ resolve }) => resolve === 'constant')) return 'constant';
  return (input, scope) =>
    Object.fromEntries(
      resolvers.map(({ name, value, resolve }) => [name, resolve === 'constant' ? value : resolve(input, scope)]),
    );
}

function compileField(name: string, value: Json): { name: string; value: Json; resolve: Resolve | 'constant' } {
  if (!name.endsWith('.$') || typeof value !== 'string') return { name, value, resolve: compile(value) };
  const resolve: Resolve = value.startsWith('$')
    ? (input, scope) => readField(name, value, input, scope)
    : (input, scope) => runIntrinsic(value, name, input, scope);
  return { name: name.slice(0, -'.$'.length), value, resolve };
}
