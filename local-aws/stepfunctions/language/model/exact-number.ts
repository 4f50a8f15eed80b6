/**
 * Numbers that AWS's Java keeps and a JavaScript number does not: integers beyond 2^53, and decimals whose text is another
 * (1.0). They are carried as text and written as JSON numbers again.
 */

import { parseWithSource, rawJSON } from '../../../core/number-text.ts';
import { javaNumber } from './java-number.ts';

export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): unknown {
    return rawJSON(this.text);
  }

  valueOf(): number {
    return Number(this.text);
  }

  toString(): string {
    return this.text;
  }
}

/** Only these texts may have such a number in them. */
const LONG = /\d{16}/;
const LONG_OR_DECIMAL = /\d{16}|\d[.eE]/;

/** @param decimals whether decimals keep their text too. @throws SyntaxError */
export function parseNumbers(text: string, { decimals = true } = {}): unknown {
  if (!(decimals ? LONG_OR_DECIMAL : LONG).test(text)) return JSON.parse(text);
  return parseWithSource(text, (_key, value, { source = '' }) => {
    if (typeof value !== 'number' || (Number.isSafeInteger(value) && /^-?\d+$/.test(source))) return value;
    if (/^-?\d+$/.test(source)) return new ExactNumber(source);
    const shown = javaNumber(value, { isDouble: true });
    return decimals && shown !== String(value) ? new ExactNumber(shown) : value;
  });
}
