/** Checks of plain values. */

import { timeOf } from '../../expressions/common/timestamp.ts';
import type { Json } from '../../model/json.ts';
import { checkExpression, isExpression } from './jsonata.ts';
import type { Place } from './location.ts';
import type { Check } from './shape.ts';

export const anything: Check = () => undefined;

export const text: Check = (value, place) => {
  if (typeof value !== 'string') place.schema('Expected value of type [STRING]');
};

export const flag: Check = (value, place) => {
  if (typeof value !== 'boolean') place.schema('Expected value of type [BOOLEAN]');
};

export const timestamp: Check = (value, place) => {
  if (typeof value !== 'string') place.schema('Expected value of type [STRING]');
  else if (timeOf(value) === undefined) place.schema('String does not match RFC3339 timestamp');
};

export function integer(least: number, most = Number.POSITIVE_INFINITY): Check {
  return (value, place) => {
    if (!Number.isInteger(value)) place.schema('Expected value of type [INTEGER]');
    else within(value, [least, most], place, String);
  };
}

export function decimal(least: number, most = Number.POSITIVE_INFINITY): Check {
  return (value, place) => {
    if (typeof value !== 'number') place.schema('Expected value of type [FLOAT]');
    else within(value, [least, most], place, (limit) => (Number.isInteger(limit) ? `${limit}.0` : String(limit)));
  };
}

function within(value: Json, [least, most]: [number, number], place: Place, shown: (limit: number) => string): void {
  if ((value as number) < least) place.schema(`Minimum value is ${shown(least)}`);
  if ((value as number) > most) place.schema(`Maximum value is ${shown(most)}`);
}

export function oneOf(...values: readonly string[]): Check {
  return (value, place) => {
    if (typeof value !== 'string') place.schema('Expected value of type [STRING]');
    else if (!values.includes(value)) place.schema(`Value should be one of the following: [${values.join(', ')}]`);
  };
}

/** Every item of an array that has at least one. */
export function listOf(check: Check, { mayBeEmpty = false } = {}): Check {
  return (value, place) => {
    if (!Array.isArray(value)) place.schema('Expected value of type [ARRAY]');
    else if (value.length === 0 && !mayBeEmpty) place.schema('Value cannot be empty');
    else for (const [index, item] of value.entries()) check(item, place.item(index));
  };
}

/** A value, or in a JSONata state an expression that gives it. */
export function orExpression(check: Check): Check {
  return (value, place) => {
    if (place.language === 'JSONata' && isExpression(value)) checkExpression(value, place);
    else check(value, place);
  };
}
