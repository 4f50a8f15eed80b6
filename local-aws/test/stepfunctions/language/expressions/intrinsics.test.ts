import { describe, expect, it } from 'vitest';
import { runIntrinsic } from '../../../../stepfunctions/language/expressions/intrinsics/index.ts';
import { intrinsics } from '../../../../stepfunctions/language/expressions/intrinsics/registry.ts';
import type { Json } from '../../../../stepfunctions/language/model/json.ts';
import { scope } from './scope.ts';

const input: Json = {
  text: 'a,b',
  n: 1.5,
  list: [1, 2, 3, 4, 5],
  object: { a: 1, b: [] },
  more: { b: 2 },
  nothing: null,
  long: 'x'.repeat(10_001),
};

const call = (text: string) => runIntrinsic(text, 'value.$', input, scope);

describe('answers', () => {
  it.each<[call: string, result: Json]>([
    ["States.Format('{} and {}', $.text, 2)", 'a,b and 2'],
    ["States.Format('{}|{}|{}|{}', null, true, 1.5, 0.0001)", 'null|true|1.5|1.0E-4'],
    ["States.Format('{}', $.object)", '{a=1, b=[]}'],
    ["States.Format('{}', $.list)", '[1, 2, 3, 4, 5]'],
    ["States.Format('it\\'s \\{\\} \\\\ {}', 1)", "it's {} \\ 1"],
    ["States.Format('no place')", 'no place'],
    ['States.StringToJson(\'{"a": [1]}\')', { a: [1] }],
    ["States.StringToJson('')", null],
    ['States.JsonToString($.object)', '{"a":1,"b":[]}'],
    ["States.JsonToString('x')", '"x"'],
    ["States.Array(1, 'a', $.nothing, true)", [1, 'a', null, true]],
    ['States.Array()', []],
    ['States.ArrayPartition($.list, 2)', [[1, 2], [3, 4], [5]]],
    ['States.ArrayPartition($.list, 2.9)', [[1, 2], [3, 4], [5]]],
    ['States.ArrayContains($.list, 3)', true],
    ["States.ArrayContains($.list, '3')", false],
    ['States.ArrayContains(States.Array($.object), $.object)', true],
    ['States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9]],
    ['States.ArrayRange(5, 1, -2)', [5, 3, 1]],
    ['States.ArrayRange(5, 1, 1)', []],
    ['States.ArrayRange(1.6, 1.4, 1)', [1]],
    ['States.ArrayGetItem($.list, 1.9)', 2],
    ['States.ArrayGetItem(States.Array(), 9)', null],
    ['States.ArrayLength($.list)', 5],
    ['States.ArrayUnique(States.Array(2, 1, 2))', [1, 2]],
    ['States.ArrayUnique(States.Array(true, false, true))', [false, true]],
    ['States.ArrayUnique(States.Array(null, 1, null))', [null, 1]],
    [
      'States.ArrayUnique(States.Array(States.Array(1, 2), States.Array(2, 1)))',
      [
        [2, 1],
        [1, 2],
      ],
    ],
    ["States.Base64Encode('Data to encode')", 'RGF0YSB0byBlbmNvZGU='],
    ["States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", 'Data to encode'],
    ["States.Base64Decode('abc')", Buffer.from('abc', 'base64').toString('utf8')],
    ["States.Hash('hello', 'MD5')", '5d41402abc4b2a76b9719d911017c592'],
    ["States.Hash('hello', 'SHA-1')", 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d'],
    ["States.Hash('hello', 'SHA-256')", '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'],
    ['States.JsonMerge($.object, $.more, false)', { a: 1, b: 2 }],
    ['States.MathAdd(1.49, $.n)', 3],
    ['States.MathAdd(-1.49, -1.5)', -2],
    ['States.MathRandom(0, 100)', 25],
    ["States.StringSplit(',a,,b,', ',')", ['a', 'b']],
    ["States.StringSplit('1+2,3.4', '.+,')", ['1', '2', '3', '4']],
    ["States.StringSplit('abc', '')", ['abc']],
    ["States.ArrayGetItem(States.StringSplit($.text, ','), States.MathAdd(0, 1))", 'b'],
    ['States.UUID()', '40404040-4040-4040-8040-404040404040'],
  ])('%s', (text, result) => {
    expect(call(text)).toEqual(result);
  });

  it('the same random number for the same seed', () => {
    expect(call('States.MathRandom(0, 1000, 42)')).toBe(call('States.MathRandom(0, 1000, 42)'));
    expect(call('States.MathRandom(0, 1000, 42)')).not.toBe(call('States.MathRandom(0, 1000, 123456789)'));
  });
});

describe('refuses arguments that do not fit', () => {
  it.each([
    ["States.StringToJson('{bad}')"],
    ['States.StringToJson(1)'],
    ['States.JsonToString()'],
    ['States.ArrayPartition($.list, 0)'],
    ["States.ArrayPartition('x', 1)"],
    ['States.ArrayRange(1, 1001, 1)'],
    ['States.ArrayRange(1, 2, 0)'],
    ['States.ArrayGetItem($.list, 5)'],
    ['States.ArrayGetItem($.list, -1)'],
    ['States.ArrayLength($.object)'],
    ['States.Base64Encode($.long)'],
    ["States.Hash('x', 'md5')"],
    ['States.JsonMerge($.object, $.list, false)'],
    ['States.JsonMerge($.object, $.more, true)'],
    ["States.MathAdd('1', 1)"],
    ['States.MathAdd(2147483647, 1)'],
    ['States.MathRandom(1, 1)'],
    ['States.StringSplit($.nothing, $.text)'],
    ["States.Format('{')"],
  ])('%s', (text) => {
    const name = text.slice(0, text.indexOf('('));
    expect(() => call(text)).toThrow(
      expect.objectContaining({ error: 'States.Runtime', cause: `Invalid arguments in ${name}` }),
    );
  });

  it('a States.Format with other arguments than places', () => {
    expect(() => call("States.Format('{}', 1, 2)")).toThrow(
      expect.objectContaining({
        cause: 'Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.',
      }),
    );
  });
});

it('calls nest as deep as AWS lets them, and no deeper', () => {
  const nest = (depth: number) => `${'States.Array('.repeat(depth)}1${')'.repeat(depth)}`;
  expect(JSON.stringify(call(nest(11)))).toBe(`${'['.repeat(11)}1${']'.repeat(11)}`);
  expect(() => call(nest(12))).toThrow(/Unexpected/);
});

it('every function that the guide lists is there', () => {
  expect([...intrinsics.keys()].map((name) => name.replace('States.', '')).sort()).toEqual([
    'Array',
    'ArrayContains',
    'ArrayGetItem',
    'ArrayLength',
    'ArrayPartition',
    'ArrayRange',
    'ArrayUnique',
    'Base64Decode',
    'Base64Encode',
    'Format',
    'Hash',
    'JsonMerge',
    'JsonToString',
    'MathAdd',
    'MathRandom',
    'StringSplit',
    'StringToJson',
    'UUID',
  ]);
});
