/** The comparison operators of a filter, as Jayway has them. */

import { isDeepStrictEqual } from 'node:util';
import { ExactNumber } from '../../model/exact-number.ts';

type Comparison = (left: unknown, right: unknown) => boolean;

/** Numbers are compared as doubles. */
const plain = (value: unknown): unknown => (value instanceof ExactNumber ? value.valueOf() : value);

/** Jayway compares a number with a string that reads as one. */
const same: Comparison = (first, second) => {
  const [left, right] = [plain(first), plain(second)];
  if (typeof left === 'number' && typeof right === 'string') return left === Number(right);
  if (typeof left === 'string' && typeof right === 'number') return left === String(right);
  return isDeepStrictEqual(left, right);
};

const ordered =
  (inOrder: (order: number) => boolean): Comparison =>
  (first, second) => {
    const [left, right] = [plain(first), plain(second)];
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

export function compare(operator: string, left: unknown, right: unknown): boolean {
  return COMPARISONS[operator]?.(left, right) ?? false;
}
