import { comparisons } from '../../expressions/choice/comparisons.ts';
import { typeTests } from '../../expressions/choice/type-tests.ts';
import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import { checkExpression } from '../checks/jsonata.ts';
import type { Location } from '../checks/location.ts';
import { itemsPath } from '../checks/paths.ts';
import { type Check, checkShape, type Shape } from '../checks/shape.ts';
import { template } from '../checks/templates.ts';
import { decimal, flag, listOf, text, timestamp } from '../checks/values.ts';
import { assign } from '../checks/variables.ts';
import { COMMON, INPUT_OUTPUT } from './common.ts';

/** What each kind of operator compares with, by the beginning of its name. */
const OPERANDS: readonly (readonly [beginning: string, check: Check])[] = [
  ['String', text],
  ['Numeric', decimal(Number.NEGATIVE_INFINITY)],
  ['Boolean', flag],
  ['Timestamp', timestamp],
  ['Is', flag],
];

const OPERATORS: Readonly<Record<string, Check>> = {
  ...Object.fromEntries(Object.keys(typeTests).map((operator) => [operator, flag])),
  ...Object.fromEntries(Object.keys(comparisons).map((operator) => [operator, operandOf(operator)])),
  ...Object.fromEntries(
    Object.keys(comparisons)
      .filter((operator) => operator !== 'StringMatches')
      .map((operator) => [`${operator}Path`, itemsPath]),
  ),
};

function operandOf(operator: string): Check {
  return OPERANDS.find(([beginning]) => operator.startsWith(beginning))?.[1] ?? text;
}

const RULE_KINDS = ['And', 'Or', 'Not', 'Variable', 'Condition'];

const inner: Check = (value, location) => {
  checkRule(value, INNER, location);
};

const condition: Check = (value, location) => {
  if (typeof value === 'string') checkExpression(value, location);
  else flag(value, location);
};

const INNER: Shape = {
  fields: { Comment: text, Variable: itemsPath, And: listOf(inner), Or: listOf(inner), Not: inner, ...OPERATORS },
};

/** Only a top-level rule has a Next. */
const RULE: Shape = {
  required: ['Next'],
  fields: { ...INNER.fields, Condition: condition, Next: text, Assign: assign, Output: template },
};

function checkRule(value: Json, shape: Shape, location: Location): void {
  checkShape(value, shape, location);
  if (!isObject(value)) return;
  if (RULE_KINDS.filter((field) => Object.hasOwn(value, field)).length !== 1)
    location.schema(`The object must have only one of the following fields, [${RULE_KINDS.join(', ')}]`);
  else if (Object.hasOwn(value, 'Variable') && operatorsIn(value).length !== 1)
    location.schema(`There should only be one of the following fields: [${Object.keys(OPERATORS).join(', ')}]`);
}

function operatorsIn(rule: JsonObject): string[] {
  return Object.keys(rule).filter((field) => Object.hasOwn(OPERATORS, field));
}

export const choice: Shape = {
  required: ['Choices'],
  fields: {
    ...COMMON,
    ...INPUT_OUTPUT,
    Assign: assign,
    Choices: listOf((rule, location) => checkRule(rule, RULE, location)),
    Default: text,
  },
};
