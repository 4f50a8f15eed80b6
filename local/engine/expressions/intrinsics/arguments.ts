/** Reads the arguments of an intrinsic function as what it needs. */

import type { Json } from '../../types.ts';
import { isObject } from '../jsonpath/evaluate.ts';
import { IntrinsicError } from './intrinsic.ts';

export function text(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw new IntrinsicError(`must be a string, but was: ${JSON.stringify(value)}`);
}

export function list(value: Json | undefined): Json[] {
  if (Array.isArray(value)) return value;
  throw new IntrinsicError(`must be an array, but was: ${JSON.stringify(value)}`);
}

export function object(value: Json | undefined): { [key: string]: Json } {
  if (isObject(value)) return value;
  throw new IntrinsicError(`must be an object, but was: ${JSON.stringify(value)}`);
}

/** AWS rounds numbers with a fraction to the nearest integer. */
export function integer(value: Json | undefined): number {
  if (typeof value === 'number') return Math.round(value);
  throw new IntrinsicError(`must be an integer, but was: ${JSON.stringify(value)}`);
}

/** Most characters that the functions on texts take. */
const MOST_CHARACTERS = 10_000;

export function shortText(value: Json | undefined): string {
  const read = text(value);
  if (read.length > MOST_CHARACTERS) throw new IntrinsicError(`must have at most ${MOST_CHARACTERS} characters`);
  return read;
}
