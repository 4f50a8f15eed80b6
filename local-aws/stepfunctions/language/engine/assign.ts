/** Assign: variables of a thread, and how much of them AWS keeps. */

import type { Json, JsonObject } from '../model/json.ts';
import type { Thread } from '../model/thread.ts';
import { dataLimitExceeded, fits } from './limits.ts';
import { NOT_TRUNCATED, type Transition } from './transition.ts';

/** Bytes that all variables of an execution may have together. */
const MAX_TOTAL_BYTES = 10 * 1024 * 1024;

/**
 * The developer guide's limits on variables: 256 KiB for one of them, 256 KiB for one Assign, 10 MiB for all that an
 * execution keeps.
 * @returns the members of the StateExited event's details.
 * @throws StateFailure States.DataLimitExceeded; then nothing is assigned.
 */
export function assign(transition: Transition, thread: Thread, assigned: Record<string, Json> | undefined): JsonObject {
  if (!assigned) return {};
  const texts = Object.fromEntries(Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]));
  const bytes = variableBytesAfter(thread, texts);
  if (!fitTogether(texts) || bytes + bytesElsewhere(transition, thread) > MAX_TOTAL_BYTES)
    throw dataLimitExceeded(thread.state, 'assigned variables');
  thread.variableBytes = bytes;
  Object.assign(thread.variables, assigned);
  return { assignedVariables: texts, assignedVariablesDetails: NOT_TRUNCATED };
}

/** An Assign that fits has no variable that does not. */
function fitTogether(texts: Record<string, string>): boolean {
  return fits(Object.values(texts).join(''));
}

function variableBytesAfter({ variables, variableBytes = 0 }: Thread, texts: Record<string, string>): number {
  return Object.entries(texts).reduce(
    (bytes, [name, text]) => bytes + Buffer.byteLength(text) - bytesOf(variables[name]),
    variableBytes,
  );
}

function bytesOf(value: Json | undefined): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}

function bytesElsewhere({ execution }: Transition, thread: Thread): number {
  return Object.values(execution.threads).reduce(
    (bytes, other) => (other === thread ? bytes : bytes + (other.variableBytes ?? 0)),
    0,
  );
}
