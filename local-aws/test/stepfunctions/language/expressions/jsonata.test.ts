import { describe, expect, it } from 'vitest';
import { evaluateJsonata, type ResultType } from '../../../../stepfunctions/language/expressions/jsonata/index.ts';
import type { Json } from '../../../../stepfunctions/language/model/json.ts';
import { jsonataScope } from './scope.ts';

const input: Json = { a: { b: 3 }, items: [{ n: 1 }, { n: 2 }], one: [5], none: [], nothing: null, s: 'text' };

const evaluate = (template: Json) => evaluateJsonata(template, jsonataScope(input));

describe('evaluates', () => {
  it.each<[expression: string, result: Json]>([
    ['$states.input.a.b', 3],
    ['$states.input.a', { b: 3 }],
    ['$states.input.nothing', null],
    ['$states.input.items.n', [1, 2]],
    ['$states.input.items[n = 2]', { n: 2 }],
    ['$states.input.items[n = 2][]', [{ n: 2 }]],
    ['$states.input.one', [5]],
    ['$states.input.none', []],
    ['$states.context.State.Name', 'Look'],
    ['$target.id', 'a'],
    ['$list[0] + 1', 11],
    ['$merge([$states.input.a, {"c": 4}])', { b: 3, c: 4 }],
    ['[1..3]', [1, 2, 3]],
    ['{"list": $states.input.items.n}', { list: [1, 2] }],
    ['1/0', 'Infinity'],
    ["$length($pad('', 4194304, 'x'))", 4_194_304],
    ['1 & true & $states.input.nope & [1] & "x"', '1true[1]x'],
    ['[-1/0]', ['-Infinity']],
    ['$now()', '2026-01-01T00:00:00.000Z'],
    ["$now('[Y0001]-[M01]')", '2026-01'],
    ['$millis()', Date.UTC(2026, 0, 1)],
    ['$random()', 0.25],
    ['$random(42)', 0.7275636800328681],
    ['$random(0)', 0.730967787376657],
    ['$uuid()', '40404040-4040-4040-8040-404040404040'],
    ['$sort([10, 9, 1])', [1, 9, 10]],
    ['$sort(["b", "a"])', ['a', 'b']],
    [
      '$sort([{"n": 2, "at": 1}, {"n": 1}, {"n": 2, "at": 2}], function($x, $y) { $x.n > $y.n })',
      [{ n: 1 }, { n: 2, at: 1 }, { n: 2, at: 2 }],
    ],
    ['$count($sort([1..20000], function($x, $y) { $x < $y }))', 20_000],
    ['$partition([1,2,3], 2)', [[1, 2], [3]]],
    ['$partition([1,2,3])', [[1, 2, 3]]],
    ['$range(0, 10, 5)', [0, 5, 10]],
    ['$range(-1.7, 2, 1)', [-1, 0, 1, 2]],
    ['$range(3, 3, 1)', 3],
    ["$hash('Hello', 'MD5')", '8b1a9953c4611296a827abf8c47804d7'],
    ["$base64decode('YWJj') & $base64decode(' YWI')", 'abcab'],
    ['$parse(\'{"a": 1}\').a', 1],
    ['$map([\'{"a":1}\', \'{"a":2}\'], $parse).a', [1, 2]],
  ])('%s', async (expression, result) => {
    expect(await evaluate(`{% ${expression} %}`)).toEqual(result);
  });

  describe('order-by', () => {
    const rows = [{ n: 2, s: 'b' }, { n: 1, s: 'c' }, { n: 2, s: 'a' }, { s: 'z' }];
    const lists = {
      rows,
      nums: [3, 1, 2],
      pairs: [
        ['b', 2],
        ['a', 1],
      ],
      one: [{ n: 1 }],
      none: [],
      g: [{ h: [2, 1] }],
    };
    const order = (expression: string) =>
      evaluateJsonata(`{% $states.input.${expression} %}`, jsonataScope(lists as Json));

    it.each<[expression: string, result: Json]>([
      // What has nothing to be ordered by stands last, and what is equal keeps its order.
      ['rows^(n).s', ['c', 'b', 'a', 'z']],
      ['rows^(>n).s', ['b', 'a', 'c', 'z']],
      ['rows^(>n, s).s', ['a', 'b', 'c', 'z']],
      ['rows^(n, >s).s', ['c', 'b', 'a', 'z']],
      ['rows^(s)^(n).s', ['c', 'a', 'b', 'z']],
      ['rows^(missing).s', ['b', 'c', 'a', 'z']],
      ['rows^(s, $error("evaluated only where the first decides nothing")).s', ['a', 'b', 'c', 'z']],
      ['rows^(n)[0].s', 'c'],
      ['rows^(n)[-1]', { s: 'z' }],
      ['rows^(s)[n > 1].s', ['a', 'b']],
      ['rows^(s){s: n}', { a: 2, b: 2, c: 1 }],
      ['rows[n > 1]^(-n, >s)[0].s', 'b'],
      ['nums^($)', [1, 2, 3]],
      ['(nums^(>$))', [3, 2, 1]],
      ['(nums; [3, 1, 2]^($))', [1, 2, 3]],
      [
        'pairs^($[0])',
        [
          ['a', 1],
          ['b', 2],
        ],
      ],
      ['one^(n)', { n: 1 }],
      ['one^(n).n', 1],
      ['g.h^($)', [1, 2]],
      ['g.[h^($)]', [1, 2]],
      // The library's own, for it sorts what the names are bound to.
      ['rows#$at^(s).$at', [2, 0, 1, 3]],
    ])('%s', async (expression, result) => {
      expect(await order(expression)).toEqual(result);
    });

    it.each([
      ['rows^($)', 'T2008: The expressions within an order-by clause must evaluate to numeric or string values'],
      ['(["a", nums[0]]^($))', 'T2007: Type mismatch when comparing values "a" and 3 in order-by clause'],
      ['none^(n)', 'returned nothing (undefined).'],
    ])('%s fails: %s', async (expression, ending) => {
      await expect(order(expression)).rejects.toMatchObject({ cause: expect.stringContaining(ending) });
    });

    it('takes no more memory and time than there are items', async () => {
      expect(await evaluate('{% $count([1..30000]^(-$)) %}')).toBe(30_000);
    });
  });

  it('every expression in a value, and no text around one', async () => {
    const template = { a: ['{% $states.input.a.b %}', 'b'], c: { d: '{% 1 + 1 %}' }, e: 'not {% 1 %}' };
    expect(await evaluate(template)).toEqual({ a: [3, 'b'], c: { d: 2 }, e: 'not {% 1 %}' });
  });

  it('what has no expression in it to itself', async () => {
    const template = { a: [1, 'b'] };
    expect(await evaluate(template)).toBe(template);
  });

  it('the result of a task and the error of a catcher', async () => {
    const seen = { states: { input, context: {}, result: { ok: 1 }, errorOutput: { Error: 'E' } } };
    const template = { ok: '{% $states.result.ok %}', error: '{% $states.errorOutput.Error %}' };
    expect(await evaluateJsonata(template, jsonataScope(input, seen))).toEqual({ ok: 1, error: 'E' });
  });

  it('to plain JSON that the input has no part of changed in', async () => {
    const before = structuredClone(input);
    const result = await evaluate('{% $states.input.items ~> |$|{"n": 9}| %}');
    expect(JSON.parse(JSON.stringify(result))).toEqual([{ n: 9 }, { n: 9 }]);
    expect(input).toEqual(before);
  });
});

const INTERNAL = 'threw an internal error during evaluation. 40404040-4040-4040-8040-404040404040';
const MEMORY =
  'threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage';

describe("fails in AWS's words", () => {
  it.each([
    ['$nope', 'returned nothing (undefined).'],
    ['$states.input.nothing.x', 'returned nothing (undefined).'],
    ['$states.input.s.length', 'returned nothing (undefined).'],
    ['$range(5, 1, 1)', 'returned nothing (undefined).'],
    ['$partition([], 2)', 'returned nothing (undefined).'],
    ["$hash('x')", 'returned nothing (undefined).'],
    ['$sum', 'returned an unsupported result type.'],
    ['function($x){$x}', 'returned an unsupported result type.'],
    ['{"f": $sum}', 'returned an unsupported result type.'],
    [
      '$sum("a")',
      'threw an error during evaluation. T0412: Argument 1 of function "sum" must be an array of "numbers"',
    ],
    [
      "$range('0', 4, 1)",
      'threw an error during evaluation. T0410: Argument 1 of function "range" does not match function signature',
    ],
    ['"a" + 1', 'threw an error during evaluation. T2001: The left side of the "+" operator must evaluate to a number'],
    ['$eval("1")', 'threw an error during evaluation. T1006: Attempted to invoke a non-function'],
    ['$error("stop")', 'threw an error during evaluation. D3137: stop'],
    ["$parse('nope')", 'threw an error during evaluation. D3137: Invalid JSON'],
    ['$partition([1], -1)', 'threw an error during evaluation. D3137: Second argument must be zero or greater'],
    [
      '($f := function($x){ $x <= 0 ? 0 : 1 + $f($x-1) }; $f(32))',
      'threw an error during evaluation: Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive',
    ],
    [
      '($f := function($x){ $f($x) }; $f(1))',
      'threw an error during evaluation: Expression evaluation timeout: Check for infinite loop',
    ],
    ["$base64decode('!!!')", INTERNAL],
    ["$base64decode('YWJjZ')", INTERNAL],
    ['$range(1, 360146, 1)', MEMORY],
    ["$length($pad('', 8388608, 'x'))", MEMORY],
    ["$length($pad('', 1e300, 'x'))", MEMORY],
    ["$length($base64encode($pad('', 6000000, 'x')))", MEMORY],
    ["$length($reduce([1..24], function($a, $i){ $a & $a }, 'x'))", MEMORY],
    ["$length($replace($pad('', 100000, 'x'), 'x', $pad('', 100, 'y')))", MEMORY],
  ])('%s', async (expression, ending) => {
    await expect(evaluate({ x: [`{% ${expression} %}`] })).rejects.toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: `The JSONata expression '${expression}' specified for the field 'Output/x[0]' ${ending}`,
      location: 'Output/x[0]',
    });
  });

  it('recursion may go as deep as on AWS', async () => {
    expect(await evaluate('{% ($f := function($x){ $x <= 0 ? 0 : 1 + $f($x-1) }; $f(31)) %}')).toBe(31);
  });

  it.each<[type: ResultType, expression: string, was: string, value: string]>([
    ['array', '$states.input.s', 'string', '"text"'],
    ['array', '$states.input.a', 'object', '{"b":3}'],
    ['boolean', '$states.input.a.b', 'number', '3'],
    ['integer', '1.5', 'number', '1.5'],
    ['string', 'true', 'boolean', 'true'],
    ['number', '$states.input.nothing', 'null', 'null'],
  ])('a field of type %s is not %s', async (type, expression, was, value) => {
    const evaluated = evaluateJsonata(`{% ${expression} %}`, jsonataScope(input, { field: 'Items', type }));
    await expect(evaluated).rejects.toMatchObject({
      cause: `The JSONata expression '${expression}' specified for the field 'Items' returned an unexpected result type. Expected '${type}', but was '${was}' for value: ${value}`,
      location: 'Items',
    });
  });
});
