/** Paths in templates: AWS tells what they miss with the field they stand in. */

import type { Json } from '../../model/json.ts';
import type { Scope } from '../common/scope.ts';
import { StatesError } from '../common/states-error.ts';
import { findPath } from './index.ts';
import { PathNotFound } from './path.ts';

/** A path in a template, or among the arguments of a function in it, is told with its field and its input. */
export function readField(field: string, path: string, input: Json, scope: Scope): Json {
  try {
    return findPath(path, input, scope);
  } catch (error) {
    if (!(error instanceof PathNotFound)) throw error;
    const source = path.startsWith('$$') ? scope.context : input;
    throw new StatesError(
      'States.Runtime',
      `The JSONPath '${path}' specified for the field '${field}' could not be found in the input '${JSON.stringify(source)}'`,
    );
  }
}
