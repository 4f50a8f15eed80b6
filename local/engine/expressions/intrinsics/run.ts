/** Calls intrinsic functions, the inner ones first. */

import type { Json } from '../../types.ts';
import { StatesError } from '../error.ts';
import { readField } from '../field.ts';
import type { Scope } from '../scope.ts';
import { IntrinsicError } from './intrinsic.ts';
import { type Argument, type Call, parseCall } from './parse.ts';
import { intrinsics } from './registry.ts';

/**
 * @param field the template's field, for the causes: `name.$`.
 * @throws StatesError States.IntrinsicFailure, or States.Runtime for a path among the arguments that is not there.
 */
export function runIntrinsic(text: string, field: string, input: Json, scope: Scope): Json {
  return run(parseCall(text), field, input, scope);
}

function run(call: Call, field: string, input: Json, scope: Scope): Json {
  const intrinsic = intrinsics.get(call.name);
  if (!intrinsic) throw failure(`Unrecognized Intrinsic Function: ${call.name}`);
  const args = call.args.map((argument) => resolve(argument, field, input, scope));
  const [least, most] = intrinsic.takes;
  if (args.length < least || args.length > most)
    throw failure(`Invalid number of arguments for ${call.name}: ${args.length}`);
  try {
    return intrinsic.run(args, scope);
  } catch (error) {
    if (error instanceof IntrinsicError) throw failure(error.message);
    throw error;
  }
}

function resolve(argument: Argument, field: string, input: Json, scope: Scope): Json {
  if (argument.kind === 'value') return argument.value;
  if (argument.kind === 'path') return readField(field, argument.path, input, scope);
  return run(argument, field, input, scope);
}

function failure(cause: string): StatesError {
  return new StatesError('States.IntrinsicFailure', cause);
}
