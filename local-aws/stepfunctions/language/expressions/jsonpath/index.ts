/** JSONPath as the States Language uses it: paths that read, and reference paths that say where to write. */

import { isObject, type Json } from '../../model/json.ts';
import type { Scope } from '../common/scope.ts';
import { StatesError } from '../common/states-error.ts';
import { evaluatePath } from './evaluate.ts';
import { parsePath } from './parse.ts';
import { type Path, PathNotFound, PathSyntaxError, type Step } from './path.ts';

/**
 * What a path finds in the input, in the context object (`$$`) or in a variable (`$name`).
 * @throws StatesError States.Runtime, in AWS's words.
 */
export function readPath(path: string, input: Json, scope: Scope): Json {
  try {
    return findPath(path, input, scope);
  } catch (error) {
    if (error instanceof PathNotFound || error instanceof PathSyntaxError)
      throw new StatesError('States.Runtime', `Invalid path '${path}' : ${error.message}`);
    throw error;
  }
}

/** As readPath, but throws PathNotFound or PathSyntaxError. */
export function findPath(path: string, input: Json, scope: Scope): Json {
  const parsed = parsePath(path);
  return evaluatePath(parsed, rootOf(parsed, input, scope));
}

function rootOf({ root }: Path, input: Json, { context, variables }: Scope): Json {
  if (root.kind === 'input') return input;
  if (root.kind === 'context') return context;
  const value = Object.hasOwn(variables, root.name) ? variables[root.name] : undefined;
  if (value === undefined) throw new PathNotFound(`No results for path: $['${root.name}']`);
  return value;
}

/**
 * The input with the value at a reference path; objects on the way are made where they are missing. The input itself
 * stays as it is.
 * @throws StatesError States.ResultPathMatchFailure where the input has something else on the way.
 */
export function writeReference(path: string, input: Json, value: Json): Json {
  return write(path, parsePath(path).steps, input, value, input);
}

function write(path: string, steps: readonly Step[], target: Json | undefined, value: Json, whole: Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (step.kind === 'names' && (target === undefined || isObject(target))) {
    const [name = ''] = step.names;
    const inner = target && Object.hasOwn(target, name) ? target[name] : undefined;
    return { ...target, [name]: write(path, rest, inner, value, whole) };
  }
  if (step.kind === 'indexes' && Array.isArray(target)) {
    const [index = 0] = step.indexes;
    if (index in target) return target.with(index, write(path, rest, target[index], value, whole));
  }
  throw new StatesError(
    'States.ResultPathMatchFailure',
    `Unable to apply ReferencePath ${path} to input ${JSON.stringify(whole)}`,
  );
}
