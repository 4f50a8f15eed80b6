/** Numbers as event-ruler compares them: by value where a 64-bit float holds it exactly, else by their text alone. */

/**
 * The value of a JSON number, or nothing where it is not exactly one that a float prints
 * (event-ruler's ComparableNumber compares the decimal with the float's own shortest text).
 */
export function comparable(text: string): number | undefined {
  const value = Number(text);
  const printed = String(value);
  if (printed === text) return value;
  return Number.isFinite(value) && decimal(text) === decimal(printed) ? value : undefined;
}

/** One spelling for all spellings of a decimal: its digits without zeros at either end, and the power of ten. */
function decimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = withoutZerosAtEnd(digits);
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

/** Not by a pattern: it would begin again at every zero of a long run. */
function withoutZerosAtEnd(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}
