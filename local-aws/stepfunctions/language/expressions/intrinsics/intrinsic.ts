import type { Json } from '../../model/json.ts';
import type { Scope } from '../common/scope.ts';

export interface Intrinsic {
  /** The number of arguments: at least, at most. */
  takes: readonly [min: number, max: number];
  /** @throws InvalidArguments */
  run(args: readonly Json[], scope: Scope): Json;
}

/** By the name that the States Language gives them. */
export type Intrinsics = Readonly<Record<`States.${string}`, Intrinsic>>;

/** AWS names the function in its cause, and hardly ever what was wrong. */
export class InvalidArguments extends Error {
  constructor(detail = '') {
    super(detail);
    this.name = 'InvalidArguments';
  }
}
