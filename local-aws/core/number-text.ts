/** JSON whose numbers keep their text, also beyond 2^53. */

// Both are in Node 24, but not in TypeScript's library.
export const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;

/** JSON.parse, whose reviver is given the text of every number. @throws SyntaxError */
export const parseWithSource = JSON.parse as (text: string, reviver: Reviver) => unknown;

/** @returns the value, in which JSON.stringify writes every number as it was. @throws SyntaxError */
export function parseKeepingNumbers(text: string): unknown {
  return parseWithSource(text, (_key, value, { source = '' }) =>
    typeof value === 'number' && String(value) !== source ? rawJSON(source) : value,
  );
}
