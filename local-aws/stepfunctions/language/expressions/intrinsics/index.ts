/** Calls intrinsic functions, the inner ones first. */

import type { Json } from '../../model/json.ts';
import type { Scope } from '../common/scope.ts';
import { StatesError } from '../common/states-error.ts';
import { readField } from '../jsonpath/field.ts';
import { InvalidArguments } from './intrinsic.ts';
import { type Argument, type Call, parseCall } from './parse.ts';
import { intrinsics } from './registry.ts';

/**
 * @param field the template's field, for the causes: `name.$`.
 * @throws StatesError States.Runtime: what AWS's guide calls States.IntrinsicFailure, AWS itself reports by this name.
 */
export function runIntrinsic(text: string, field: string, input: Json, scope: Scope): Json {
  return run(parseCall(text), field, input, scope);
}

function run(call: Call, field: string, input: Json, scope: Scope): Json {
  const args = call.args.map((argument) => resolve(argument, field, input, scope));
  try {
    return apply(call.name, args, scope);
  } catch (error) {
    if (!(error instanceof InvalidArguments)) throw error;
    const detail = error.message === '' ? '' : `: ${error.message}`;
    throw new StatesError('States.Runtime', `Invalid arguments in ${call.name}${detail}`);
  }
}

function apply(name: string, args: readonly Json[], scope: Scope): Json {
  const intrinsic = intrinsics.get(name);
  if (!intrinsic) throw new StatesError('States.Runtime', `Unrecognized intrinsic function: ${name}`);
  const [least, most] = intrinsic.takes;
  if (args.length < least || args.length > most) throw new InvalidArguments();
  return intrinsic.run(args, scope);
}

function resolve(argument: Argument, field: string, input: Json, scope: Scope): Json {
  if (argument.kind === 'value') return argument.value;
  if (argument.kind === 'path') return readField(field, argument.path, input, scope);
  return run(argument, field, input, scope);
}
