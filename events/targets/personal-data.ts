/** Personal data that must not get into free text that AWS logs. */

const SIGNS: readonly [what: string, sign: RegExp][] = [
  ['an e-mail address', /[^\s@]+@[^\s@]+\.[a-z]{2,}/i],
  ['a phone number', /(?:\+\d[\d ()./-]{7,}\d)|(?:\(\d{3}\)\s?\d{3}-\d{4})|(?:\b\d{3}-\d{3}-\d{4}\b)/],
  ['a card or account number', /\b(?:\d[ -]?){13,19}\b/],
  ['a social security number', /\b\d{3}-\d{2}-\d{4}\b/],
];

/** What the text seems to hold, in words; undefined where nothing stands out. */
export function personalDataIn(text: string): string | undefined {
  return SIGNS.find(([, sign]) => sign.test(text))?.[0];
}
