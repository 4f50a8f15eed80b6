import * as v from 'valibot';
import type { Envelope, Problem } from '../../events/define.ts';
import { type DisassociationRequest, disassociationRequested } from '../../events/disassociation-requested.ts';
import { requesterSchema } from '../../events/free-text.ts';
import { ID } from '../../events/ids.ts';
import type { Metadata } from '../../events/metadata.ts';
import { truncate } from '../../events/truncate.ts';
import { sha256 } from '../../offboardings/canonical.ts';

/** @throws InvalidEvent with every problem. */
export function readRequest(envelope: Envelope): DisassociationRequest {
  return disassociationRequested.read(envelope);
}

/** The fields of a request that can be read even where it is invalid. */
export interface Identity {
  id: string;
  correlationId: string;
  /** Whether the sender gave it an id; otherwise `id` is the envelope's. */
  own: boolean;
  association?: string;
  requestedBy?: string;
}

/** Of texts of which nothing is known: a detail-type, a source, an association. */
export const MAX_NAME_BYTES = 256;

/** Of a request for an offboarding: what the state machine makes of it fits its states beside it. */
export const MAX_OFFBOARDING_BYTES = 128 * 1024;

/** Works for invalid requests too, so that none is left without an answer. */
export function identify(envelope: Envelope): Identity {
  const metadata = fields(fields(envelope.detail).metadata) as Partial<Record<keyof Metadata, unknown>>;
  const { association } = fields(fields(envelope.detail).data);
  const id = validId(metadata.id);
  // An execution that was started by hand may have any envelope.
  const envelopeId = validId(envelope.id) ?? sha256(envelope);
  return {
    id: id ?? envelopeId,
    correlationId: validId(metadata.correlationId) ?? id ?? envelopeId,
    own: id !== undefined,
    ...(typeof association === 'string' && { association: truncate(association, MAX_NAME_BYTES) }),
    // What must not be kept is not repeated in the answer that says so.
    ...(v.is(requesterSchema, metadata.requestedBy) && { requestedBy: metadata.requestedBy }),
  };
}

/**
 * What identifies a request, for tasks that need no more of it: a request may have as many bytes as a state of Step Functions,
 * and a state has more to carry.
 */
export function identifying(envelope: Envelope): Envelope {
  const { id, correlationId, own, association, requestedBy } = identify(envelope);
  const { 'detail-type': detailType, source, time, account, region } = envelope;
  return {
    id: validId(envelope.id) ?? id,
    'detail-type': truncate(String(detailType), MAX_NAME_BYTES),
    source: truncate(String(source), MAX_NAME_BYTES),
    ...{ time, account, region, resources: [] },
    detail: {
      metadata: { ...(own && { id }), correlationId, ...(requestedBy !== undefined && { requestedBy }) },
      data: { ...(association !== undefined && { association }) },
    },
  };
}

/** Undefined where the event has at most so many bytes. */
export function sizeProblem(envelope: Envelope, maxBytes: number): Problem | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(envelope));
  if (bytes <= maxBytes) return undefined;
  return { path: 'detail', message: `detail must be shorter: the event has ${bytes} bytes, and may have ${maxBytes}` };
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function validId(value: unknown): string | undefined {
  return typeof value === 'string' && ID.test(value) ? value : undefined;
}
