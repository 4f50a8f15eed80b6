import type { Json } from '../../types.ts';
import { text } from './arguments.ts';
import { type Intrinsic, IntrinsicError } from './intrinsic.ts';

/** States.Format: puts the arguments in the places of `{}`. `\{`, `\}` and `\\` stand for the characters themselves. */
export const format: Intrinsic = {
  takes: [1, Number.POSITIVE_INFINITY],
  run([template, ...values]) {
    let next = 0;
    const formatted = text(template).replace(/\\([{}\\])|\{\}/g, (_all, escaped: string | undefined) => {
      if (escaped !== undefined) return escaped;
      const value = values[next++];
      if (value === undefined) throw tooMany(values);
      return shown(value);
    });
    if (next !== values.length) throw tooMany(values);
    return formatted;
  },
};

function tooMany(values: readonly Json[]): IntrinsicError {
  return new IntrinsicError(`number of arguments do not match the occurrences of {}: ${values.length}`);
}

/** Texts without quotes, everything else as JSON. */
function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
