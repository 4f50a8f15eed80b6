import { describe, expect, it } from 'vitest';
import { matchRule } from '../../../../stepfunctions/language/expressions/choice/rule.ts';
import type { Json } from '../../../../stepfunctions/language/model/json.ts';
import { scope } from './scope.ts';

const input: Json = {
  s: 'beta',
  other: 'beta',
  n: 5,
  six: 6,
  yes: true,
  no: false,
  nothing: null,
  empty: '',
  zero: 0,
  time: '2026-01-01T12:00:00Z',
  later: '2026-01-01T12:00:00.001Z',
  elsewhere: '2026-01-01T13:00:00+01:00',
  file: 'log-2026*.txt',
};

const matches = (rule: Json) => matchRule(rule, input, scope);
const variable = (name: string, operator: string, operand: Json) => ({ Variable: `$.${name}`, [operator]: operand });

describe('compares', () => {
  it.each<[name: string, operator: string, operand: Json, holds: boolean]>([
    ['s', 'StringEquals', 'beta', true],
    ['s', 'StringEquals', 'Beta', false],
    ['n', 'StringEquals', '5', false],
    ['empty', 'StringEquals', '', true],
    ['s', 'StringLessThan', 'gamma', true],
    ['s', 'StringGreaterThan', 'alpha', true],
    ['s', 'StringLessThanEquals', 'beta', true],
    ['s', 'StringGreaterThanEquals', 'gamma', false],
    ['s', 'StringEqualsPath', '$.other', true],
    ['n', 'NumericEquals', 5, true],
    ['zero', 'NumericEquals', 0, true],
    ['s', 'NumericEquals', 5, false],
    ['n', 'NumericLessThan', 5, false],
    ['n', 'NumericLessThanEquals', 5, true],
    ['n', 'NumericGreaterThanPath', '$.six', false],
    ['six', 'NumericGreaterThanEqualsPath', '$.n', true],
    ['yes', 'BooleanEquals', true, true],
    ['no', 'BooleanEquals', false, true],
    ['zero', 'BooleanEquals', false, false],
    ['no', 'BooleanEqualsPath', '$.yes', false],
    ['time', 'TimestampEquals', '2026-01-01T12:00:00Z', true],
    ['time', 'TimestampEqualsPath', '$.elsewhere', true],
    ['time', 'TimestampLessThanPath', '$.later', true],
    ['s', 'TimestampLessThan', '2026-01-01T12:00:00Z', false],
    ['file', 'StringMatches', 'log-*.txt', true],
    ['file', 'StringMatches', 'log-*', true],
    ['file', 'StringMatches', '*2026\\*.txt', true],
    ['file', 'StringMatches', 'log-\\*.txt', false],
    ['file', 'StringMatches', 'log', false],
    ['file', 'StringMatches', '*log*2026*.txt*', true],
    ['file', 'StringMatches', 'log-2026*.txtlog-2026*.txt', false],
  ])('%s %s %j: %j', (name, operator, operand, holds) => {
    expect(matches(variable(name, operator, operand))).toBe(holds);
  });
});

describe('asks of what kind a value is', () => {
  it.each<[operator: string, which: string[]]>([
    ['IsNull', ['nothing']],
    ['IsString', ['s', 'empty', 'time', 'elsewhere']],
    ['IsNumeric', ['n', 'zero']],
    ['IsBoolean', ['yes', 'no']],
    ['IsTimestamp', ['time', 'elsewhere']],
    ['IsPresent', ['s', 'empty', 'n', 'zero', 'yes', 'no', 'nothing', 'time', 'elsewhere']],
  ])('%s', (operator, which) => {
    const names = ['s', 'empty', 'n', 'zero', 'yes', 'no', 'nothing', 'time', 'elsewhere', 'absent'];
    expect(names.filter((name) => matches(variable(name, operator, true)))).toEqual(which);
    expect(names.filter((name) => matches(variable(name, operator, false)))).toEqual(
      names.filter((name) => !which.includes(name)),
    );
  });
});

it.each<[rule: Json, holds: boolean]>([
  [{ And: [variable('n', 'NumericEquals', 5), variable('s', 'IsString', true)] }, true],
  [{ And: [variable('n', 'NumericEquals', 5), variable('s', 'IsString', false)] }, false],
  [{ Or: [variable('n', 'NumericEquals', 6), variable('s', 'IsString', true)] }, true],
  [{ Not: variable('n', 'NumericEquals', 6) }, true],
  [{ And: [variable('absent', 'IsPresent', true), variable('absent', 'NumericEquals', 1)] }, false],
  [{ Variable: '$target.id', StringEquals: 'a' }, true],
  [{ Variable: '$$.State.Name', StringEquals: 'Look' }, true],
])('%j: %j', (rule, holds) => {
  expect(matches(rule)).toBe(holds);
});

it.each([
  [variable('absent', 'StringEquals', 'x'), '$.absent'],
  [variable('s', 'StringEqualsPath', '$.absent'), '$.absent'],
])('%j asks for a value that is not there', (rule, path) => {
  expect(() => matches(rule)).toThrow(
    expect.objectContaining({
      error: 'States.Runtime',
      cause: `Invalid path '${path}': The choice state's condition path references an invalid value.`,
    }),
  );
});

it.each([
  ['2026-02-28T23:59:59Z', true],
  ['2024-02-29T00:00:00.123456789+18:00', true],
  ['2026-02-30T00:00:00Z', false],
  ['2026-04-31T00:00:00Z', false],
  ['2026-13-01T00:00:00Z', false],
  ['2026-01-01T24:00:00Z', false],
  ['2026-01-01T23:59:60Z', false],
  ['2026-01-01T00:00:00+18:01', false],
  ['2026-01-01t00:00:00z', false],
  ['2026-01-01T00:00:00', false],
])('%s is a timestamp: %j', (text, is) => {
  expect(matchRule({ Variable: '$', IsTimestamp: true }, text, scope)).toBe(is);
});
