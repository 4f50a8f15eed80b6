/** When to look next, and until when. */

import type { Progress } from '../../associations/contract.ts';
import { nextWait, type Pace } from '../../associations/pace.ts';
import type { DisassociationRequest } from '../../events/disassociation-requested.ts';

/**
 * When the request gives up: as it says itself, or when the service gives up (with time for the end to show), or as is
 * usual for the kind. ISO 8601.
 */
export function deadlineOf(request: DisassociationRequest, pace: Pace, progress?: Progress): string {
  if (request.data.deadline !== undefined) return new Date(request.data.deadline).toISOString();
  const until = progress?.state === 'IN_PROGRESS' ? progress.until : undefined;
  return until === undefined ? later(request.metadata.timestamp, pace.deadline) : later(until, pace.settle);
}

/** From when on it has gone on for far too long: three times what is usual, or half of the time it has. ISO 8601. */
export function stuckAt({ usual }: Pace, startedAt: string, deadline: string): string {
  return later(startedAt, Math.min(3 * usual, secondsBetween(startedAt, deadline) / 2));
}

/** Whole seconds to the next look. The machine cuts them short at the deadline. */
export function waitFor(pace: Pace, elapsedSeconds: number, { id, polls }: { id: string; polls: number }): number {
  return Math.max(1, Math.round(nextWait(pace, elapsedSeconds, spread(`${id} ${polls}`))));
}

/**
 * A number from 0 to 1 made of the request and the look: requests that began together look at different moments, and
 * the same request looks at the same ones whenever it is run again. (FNV-1a, 32 bits.)
 */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return (hash >>> 0) / 2 ** 32;
}

/** The moment this many seconds later, as ISO 8601. */
export function later(iso: string, seconds: number): string {
  return new Date(Date.parse(iso) + seconds * 1000).toISOString();
}

export function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}
