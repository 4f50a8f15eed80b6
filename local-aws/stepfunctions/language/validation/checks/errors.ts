import { isObject, type Json } from '../../model/json.ts';
import type { Location } from './location.ts';
import { resultPath } from './paths.ts';
import { type Check, checkShape, type Shape } from './shape.ts';
import { template } from './templates.ts';
import { decimal, integer, listOf, oneOf, text } from './values.ts';
import { assign } from './variables.ts';

const RETRIER: Shape = {
  required: ['ErrorEquals'],
  fields: {
    Comment: text,
    ErrorEquals: listOf(text),
    IntervalSeconds: integer(1, 99_999_999),
    MaxAttempts: integer(0, 99_999_999),
    BackoffRate: decimal(1),
    MaxDelaySeconds: integer(1, 31_622_400),
    JitterStrategy: oneOf('NONE', 'FULL'),
  },
};

const CATCHER: Shape = {
  required: ['ErrorEquals', 'Next'],
  fields: {
    Comment: text,
    ErrorEquals: listOf(text),
    Next: text,
    ResultPath: resultPath,
    Assign: assign,
    Output: template,
  },
};

export const retry: Check = (value, location) => {
  checkEach(value, RETRIER, location);
};

export const catchers: Check = (value, location) => {
  checkEach(value, CATCHER, location.withStatesField('errorOutput'));
};

function checkEach(value: Json, shape: Shape, location: Location): void {
  listOf((entry, at) => void checkShape(entry, shape, at), { mayBeEmpty: true })(value, location);
  if (Array.isArray(value))
    for (const [index, entry] of value.entries())
      checkWildcard(entry, index === value.length - 1, location.item(index).in('ErrorEquals'));
}

function checkWildcard(entry: Json, last: boolean, location: Location): void {
  const names = isObject(entry) && Array.isArray(entry.ErrorEquals) ? entry.ErrorEquals : [];
  for (const [index, name] of names.entries())
    if (name === 'States.ALL' && !(last && names.length === 1))
      location.item(index).schema('States.ALL must appear alone and at end of list');
}
