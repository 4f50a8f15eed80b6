/** The shape of an intrinsic function. */

import type { Json } from '../../types.ts';
import type { Scope } from '../scope.ts';

export interface Intrinsic {
  /** How many arguments it takes: at least, at most. */
  takes: readonly [least: number, most: number];
  /** @throws InvalidArguments */
  run(args: readonly Json[], scope: Scope): Json;
}

/** AWS tells which function it was, and hardly ever what was wrong. */
export class InvalidArguments extends Error {
  constructor(detail = '') {
    super(detail);
    this.name = 'InvalidArguments';
  }
}
