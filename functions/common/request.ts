/** The request of a task, read from its envelope. */

import * as v from 'valibot';
import type { Envelope } from '../../events/define.ts';
import { type DisassociationRequest, disassociationRequested } from '../../events/disassociation-requested.ts';
import { requesterSchema } from '../../events/free-text.ts';
import { ID } from '../../events/ids.ts';
import type { Metadata } from '../../events/metadata.ts';
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
    ...(typeof association === 'string' && { association }),
    // What must not be kept is not repeated in the answer that says so.
    ...(v.is(requesterSchema, metadata.requestedBy) && { requestedBy: metadata.requestedBy }),
  };
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function validId(value: unknown): string | undefined {
  return typeof value === 'string' && ID.test(value) ? value : undefined;
}
