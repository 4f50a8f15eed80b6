/** JSONPath: paths, reference paths, payload templates. */

import { CallSyntaxError, parseCall } from '../../expressions/intrinsics/parse.ts';
import { intrinsics } from '../../expressions/intrinsics/registry.ts';
import { parsePath } from '../../expressions/jsonpath/parse.ts';
import { type Path, PathSyntaxError } from '../../expressions/jsonpath/path.ts';
import type { Json } from '../../model/json.ts';
import type { Check } from './shape.ts';

/** InputPath and OutputPath: any path; null leaves everything out. */
export const jsonPath: Check = (value, location) => {
  if (value !== null && !isPath(value)) location.schema('Value must be a valid JSONPath.');
};

/** A path to one value in the input. */
export const referencePath: Check = (value, location) => {
  const problem = problemOfReference(value);
  if (problem !== undefined) location.schema(`Value is not a Reference Path${problem}`);
};

/** ItemsPath may look into the context object too. */
export const itemsPath: Check = (value, location) => {
  if (!(typeof value === 'string' && value.startsWith('$$') && isPath(value))) referencePath(value, location);
};

/** ResultPath: where to write; null keeps the input. */
export const resultPath: Check = (value, location) => {
  if (value === null) return;
  referencePath(value, location);
  if (isPath(value) && parsePath(value).root.kind === 'variable') location.schema('Value is not a Reference Path');
};

/** ErrorPath and CausePath: a reference path or an intrinsic function. */
export const pathOrCall: Check = (value, location) => {
  if (typeof value !== 'string' || !isCall(value)) referencePath(value, location);
};

function problemOfReference(value: Json): string | undefined {
  if (typeof value !== 'string' || !value.startsWith('$')) return ": Reference path didn't start with '$'";
  const path = parsed(value);
  return path?.definite && path.root.kind !== 'context' && path.call === undefined ? undefined : '';
}

export function isPath(value: Json): value is string {
  return typeof value === 'string' && parsed(value) !== undefined;
}

function parsed(text: string): Path | undefined {
  try {
    return parsePath(text);
  } catch (error) {
    if (error instanceof PathSyntaxError) return undefined;
    throw error;
  }
}

export function isCall(text: string): boolean {
  try {
    return intrinsics.has(parseCall(text).name);
  } catch (error) {
    if (error instanceof CallSyntaxError || error instanceof PathSyntaxError) return false;
    throw error;
  }
}
