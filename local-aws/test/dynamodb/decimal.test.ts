import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDecimals, compareDecimals, decimalText, parseDecimal } from '../../dynamodb/model/decimal.ts';

const text = (number: string) => {
  const decimal = parseDecimal(number);
  return decimal && decimalText(decimal);
};

it.each([
  ['0', '0'],
  ['-0.0', '0'],
  ['007', '7'],
  ['1.50', '1.5'],
  ['1e3', '1000'],
  ['-.25', '-0.25'],
  ['1E-3', '0.001'],
  ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
])('%s is kept as %s', (given, kept) => {
  expect(text(given)).toBe(kept);
});

it.each(['', '.', 'abc', '1e', '1e126', '1e-131', '123456789012345678901234567890123456789'])(
  '%s is no number',
  (given) => {
    expect(text(given)).toBeUndefined();
  },
);

it('sums and order are those of whole numbers', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), fc.integer({ min: -20, max: 20 }), (a, b, power) => {
      const decimal = (number: number) => {
        const parsed = parseDecimal(`${number}e${power}`);
        if (!parsed) throw new Error(`${number}e${power}`);
        return parsed;
      };
      const sum = addDecimals(decimal(a), decimal(b));
      expect(sum && decimalText(sum)).toBe(text(`${BigInt(a) + BigInt(b)}e${power}`));
      expect(compareDecimals(decimal(a), decimal(b))).toBe(Math.sign(a - b));
    }),
  );
});
