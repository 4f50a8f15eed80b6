/** How Java shows numbers. */

/**
 * Doubles below a thousandth and from ten million on have an exponent, and always a point.
 * @param isDouble whether an integer is shown as a double too: 1.0.
 */
export function javaNumber(value: number, { isDouble = false } = {}): string {
  if (Number.isInteger(value) && !isDouble) return String(value);
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}
