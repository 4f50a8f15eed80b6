import { expect, it } from 'vitest';
import { csv } from '../../client/csv.ts';

it('quotes what holds commas, quotes or line ends, and doubles quotes', () => {
  expect(csv([{ a: 'x,y', b: 'say "no"' }], ['a', 'b'])).toBe('a,b\r\n"x,y","say ""no"""');
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\uff1d1'])('%s is no formula in a spreadsheet', (text) => {
  expect(csv([{ a: text }], ['a'])).toBe(`a\r\n'${text}`);
});

it('writes no control character, and no cell that is split at a semicolon', () => {
  expect(csv([{ a: '\t=1\r\n\u001b[31m', b: 'x;=1' }], ['a', 'b'])).toBe(`a,b\r\n' =1   [31m,"x;=1"`);
});

it('writes nothing for what is not there', () => {
  expect(csv([{ a: undefined, b: 0 }], ['a', 'b'])).toBe('a,b\r\n,0');
});
