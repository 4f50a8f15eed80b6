/** When to poll next, and until when. All moments are ISO 8601. */

import type { Progress } from '../../associations/common/contract.ts';
import { nextWait, type Pace, STUCK_AFTER } from '../../associations/common/pace.ts';
import type { DisassociationRequest } from '../../events/disassociation-requested.ts';

/**
 * The request's own deadline; without one, the moment until which the service itself goes on, with time for the end to
 * show; without that, the kind's deadline.
 */
export function deadlineOf(request: DisassociationRequest, pace: Pace, progress?: Progress): string {
  if (request.data.deadline !== undefined) return new Date(request.data.deadline).toISOString();
  const until = progress?.state === 'IN_PROGRESS' ? progress.until : undefined;
  return until === undefined ? later(request.metadata.timestamp, pace.deadline) : later(until, pace.settle);
}

/** From when on it counts as stuck: after three times the usual duration, or half of the time that it has. */
export function stuckAt({ usual }: Pace, startedAt: string, deadline: string): string {
  return later(startedAt, Math.min(STUCK_AFTER * usual, secondsBetween(startedAt, deadline) / 2));
}

/** Whole seconds to the next poll. The state machine cuts them short at the deadline. */
export function waitSecondsOf(
  pace: Pace,
  { id, startedAt, now, polls }: { id: string; startedAt: string; now: string; polls: number },
): number {
  const elapsed = Math.max(0, secondsBetween(startedAt, now));
  return Math.max(1, Math.round(nextWait(pace, elapsed, jitter(`${id} ${polls}`))));
}

/**
 * 0 to 1, by the FNV-1a hash (32 bits) of request and poll: requests that began together poll at different moments, and
 * a request that is run again polls at the same ones.
 */
function jitter(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return (hash >>> 0) / 2 ** 32;
}

export function later(iso: string, seconds: number): string {
  return new Date(Date.parse(iso) + seconds * 1000).toISOString();
}

export function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}
