/** What identifies one association of a kind: `<kind>/target.ts`. */

import type { GenericSchema } from 'valibot';

/** The fields of a target, as they stand in a request. */
export type Target = Readonly<Record<string, unknown>>;

export interface TargetContract<T extends Target = Target> {
  /** The kind in a person's words: "OpenSearch packages from a domain". */
  title: string;
  /** Strict: a field it does not know is refused. The request is refused with every problem, each with its path. */
  schema: GenericSchema<unknown, T>;
  /** Reads well in docs, and exists in the local runtime's seeded world. */
  example: T;
  /** One line a field, for `offboard kinds`. */
  fields: Readonly<Record<keyof T & string, string>>;
  /** A short name for people and execution names: `movies/F123456789`. */
  label(target: T): string;
}

/** Which associations to discover. A kind's `discover` rejects a field that it does not know. */
export interface DiscoverFilter {
  [field: string]: string | undefined;
}
