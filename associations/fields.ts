/** Pieces of target schemas. Their messages are predicates of the field: `must be ...`. */

import * as v from 'valibot';

/** A text of this form. `expected` completes "must be ...". */
export function text(form: RegExp, expected: string) {
  return v.pipe(v.string(`must be ${expected}`), v.regex(form, `must be ${expected}`));
}

export function nothingTwice(message: string) {
  return v.check<string[], string>((items) => new Set(items).size === items.length, message);
}

export const accountId = text(/^\d{12}$/, 'an account id of 12 digits');
