/** Choice's comparisons, by the operator's name without `Path`. Values of another type than the operator's never match. */

import { type Json, numberIn } from '../../model/json.ts';
import { timeOf } from '../common/timestamp.ts';
import { matchesPattern } from './wildcards.ts';

export type Comparison = (value: Json, operand: Json) => boolean;

type Order = (order: number) => boolean;

const ORDERS: Readonly<Record<string, Order>> = {
  Equals: (order) => order === 0,
  LessThan: (order) => order < 0,
  GreaterThan: (order) => order > 0,
  LessThanEquals: (order) => order <= 0,
  GreaterThanEquals: (order) => order >= 0,
};

/** Compares two values of a type; undefined where either is of another type. */
const TYPES: Readonly<Record<string, (value: Json, operand: Json) => number | undefined>> = {
  String: (value, operand) =>
    typeof value === 'string' && typeof operand === 'string' ? compareTexts(value, operand) : undefined,
  Numeric: compareNumbers,
  Timestamp: (value, operand) => {
    const [left, right] = [timeOf(value), timeOf(operand)];
    return left === undefined || right === undefined ? undefined : left - right;
  },
};

/** Two integers are compared exactly. */
function compareNumbers(value: Json, operand: Json): number | undefined {
  const [left, right] = [numberIn(value), numberIn(operand)];
  if (left === undefined || right === undefined) return undefined;
  const exact = [value, operand].every((one) => /^-?\d+$/.test(String(one)));
  return exact ? Number(BigInt(String(value)) - BigInt(String(operand))) : left - right;
}

/** By UTF-16 code units, as Java compares. */
function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

export const comparisons: Readonly<Record<string, Comparison>> = {
  ...Object.fromEntries(
    Object.entries(TYPES).flatMap(([type, relate]) =>
      Object.entries(ORDERS).map(([name, inOrder]) => [`${type}${name}`, comparing(relate, inOrder)]),
    ),
  ),
  BooleanEquals: (value, operand) => typeof value === 'boolean' && value === operand,
  StringMatches: (value, operand) =>
    typeof value === 'string' && typeof operand === 'string' && matchesPattern(value, operand),
};

function comparing(relate: (value: Json, operand: Json) => number | undefined, inOrder: Order): Comparison {
  return (value, operand) => {
    const order = relate(value, operand);
    return order !== undefined && inOrder(order);
  };
}
