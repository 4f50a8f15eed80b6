import type { Json } from '../../types.ts';
import { javaText } from '../java/text.ts';
import { text } from './arguments.ts';
import { type Intrinsic, InvalidArguments } from './intrinsic.ts';

/** States.Format: puts the arguments in the places of `{}`. `\{`, `\}` and `\\` stand for the characters themselves. */
export const format: Intrinsic = {
  takes: [1, Number.POSITIVE_INFINITY],
  run([template, ...values]) {
    const parts = text(template).match(/\\[{}\\]|\{\}|[^{}]/gs) ?? [];
    if (parts.join('') !== template) throw new InvalidArguments();
    if (parts.filter((part) => part === '{}').length !== values.length)
      throw new InvalidArguments('number of arguments do not match the occurrences of {}.');
    const rest = values.values();
    return parts.map((part) => (part === '{}' ? nextText(rest) : part.replace(/^\\(?=.)/s, ''))).join('');
  },
};

function nextText(values: Iterator<Json>): string {
  return javaText(values.next().value as Json);
}
