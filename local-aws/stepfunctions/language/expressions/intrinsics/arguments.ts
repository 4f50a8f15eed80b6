/** Reads the arguments of an intrinsic function as what it needs. */

import { isObject, type Json, type JsonObject, numberIn } from '../../model/json.ts';
import { InvalidArguments } from './intrinsic.ts';

export function text(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw new InvalidArguments();
}

export function list(value: Json | undefined): Json[] {
  if (Array.isArray(value)) return value;
  throw new InvalidArguments();
}

export function object(value: Json | undefined): JsonObject {
  if (isObject(value)) return value;
  throw new InvalidArguments();
}

export function number(value: Json | undefined): number {
  const read = numberIn(value);
  if (read !== undefined) return read;
  throw new InvalidArguments();
}

/** AWS cuts off a fraction, whatever its guide says of rounding; only States.MathAdd rounds. */
export function integer(value: Json | undefined): number {
  return Math.trunc(number(value));
}

/** Most characters that the functions on texts take. */
const MAX_CHARACTERS = 10_000;

export function shortText(value: Json | undefined): string {
  const read = text(value);
  if (read.length > MAX_CHARACTERS) throw new InvalidArguments();
  return read;
}
