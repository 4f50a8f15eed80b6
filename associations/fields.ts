/** Pieces of target schemas. Their messages say what was expected, in one way. */

import * as v from 'valibot';

/** A text of this form. `expected` completes "Expected …". */
export function text(form: RegExp, expected: string) {
  return v.pipe(v.string(`Expected ${expected}`), v.regex(form, `Expected ${expected}`));
}

export function nothingTwice(message: string) {
  return v.check<string[], string>((items) => new Set(items).size === items.length, message);
}

export const accountId = text(/^\d{12}$/, 'an account id of 12 digits');
