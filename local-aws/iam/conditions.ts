/** The Condition element: every operator, and every key in it, must hold. */

import { matchesWildcard } from '../core/wildcard.ts';
import { fillIn, type RequestContext } from './context.ts';
import { type Conditions, list } from './policy.ts';

/**
 * The ARN operators of conditions compare part by part: there a `*` does not reach over a colon, but for the last
 * part's. (In the Resource element it does.)
 */
function arnLike(pattern: string, arn: string): boolean {
  const wanted = parts(pattern);
  const given = parts(arn);
  return wanted.length === given.length && wanted.every((part, index) => matchesWildcard(part, given[index] as string));
}

const PARTS = 6;

function parts(arn: string): string[] {
  const all = arn.split(':');
  return all.length <= PARTS ? all : [...all.slice(0, PARTS - 1), all.slice(PARTS - 1).join(':')];
}

type Test = (given: string, wanted: string) => boolean;

const numeric =
  (compare: (a: number, b: number) => boolean): Test =>
  (given, wanted) =>
    compare(Number(given), Number(wanted));

const date =
  (compare: (a: number, b: number) => boolean): Test =>
  (given, wanted) =>
    compare(time(given), time(wanted));

/** ISO 8601, or seconds since 1970. */
function time(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

const sameCase: Test = (given, wanted) => given.toLowerCase() === wanted.toLowerCase();

/** IAM's operators that ask whether something is so. */
const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: (given, wanted) => given === wanted,
  StringEqualsIgnoreCase: sameCase,
  StringLike: (given, wanted) => matchesWildcard(wanted, given),
  NumericEquals: numeric((a, b) => a === b),
  NumericLessThan: numeric((a, b) => a < b),
  NumericLessThanEquals: numeric((a, b) => a <= b),
  NumericGreaterThan: numeric((a, b) => a > b),
  NumericGreaterThanEquals: numeric((a, b) => a >= b),
  DateEquals: date((a, b) => a === b),
  DateLessThan: date((a, b) => a < b),
  DateLessThanEquals: date((a, b) => a <= b),
  DateGreaterThan: date((a, b) => a > b),
  DateGreaterThanEquals: date((a, b) => a >= b),
  Bool: sameCase,
  // AWS lets both take wildcards and treats them alike.
  ArnEquals: (given, wanted) => arnLike(wanted, given),
  ArnLike: (given, wanted) => arnLike(wanted, given),
};

/** And those that ask whether it is not. They hold where the request does not carry the key. */
const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

interface Operator {
  set?: 'ForAllValues' | 'ForAnyValue';
  ifExists: boolean;
  negated: boolean;
  test: Test | 'Null';
}

const known = new Map<string, Operator>();

function operatorOf(text: string): Operator {
  let operator = known.get(text);
  if (!operator) {
    operator = readOperator(text);
    known.set(text, operator);
  }
  return operator;
}

/** @throws Error for an operator IAM does not have, or that is not served here. */
export function checkConditions(conditions: Conditions | undefined): void {
  for (const operator of Object.keys(conditions ?? {})) operatorOf(operator);
}

function readOperator(text: string): Operator {
  const [, set, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(text) ?? [];
  const test = name === 'Null' ? 'Null' : TESTS[NEGATED[name] ?? name];
  if (!test) {
    const served = [...Object.keys(TESTS), ...Object.keys(NEGATED), 'Null'].sort().join(', ');
    throw new Error(`the condition operator '${text}' is not served here. Served: ${served}`);
  }
  return {
    ...(set === undefined ? {} : { set: set as 'ForAllValues' | 'ForAnyValue' }),
    ifExists: ifExists !== undefined,
    negated: name in NEGATED,
    test,
  };
}

export function conditionsHold(conditions: Conditions | undefined, context: RequestContext): boolean {
  return Object.entries(conditions ?? {}).every(([operator, keys]) => {
    const read = operatorOf(operator);
    return Object.entries(keys).every(([key, wanted]) =>
      holds(read, context.get(key.toLowerCase()), wantedTexts(list(wanted), context)),
    );
  });
}

function wantedTexts(wanted: readonly (string | number | boolean)[], context: RequestContext): string[] {
  return wanted.map((value) => fillIn(String(value), context)).filter((text) => text !== undefined);
}

function holds({ set, ifExists, negated, test }: Operator, given: readonly string[] | undefined, wanted: string[]) {
  if (test === 'Null') return wanted.some((text) => (text === 'true') === (given === undefined));
  if (given === undefined || given.length === 0) return ifExists || set === 'ForAllValues' || (negated && !set);
  const one = (value: string) => wanted.some((text) => test(value, text)) !== negated;
  // Without a set operator a negated test must hold of every value: none of them may be among those named.
  return set === 'ForAllValues' || (negated && !set) ? given.every(one) : given.some(one);
}
