import type { Json } from '../../model/json.ts';
import { digest } from '../common/digest.ts';
import { javaText } from '../common/java-text.ts';
import { randomUuid } from '../common/uuid.ts';
import { shortText, text } from './arguments.ts';
import { type Intrinsics, InvalidArguments } from './intrinsic.ts';

export const strings: Intrinsics = {
  /** AWS ignores characters that are not Base64's, as Node does. */
  'States.Base64Decode': {
    takes: [1, 1],
    run: ([value]) => Buffer.from(shortText(value), 'base64').toString('utf8'),
  },
  'States.Base64Encode': {
    takes: [1, 1],
    run: ([value]) => Buffer.from(shortText(value), 'utf8').toString('base64'),
  },
  'States.Format': {
    takes: [1, Number.POSITIVE_INFINITY],
    run: ([template, ...values]) => format(text(template), values),
  },
  'States.Hash': {
    takes: [2, 2],
    run([data, algorithm]) {
      const source = typeof data === 'string' ? data : JSON.stringify(data);
      const digested = digest(shortText(source), text(algorithm));
      if (digested === undefined) throw new InvalidArguments();
      return digested;
    },
  },
  /** Any character of the delimiter separates; empty parts are left out. */
  'States.StringSplit': {
    takes: [2, 2],
    run([value, delimiter]) {
      const delimiters = new Set(text(delimiter));
      const parts: string[] = [''];
      for (const character of shortText(value)) {
        if (delimiters.has(character)) parts.push('');
        else parts.push(`${parts.pop()}${character}`);
      }
      return parts.filter((part) => part !== '');
    },
  },
  'States.UUID': {
    takes: [0, 0],
    run: (_none, { random }) => randomUuid(random),
  },
};

/** The arguments replace `{}` in order; `\{`, `\}` and `\\` stand for the characters themselves. */
function format(template: string, values: Json[]): string {
  const parts = template.match(/\\[{}\\]|\{\}|[^{}]/gs) ?? [];
  if (parts.join('') !== template) throw new InvalidArguments();
  if (parts.filter((part) => part === '{}').length !== values.length)
    throw new InvalidArguments('number of arguments do not match the occurrences of {}.');
  const rest = values.values();
  return parts
    .map((part) => (part === '{}' ? javaText(rest.next().value as Json) : part.replace(/^\\(?=.)/s, '')))
    .join('');
}
