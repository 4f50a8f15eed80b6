/** Finds what looks like personal data in free text. It rejects rather too much: a comment can be reworded. */

/** One character before the sign: more would be searched for from every character of a long text. */
const EMAIL = /[^\s@]@[^\s@]+\.\p{L}{2,}/u;

/** Digits in groups, as people write telephone and card numbers; not glued to letters, as ids are. */
const NUMBER = /(?<![\w-])\+?\(?\d(?:[\s().-]{0,2}\d){7,18}(?![\w-])/g;

/** A date and a time are written in digits, too. */
const DATE = /^\d{4}-\d{2}-\d{2}([ T.]|$)/;

const CARD_DIGITS = { least: 13, most: 19 };
const PHONE_DIGITS = { least: 9, most: 15 };

/** Completes "holds what looks like …"; undefined where nothing was found. */
export function personalData(given: string): string | undefined {
  // Letters of another width, and invisible ones among them, read the same.
  const text = given.normalize('NFKC').replaceAll(/\p{Cf}/gu, '');
  if (EMAIL.test(text)) return 'an e-mail address';
  const numbers = (text.match(NUMBER) ?? []).filter((number) => !DATE.test(number));
  if (numbers.some(isCard)) return 'a card number';
  if (numbers.some(isPhone)) return 'a telephone number';
  return undefined;
}

function isCard(text: string): boolean {
  const digits = digitsOf(text);
  return digits.length >= CARD_DIGITS.least && digits.length <= CARD_DIGITS.most && passesLuhn(digits);
}

/** An account id has 12 digits without a gap, and comments may well name one. */
function isPhone(text: string): boolean {
  const digits = digitsOf(text);
  if (/^\d{12}$/.test(text)) return false;
  return text.startsWith('+') || (digits.length >= PHONE_DIGITS.least && digits.length <= PHONE_DIGITS.most);
}

function digitsOf(text: string): number[] {
  return [...text].filter((letter) => letter >= '0' && letter <= '9').map(Number);
}

/** ISO/IEC 7812: every second digit from the right counts double, less nine where that is more than nine. */
function passesLuhn(digits: readonly number[]): boolean {
  const sum = digits.toReversed().reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
