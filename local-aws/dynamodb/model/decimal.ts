/** DynamoDB's numbers: decimals of up to 38 significant digits, as texts. */

/** `digits` times ten to the power of `exponent`. */
interface Decimal {
  digits: bigint;
  exponent: number;
}

const NUMBER = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/;

const MAX_DIGITS = 38;
/** The magnitude of numbers: 1E-130 to 9.99E+125. */
const MAX_MAGNITUDE = 125;
const MIN_MAGNITUDE = -130;

/** @returns undefined for a text that is no number DynamoDB holds. */
export function parseDecimal(text: string): Decimal | undefined {
  const [, sign = '', whole = '', fraction = '', power = '0'] = NUMBER.exec(text) ?? [];
  const written = whole + fraction;
  if (written === '') return undefined;
  const significant = withoutZerosAtEnd(written);
  // Leading zeros count for nothing; whatever else is longer than any number is no number, and is not calculated with.
  if (significant.replace(/^0+/, '').length > MAX_DIGITS) return undefined;
  const exponent = Number(power) - fraction.length + written.length - significant.length;
  const digits = BigInt(significant) * (sign === '-' ? -1n : 1n);
  const decimal = digits === 0n ? { digits, exponent: 0 } : { digits, exponent };
  return isHeld(decimal) ? decimal : undefined;
}

/** @returns undefined where the sum is out of range. */
export function addDecimals(a: Decimal, b: Decimal): Decimal | undefined {
  const [left, right] = aligned(a, b);
  const sum = normalized({ digits: left + right, exponent: Math.min(a.exponent, b.exponent) });
  return isHeld(sum) ? sum : undefined;
}

export function negated({ digits, exponent }: Decimal): Decimal {
  return { digits: -digits, exponent };
}

export function compareDecimals(a: Decimal, b: Decimal): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : Number(left > right);
}

/** As DynamoDB returns it: `1500`, `0.25`, without an exponent. */
export function decimalText({ digits, exponent }: Decimal): string {
  const sign = digits < 0n ? '-' : '';
  const text = String(digits < 0n ? -digits : digits);
  if (exponent >= 0) return `${sign}${text}${'0'.repeat(exponent)}`;
  const padded = text.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

function aligned(a: Decimal, b: Decimal): [bigint, bigint] {
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = (each: Decimal) => each.digits * 10n ** BigInt(each.exponent - exponent);
  return [scaled(a), scaled(b)];
}

function normalized({ digits, exponent }: Decimal): Decimal {
  if (digits === 0n) return { digits, exponent: 0 };
  const text = String(digits);
  const zeros = text.length - withoutZerosAtEnd(text).length;
  return { digits: digits / 10n ** BigInt(zeros), exponent: exponent + zeros };
}

function withoutZerosAtEnd(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}

function isHeld({ digits, exponent }: Decimal): boolean {
  const length = String(digits < 0n ? -digits : digits).length;
  const magnitude = length - 1 + exponent;
  return digits === 0n || (length <= MAX_DIGITS && magnitude <= MAX_MAGNITUDE && magnitude >= MIN_MAGNITUDE);
}
