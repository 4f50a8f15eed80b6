import type { Json } from '../../types.ts';
import { text } from './arguments.ts';
import { type Intrinsic, InvalidArguments } from './intrinsic.ts';

/** States.StringToJson: the value that a JSON text stands for. */
export const stringToJson: Intrinsic = {
  takes: [1, 1],
  run([value]) {
    const json = text(value);
    // AWS reads the empty text as null.
    if (json.trim() === '') return null;
    try {
      return JSON.parse(json) as Json;
    } catch {
      throw new InvalidArguments();
    }
  },
};
