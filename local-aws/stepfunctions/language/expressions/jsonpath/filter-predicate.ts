/** Whether an item passes a filter. */

import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../types.ts';
import { evaluatePath } from './evaluate.ts';
import { type FilterPath, type Operand, PathNotFound, type Test } from './path.ts';

export function holds(test: Test, item: Json, document: Json): boolean {
  switch (test.kind) {
    case 'or':
      return test.tests.some((one) => holds(one, item, document));
    case 'and':
      return test.tests.every((one) => holds(one, item, document));
    case 'not':
      return !holds(test.test, item, document);
    case 'exists':
      return exists(test.path, item, document);
    case 'compare':
      return compare(test.operator, operandOf(test.left, item, document), operandOf(test.right, item, document));
  }
}

/** A path that is not there has no value at all, not null. */
function find({ from, path }: FilterPath, item: Json, document: Json): Json | undefined {
  try {
    return evaluatePath(path, from === 'item' ? item : document);
  } catch (error) {
    if (error instanceof PathNotFound) return undefined;
    throw error;
  }
}

function exists(path: FilterPath, item: Json, document: Json): boolean {
  const found = find(path, item, document);
  if (found === undefined) return false;
  return path.path.definite || !Array.isArray(found) || found.length > 0;
}

function operandOf(operand: Operand, item: Json, document: Json): unknown {
  if (operand.kind === 'path') return find(operand.path, item, document);
  return operand.kind === 'regex' ? operand.regex : operand.value;
}

type Comparison = (left: unknown, right: unknown) => boolean;

/** Jayway compares a number with a text that reads as one. */
const same: Comparison = (left, right) => {
  if (typeof left === 'number' && typeof right === 'string') return left === Number(right);
  if (typeof left === 'string' && typeof right === 'number') return left === String(right);
  return isDeepStrictEqual(left, right);
};

const ordered =
  (inOrder: (order: number) => boolean): Comparison =>
  (left, right) => {
    if (typeof left === 'number' && typeof right === 'number') return inOrder(left - right);
    if (typeof left === 'string' && typeof right === 'string') return inOrder(left < right ? -1 : left > right ? 1 : 0);
    return false;
  };

const among = (items: unknown, item: unknown): boolean =>
  Array.isArray(items) && items.some((one) => isDeepStrictEqual(one, item));

const sizeOf = (value: unknown): number | undefined =>
  typeof value === 'string' || Array.isArray(value) ? value.length : undefined;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '==': same,
  '!=': (left, right) => !same(left, right),
  '===': isDeepStrictEqual,
  '!==': (left, right) => !isDeepStrictEqual(left, right),
  '<': ordered((order) => order < 0),
  '<=': ordered((order) => order <= 0),
  '>': ordered((order) => order > 0),
  '>=': ordered((order) => order >= 0),
  '=~': (left, right) => right instanceof RegExp && typeof left === 'string' && right.test(left),
  in: (left, right) => among(right, left),
  nin: (left, right) => !among(right, left),
  subsetof: (left, right) => Array.isArray(left) && left.every((one) => among(right, one)),
  anyof: (left, right) => Array.isArray(left) && left.some((one) => among(right, one)),
  noneof: (left, right) => Array.isArray(left) && !left.some((one) => among(right, one)),
  all: (left, right) => Array.isArray(right) && right.every((one) => among(left, one)),
  contains: (left, right) =>
    typeof left === 'string' ? typeof right === 'string' && left.includes(right) : among(left, right),
  size: (left, right) => sizeOf(left) === right,
  empty: (left, right) => sizeOf(left) !== undefined && (sizeOf(left) === 0) === right,
};

function compare(operator: string, left: unknown, right: unknown): boolean {
  return COMPARISONS[operator]?.(left, right) ?? false;
}
