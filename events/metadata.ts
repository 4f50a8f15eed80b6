/** The metadata of every event: its id, version, time, cause and claimed sender. */

import { ulid } from 'ulid';
import * as v from 'valibot';
import { reasonSchema, requesterSchema } from './free-text.ts';
import { ID } from './ids.ts';
import { statementSchema } from './statement.ts';
import { timestamp } from './timestamp.ts';

export { timestamp } from './timestamp.ts';

const id = v.pipe(
  v.string(),
  v.regex(
    ID,
    'must be 1 to 128 letters, digits, hyphens and underscores, the first a letter or digit (a ULID is best)',
  ),
);

const fields = {
  id,
  /** When the sender made the event: a request means the association as it was at this moment. */
  timestamp,
  /** The same in all events that one request leads to. */
  correlationId: id,
  /** The id of the event this one answers; its own where it answers none. */
  causationId: id,
  /** Who requests it: a claim, which only a statement proves. */
  requestedBy: v.optional(requesterSchema),
  reason: v.optional(reasonSchema),
};

/** The version of the contracts in this folder. */
export const VERSION = '2';

/** Of an event that Offboard publishes. */
export const metadataSchema = v.strictObject({ version: v.literal(VERSION), ...fields });

/** The detail of an event that Offboard publishes. */
export function publishedSchema<Data extends v.ObjectEntries>(data: Data) {
  return v.strictObject({ metadata: metadataSchema, data: v.strictObject(data) });
}

/** Of a request: those of version 1 differ in words only, which the readers of version 2 know. */
export const requestMetadataSchema = v.strictObject({
  version: v.picklist(['1', VERSION]),
  ...fields,
  /** Proves who requests it; without one, `requestedBy` is a claim. */
  statement: v.optional(statementSchema),
});

export type Metadata = v.InferOutput<typeof metadataSchema>;
export type RequestMetadata = v.InferOutput<typeof requestMetadataSchema>;

/** Metadata of a new request: a fresh id that is its own correlation and cause, unless `given` says otherwise. */
export function newMetadata(given: Partial<Metadata> = {}): Metadata {
  const fresh = given.id ?? ulid(given.timestamp === undefined ? undefined : Date.parse(given.timestamp));
  return {
    version: VERSION,
    timestamp: new Date().toISOString(),
    correlationId: fresh,
    causationId: fresh,
    ...given,
    id: fresh,
  };
}

/** Metadata of an event that answers another: the same correlation, and the other as its cause. */
export function answering(
  request: Pick<RequestMetadata, 'id' | 'correlationId'>,
  own: { id: string; timestamp: string },
): Metadata {
  return { version: VERSION, ...own, correlationId: request.correlationId, causationId: request.id };
}
