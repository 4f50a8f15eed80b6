/** What identifies one association of a kind (`<kind>/target.ts`), and pieces of the schemas for it. */

import * as v from 'valibot';

/** The fields of a target, as they stand in a request. */
export type Target = Readonly<Record<string, unknown>>;

export interface TargetContract<T extends Target = Target> {
  /** The kind in a person's words: "OpenSearch packages from a domain". */
  title: string;
  /** Strict: it rejects unknown fields. Its messages are predicates of the field: `must be ...`. */
  schema: v.GenericSchema<unknown, T>;
  /** Also in docs; it exists in the small simulated cloud. */
  example: T;
  /** One line a field, for `offboard kinds`. */
  fields: Readonly<Record<keyof T & string, string>>;
  /** A short name for people: `movies/F123456789`. */
  label(target: T): string;
  /**
   * The labels that the target may mean, `**` for any number of parts, where its own does not name one association: an id, or all of an
   * account. Protected names are compared with them.
   */
  covers?(target: T): string | undefined;
}

/** A list in a target names one association each. @returns targets of one association. */
export function singleTargets(target: Target): Target[] {
  const [name, members] = Object.entries(target).find(([, value]) => Array.isArray(value)) ?? [];
  if (name === undefined || !Array.isArray(members)) return [target];
  return members.map((member) => ({ ...target, [name]: [member] }));
}

/** Which associations to discover. A kind's `discover` rejects a field that it does not know. */
export interface DiscoverFilter {
  [field: string]: string | undefined;
}

/** A text of this form. `expected` completes "must be ...". */
export function text(form: RegExp, expected: string) {
  return v.pipe(v.string(`must be ${expected}`), v.regex(form, `must be ${expected}`));
}

export function distinct(message: string) {
  return v.check<string[], string>((items) => new Set(items).size === items.length, message);
}

export const accountId = text(/^\d{12}$/, 'an account id of 12 digits');
