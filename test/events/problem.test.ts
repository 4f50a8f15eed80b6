import { describe, expect, it } from 'vitest';
import { listProblems, type Problem } from '../../events/problem.ts';
import { truncate } from '../../events/truncate.ts';

const list = (problems: Problem[]) => listProblems(problems, (problem) => problem);
const problems = (count: number, message = 'wrong') =>
  Array.from({ length: count }, (_, index) => ({ path: `detail.${index}`, message }));

describe('the problems in an event', () => {
  it('are all of them, where they are few', () => expect(list(problems(50))).toEqual(problems(50)));

  it.each([
    [51, 'detail has 1 more problem'],
    [20_000, 'detail has 19950 more problems'],
  ])('are of %i the first 50, and the count of the rest', (count, message) => {
    expect(list(problems(count))).toEqual([...problems(50), { path: 'detail', message }]);
  });

  it.each(['x', 'é', '\u0001', '"', '🦊', '\ud800'])('fit with the longest texts of %j', (character) => {
    const long = character.repeat(100_000);
    const listed = listProblems(problems(100, long), ({ path, message }) => ({ path: path + long, message }));
    expect(Buffer.byteLength(JSON.stringify(listed))).toBeLessThan(80_000);
  });
});

it.each([
  ['short', 5, 'short'],
  ['too long', 6, 'too…'],
  ['🦊🦊🦊', 11, '🦊🦊…'],
])('%s within %i bytes is %s', (text, bytes, kept) => expect(truncate(text, bytes)).toBe(kept));
