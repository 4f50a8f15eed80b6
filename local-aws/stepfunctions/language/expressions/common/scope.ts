import type { Json } from '../../model/json.ts';

/** For JSONPath and its templates. */
export interface Scope {
  /** The context object, `$$`. */
  readonly context: Json;
  /** By name, without the dollar sign. */
  readonly variables: Readonly<Record<string, Json>>;
  /** From 0 up to 1. */
  readonly random: () => number;
}
