import { expect, it } from 'vitest';
import { BoundedRegExp } from '../../../../stepfunctions/language/expressions/common/bounded-regex.ts';
import { evaluateJsonata } from '../../../../stepfunctions/language/expressions/jsonata/index.ts';
import { jsonataScope } from './scope.ts';

const TEXT = `${'a'.repeat(60)}!`;

it.each(['(a+)+b', '(a|aa)+b', '(.*)*b'])('/%s/ that goes back for ever is over soon', (source) => {
  expect(new BoundedRegExp(source).exec(TEXT)).toBeNull();
});

// None of these can be matched in linear time by V8's other engine.
it.each(['(.*a){25}b', '(a+)+\\1b', '(?=(a+)+b)', '((a{1,99}){1,99}){1,99}b'])('/%s/ is stopped in time', (source) => {
  const began = performance.now();
  expect(() => new BoundedRegExp(source, 'g', 5).exec(TEXT)).toThrow(
    expect.objectContaining({
      code: 'D1012',
      message: 'Expression evaluation timeout: Check for infinite loop',
    }),
  );
  expect(performance.now() - began).toBeLessThan(1000);
});

it('what goes through a text match by match has its time for all of them', () => {
  const regex = new BoundedRegExp('(.*a){25}b', 'g', 40);
  const began = performance.now();
  for (let match = 0; match < 30; match++) expect(() => regex.exec(TEXT)).toThrow('timeout');
  expect(performance.now() - began).toBeLessThan(30 * 40);
});

it.each([
  ['$match("a1b22", /(?=\\d)(\\d{1,20})/).groups', ['1', '22']],
  ['$replace("2024-05", /^(\\d{4})-(?=\\d{2})/, "$1/")', '2024/05'],
  ['$split("a12b3c", /\\d{1,20}/)', ['a', 'b', 'c']],
  ['$contains("x", /^[a-z]{1,64}$/i)', true],
  ['$contains("ABC", /b(?!d)/i)', true],
])('%s', async (expression, result) => {
  expect(await evaluateJsonata(`{% ${expression} %}`, jsonataScope(null))).toEqual(result);
});
