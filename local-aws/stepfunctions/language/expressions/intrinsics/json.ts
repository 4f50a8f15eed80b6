import { parseJson } from '../../model/json.ts';
import { object, text } from './arguments.ts';
import { type Intrinsics, InvalidArguments } from './intrinsic.ts';

export const json: Intrinsics = {
  /** AWS merges the top level only. */
  'States.JsonMerge': {
    takes: [3, 3],
    run([first, second, deep]) {
      if (deep === true) throw new InvalidArguments();
      return { ...object(first), ...object(second) };
    },
  },
  'States.JsonToString': {
    takes: [1, 1],
    run: ([value = null]) => JSON.stringify(value),
  },
  /** AWS reads the empty string as null. */
  'States.StringToJson': {
    takes: [1, 1],
    run([value]) {
      const source = text(value);
      if (source.trim() === '') return null;
      try {
        return parseJson(source);
      } catch {
        throw new InvalidArguments();
      }
    },
  },
};
