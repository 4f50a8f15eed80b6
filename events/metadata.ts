/** What every event says about itself beside its data. */

import { ulid } from 'ulid';
import * as v from 'valibot';

/** A moment as ISO 8601 with its zone: `2026-11-20T15:24:51.766Z`. */
export const timestamp = v.pipe(v.string(), v.isoTimestamp('Expected a timestamp such as 2026-11-20T15:24:51Z'));

/** Ids are ULIDs where we make them; from others any printable word that fits a log line will do. */
const id = v.pipe(
  v.string(),
  v.regex(/^[\w.:/-]{1,128}$/, 'Expected 1 to 128 letters, digits or any of _ . : / - (a ULID is best)'),
);

export const metadataSchema = v.strictObject({
  id,
  /** The version of the contract the sender knows. */
  version: v.literal('1'),
  /** When the sender made the event: a request speaks of the association as it stood then. */
  timestamp,
  /** The same in all events that one wish led to. */
  correlationId: id,
  /** The id of the event this one answers; its own where it answers none. */
  causationId: id,
  /** Who asks. A claim: an event carries no identity. */
  requestedBy: v.optional(v.pipe(v.string(), v.maxLength(256))),
  reason: v.optional(v.pipe(v.string(), v.maxLength(1024))),
});

export type Metadata = v.InferOutput<typeof metadataSchema>;

/** Metadata of a new wish: a fresh id that is its own correlation and cause, unless something is said otherwise. */
export function newMetadata(given: Partial<Metadata> = {}): Metadata {
  const fresh = given.id ?? ulid(given.timestamp === undefined ? undefined : Date.parse(given.timestamp));
  return {
    version: '1',
    timestamp: new Date().toISOString(),
    correlationId: fresh,
    causationId: fresh,
    ...given,
    id: fresh,
  };
}

/** Metadata of an event that answers another: same correlation, and its cause named. */
export function answering(
  request: Pick<Metadata, 'id' | 'correlationId'>,
  own: { id: string; timestamp: string },
): Metadata {
  return { version: '1', ...own, correlationId: request.correlationId, causationId: request.id };
}
