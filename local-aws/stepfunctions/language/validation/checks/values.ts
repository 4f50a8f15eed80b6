import { timeOf } from '../../expressions/common/timestamp.ts';
import type { Json } from '../../model/json.ts';
import { checkExpression, isExpression } from './jsonata.ts';
import type { Location } from './location.ts';
import type { Check } from './shape.ts';

export const anything: Check = () => undefined;

export const text: Check = (value, location) => {
  if (typeof value !== 'string') location.schema('Expected value of type [STRING]');
};

export const flag: Check = (value, location) => {
  if (typeof value !== 'boolean') location.schema('Expected value of type [BOOLEAN]');
};

export const timestamp: Check = (value, location) => {
  if (typeof value !== 'string') location.schema('Expected value of type [STRING]');
  else if (timeOf(value) === undefined) location.schema('String does not match RFC3339 timestamp');
};

export function integer(least: number, most = Number.POSITIVE_INFINITY): Check {
  return (value, location) => {
    if (!Number.isInteger(value)) location.schema('Expected value of type [INTEGER]');
    else within(value, [least, most], location, String);
  };
}

export function decimal(least: number, most = Number.POSITIVE_INFINITY): Check {
  return (value, location) => {
    if (typeof value !== 'number') location.schema('Expected value of type [FLOAT]');
    else within(value, [least, most], location, (limit) => (Number.isInteger(limit) ? `${limit}.0` : String(limit)));
  };
}

function within(
  value: Json,
  [least, most]: [number, number],
  location: Location,
  statesField: (limit: number) => string,
): void {
  if ((value as number) < least) location.schema(`Minimum value is ${statesField(least)}`);
  if ((value as number) > most) location.schema(`Maximum value is ${statesField(most)}`);
}

export function oneOf(...values: readonly string[]): Check {
  return (value, location) => {
    if (typeof value !== 'string') location.schema('Expected value of type [STRING]');
    else if (!values.includes(value)) location.schema(`Value should be one of the following: [${values.join(', ')}]`);
  };
}

/** Every item of an array that has at least one. */
export function listOf(check: Check, { mayBeEmpty = false } = {}): Check {
  return (value, location) => {
    if (!Array.isArray(value)) location.schema('Expected value of type [ARRAY]');
    else if (value.length === 0 && !mayBeEmpty) location.schema('Value cannot be empty');
    else for (const [index, item] of value.entries()) check(item, location.item(index));
  };
}

/** A value, or in a JSONata state an expression that gives it. */
export function orExpression(check: Check): Check {
  return (value, location) => {
    if (location.language === 'JSONata' && isExpression(value)) checkExpression(value, location);
    else check(value, location);
  };
}
