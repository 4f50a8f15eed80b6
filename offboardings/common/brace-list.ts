/** Lists in which braces hold alternatives: `a/{b, c}, d` stands for `a/b`, `a/c` and `d`. */

/** Far more than a list of names needs; braces after braces multiply. */
const MAX_ALTERNATIVES = 1000;

/** The parts between the commas outside braces, without the white space around them. */
export function splitList(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (character === ',' && depth <= 0) parts.push('');
    else parts.push(`${parts.pop()}${character}`);
  }
  return parts.map((part) => part.trim());
}

/** Every text that the pattern stands for. @throws Error for braces that are not closed, are empty or are too many. */
export function expandBraces(pattern: string): string[] {
  const open = pattern.indexOf('{');
  if (open < 0) {
    if (pattern.includes('}')) throw new Error('has a } without its {');
    return [pattern];
  }
  const close = closingBrace(pattern, open);
  const alternatives = splitList(pattern.slice(open + 1, close));
  if (alternatives.includes('')) throw new Error('has an empty alternative in its braces');
  const expanded = alternatives.flatMap((alternative) =>
    expandBraces(pattern.slice(0, open) + alternative + pattern.slice(close + 1)),
  );
  if (expanded.length > MAX_ALTERNATIVES) throw new Error(`stands for more than ${MAX_ALTERNATIVES} patterns`);
  return expanded;
}

function closingBrace(pattern: string, open: number): number {
  let depth = 0;
  for (let at = open; at < pattern.length; at += 1) {
    if (pattern[at] === '{') depth += 1;
    if (pattern[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error('has a { that is not closed');
}
