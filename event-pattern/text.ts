/** Tests of text, both sides between their quotation marks as event-ruler holds them. */

export type TextTest = (quoted: string) => boolean;

/** Where a wildcard's text is not one. The words are the ruler's. */
export class WildcardError extends Error {
  override readonly name = 'WildcardError';
}

/** `*` stands for any text, `\*` and `\\` for themselves. */
export function wildcard(pattern: string): TextTest {
  const [first = '', ...rest] = wildcardPieces(`"${pattern}"`);
  const last = rest.pop();
  if (last === undefined) return (quoted) => quoted === first;
  return (quoted) => {
    if (!quoted.startsWith(first)) return false;
    let at = first.length;
    for (const piece of rest) {
      const found = quoted.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return quoted.length - last.length >= at && quoted.endsWith(last);
  };
}

/** The literal pieces between the asterisks. */
function wildcardPieces(pattern: string): string[] {
  const pieces = [''];
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at] as string;
    const next = pattern[at + 1];
    if (sign === '*') {
      if (next === '*') throw new WildcardError(`Consecutive wildcard characters at pos ${at}`);
      pieces.push('');
    } else if (sign === '\\') {
      if (next !== '*' && next !== '\\') throw new WildcardError(`Invalid escape character at pos ${at}`);
      pieces.push((pieces.pop() ?? '') + next);
      at++;
    } else pieces.push((pieces.pop() ?? '') + sign);
  }
  return pieces;
}

/**
 * Each character as its lower or its upper case, the way the ruler expands them: one UTF-16 unit at a time, so that
 * `ß` is also `SS`, and half of a surrogate pair is the question mark that Java writes for it.
 */
export function ignoringCase(text: string): string {
  return text.split('').map(eitherCase).join('');
}

function eitherCase(unit: string): string {
  if (/[\ud800-\udfff]/.test(unit)) return '\\?';
  const cases = new Set([unit.toLowerCase(), unit.toUpperCase()]);
  const spelled = [...cases].map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return spelled.length === 1 ? (spelled[0] as string) : `(?:${spelled.join('|')})`;
}
