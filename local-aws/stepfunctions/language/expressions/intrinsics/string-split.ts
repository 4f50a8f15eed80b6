import { shortText, text } from './arguments.ts';
import type { Intrinsic } from './intrinsic.ts';

/** States.StringSplit: the parts of a text between any of the delimiter's characters; empty parts are left out. */
export const stringSplit: Intrinsic = {
  takes: [2, 2],
  run([value, delimiter]) {
    const delimiters = new Set(text(delimiter));
    const parts: string[] = [];
    let part = '';
    for (const character of shortText(value)) {
      if (!delimiters.has(character)) part += character;
      else if (part !== '') {
        parts.push(part);
        part = '';
      }
    }
    return part === '' ? parts : [...parts, part];
  },
};
