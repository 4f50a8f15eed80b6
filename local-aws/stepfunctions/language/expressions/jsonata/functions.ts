/** The functions that Step Functions adds to JSONata, or gives another meaning. */

import type { Focus } from 'jsonata';
import { type Json, parseJson } from '../../model/json.ts';
import { digest } from '../common/digest.ts';
import { JavaRandom } from '../common/java-random.ts';
import { randomUuid } from '../common/uuid.ts';
import type { ExactIntegers } from './exact-integers.ts';
import { InternalFailure } from './failures.ts';
import { MemoryExceeded } from './limits.ts';
import { type ComesAfter, sorted } from './sorting.ts';

/** Names, in JSONata's environment, of what an evaluation is handed; no expression can spell them. */
export const RANDOM = 'the execution random numbers';
export const NOW = 'the time of the state';
export const INTEGERS = 'the integers beyond 2^53';

export interface JsonataFunction {
  name: string;
  /** https://docs.jsonata.org/embedding-extending#function-signature-syntax */
  signature?: string;
  // biome-ignore lint/suspicious/noExplicitAny: JSONata's own type for a function's arguments
  run: (this: Focus, ...args: any[]) => unknown;
}

/** As JSONata raises errors: a code and a message. D3137 is the code of $error, which AWS's own functions use. */
class FunctionError extends Error {
  readonly code = 'D3137';
}

function randomOf(focus: Focus): () => number {
  return focus.environment.lookup(RANDOM) as () => number;
}

function integersOf(focus: Focus): ExactIntegers {
  return focus.environment.lookup(INTEGERS) as ExactIntegers;
}

const MAX_ITEMS = 360_145;

export const functions: readonly JsonataFunction[] = [
  {
    name: 'sort',
    signature: '<af?:a>',
    run: (items: Json[] | undefined, comesAfter?: (a: Json, b: Json) => Promise<boolean>) =>
      items === undefined ? undefined : sorted(items, comesAfter ?? alike(items)),
  },
  {
    name: 'partition',
    signature: '<an?:a>',
    run(items: Json[] | undefined, size?: number) {
      if (items === undefined || items.length === 0 || size === 0) return undefined;
      const step = Math.trunc(size ?? items.length);
      if (step < 0) throw new FunctionError('Second argument must be zero or greater');
      if (step === 0) return undefined;
      return Array.from({ length: Math.ceil(items.length / step) }, (_, at) => items.slice(at * step, (at + 1) * step));
    },
  },
  {
    name: 'range',
    signature: '<nnn?:a>',
    run(first?: number, last?: number, step?: number) {
      if (first === undefined || last === undefined || step === undefined) return undefined;
      const [from, to, by] = [Math.trunc(first), Math.trunc(last), Math.trunc(step)];
      const count = by === 0 ? 0 : Math.floor((to - from) / by) + 1;
      if (count <= 0) return undefined;
      if (count > MAX_ITEMS) throw new MemoryExceeded();
      // JSONata's sequences of one item are that item.
      return count === 1 ? from : Array.from({ length: count }, (_, at) => from + at * by);
    },
  },
  {
    name: 'hash',
    signature: '<ss?:s>',
    run(data?: string, algorithm?: string) {
      if (data === undefined || algorithm === undefined) return undefined;
      const digested = digest(data, algorithm);
      if (digested === undefined) throw new FunctionError(`Unsupported algorithm: ${algorithm}`);
      return digested;
    },
  },
  {
    name: 'random',
    signature: '<n?:n>',
    run(seed?: number) {
      return seed === undefined ? randomOf(this)() : new JavaRandom(Math.trunc(seed)).nextDouble();
    },
  },
  {
    name: 'uuid',
    signature: '<:s>',
    run() {
      return randomUuid(randomOf(this));
    },
  },
  {
    name: 'parse',
    signature: '<s?:x>',
    run(text?: string) {
      if (text === undefined) return undefined;
      try {
        return integersOf(this).rounded(parseJson(text));
      } catch {
        throw new FunctionError('Invalid JSON');
      }
    },
  },
  {
    name: 'base64decode',
    signature: '<s-:s>',
    run(text?: string) {
      if (text === undefined) return undefined;
      if (!isBase64(text)) throw new InternalFailure(randomUuid(randomOf(this)));
      return Buffer.from(text, 'base64').toString('binary');
    },
  },
  {
    name: 'millis',
    signature: '<:n>',
    run() {
      return this.environment.lookup(NOW);
    },
  },
  {
    name: 'now',
    signature: '<s?s?:s>',
    run(picture?: string, timezone?: string) {
      const { implementation } = this.environment.lookup('fromMillis') as {
        implementation: (...args: unknown[]) => unknown;
      };
      return implementation.call(this, this.environment.lookup(NOW), picture, timezone);
    },
  },
];

/** As `atob` of the HTML standard takes it: spaces are left out, and padding may be. */
function isBase64(text: string): boolean {
  const digits = text.replaceAll(/[\t\n\f\r ]/g, '');
  const unpadded = digits.length % 4 === 0 ? digits.replace(/==?$/, '') : digits;
  return /^[A-Za-z0-9+/]*$/.test(unpadded) && unpadded.length % 4 !== 1;
}

/** Without a function to compare by, only numbers or only texts have an order. */
function alike(items: readonly Json[]): ComesAfter<Json> {
  const [type] = items.map((item) => typeof item);
  const ordered = (type === 'number' || type === 'string') && items.every((item) => typeof item === type);
  if (!ordered && items.length > 1) throw Object.assign(new Error(), { code: 'D3070', index: 1 });
  return (a, b) => (a as number) > (b as number);
}
