import type { Json } from '../../types.ts';
import { digest } from '../digest.ts';
import { shortText, text } from './arguments.ts';
import { type Intrinsic, InvalidArguments } from './intrinsic.ts';

/** States.Hash: the digest of a text or of a value's JSON text, in hexadecimal. */
export const hash: Intrinsic = {
  takes: [2, 2],
  run([data, algorithm]) {
    const digested = digest(shortText(textOf(data)), text(algorithm));
    if (digested === undefined) throw new InvalidArguments();
    return digested;
  },
};

function textOf(data: Json | undefined): string {
  return typeof data === 'string' ? data : JSON.stringify(data);
}
