/** Paths in templates: AWS's cause has the field and the input. */

import type { Json } from '../../model/json.ts';
import type { Scope } from '../common/scope.ts';
import { StatesError } from '../common/states-error.ts';
import { findPath } from './index.ts';
import { PathNotFound } from './path.ts';

/** Reads a path of a template, or of an argument of a function in it. */
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
