/** The shape of an intrinsic function. */

import type { Json } from '../../types.ts';
import type { Scope } from '../scope.ts';

export interface Intrinsic {
  /** How many arguments it takes: at least, at most. */
  takes: readonly [least: number, most: number];
  /** @throws IntrinsicError with AWS's words where the arguments do not fit. */
  run(args: readonly Json[], scope: Scope): Json;
}

/** What is wrong with the arguments of a function. */
export class IntrinsicError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'IntrinsicError';
  }
}
