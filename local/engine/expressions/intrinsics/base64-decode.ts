import { shortText } from './arguments.ts';
import { type Intrinsic, IntrinsicError } from './intrinsic.ts';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** States.Base64Decode: the text that a Base64 text stands for. */
export const base64Decode: Intrinsic = {
  takes: [1, 1],
  run([value]) {
    const encoded = shortText(value);
    if (!BASE64.test(encoded)) throw new IntrinsicError(`not a valid Base64: ${encoded}`);
    return Buffer.from(encoded, 'base64').toString('utf8');
  },
};
