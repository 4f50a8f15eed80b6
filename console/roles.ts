/** What a machine of the stack is there for: `offboard-dev-<role>`. */

/** They work for requests and are none; among requests they would only be noise. */
const HOUSEKEEPING: ReadonlySet<string> = new Set(['report', 'verify', 'answer', 'apply']);

export function isRequest(role: string): boolean {
  return !HOUSEKEEPING.has(role);
}
