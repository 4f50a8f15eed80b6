/** The request of an execution, as a new one. The browser imports this too: nothing of Node or the SDK. */

import { ulid } from 'ulid';

/**
 * Gives a request an id of its own, since a used one joins the first execution, and takes away the statement, which proves the
 * first request only, and deadlines that have passed.
 * @param input of an execution, as JSON. What is no event stays as it is. @param now the new timestamp.
 */
export function asNewRequest(input: string, now: Date): string {
  const event = JSON.parse(input);
  const { metadata, data } = event?.detail ?? {};
  if (typeof metadata !== 'object' || metadata === null) return input;
  const { statement: _, ...claims } = metadata;
  const id = ulid(now.getTime());
  const renewed = { ...claims, id, causationId: id, timestamp: now.toISOString() };
  return JSON.stringify({ ...event, detail: { ...event.detail, metadata: renewed, data: inTime(data, now) } });
}

const DEADLINES = ['deadline', 'approvalDeadline'];

/** The data of a request without deadlines before `now`: it then has its kind's own. */
function inTime(data: unknown, now: Date): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  const kept = Object.entries(data).filter(
    ([name, value]) => !(DEADLINES.includes(name) && Date.parse(String(value)) <= now.getTime()),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, name === 'options' ? inTime(value, now) : value]));
}
