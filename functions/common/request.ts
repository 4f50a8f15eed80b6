/** The request that a task works for, read from the envelope it came in. */

import type { Envelope } from '../../events/define.ts';
import { type DisassociationRequest, disassociationRequested } from '../../events/disassociation-requested.ts';
import type { Metadata } from '../../events/metadata.ts';

/** @throws InvalidEvent with every problem. */
export function readRequest(envelope: Envelope): DisassociationRequest {
  return disassociationRequested.read(envelope);
}

/** What can be told of a request that may be malformed. */
export interface Identity {
  id: string;
  correlationId: string;
  /** Whether the sender gave it an id; otherwise the envelope's stands in. */
  own: boolean;
  association?: string;
  requestedBy?: string;
}

/** Whose answer it is, also where the request keeps no contract: nothing is dropped for want of a good id. */
export function identify(envelope: Envelope): Identity {
  const metadata = fields(fields(envelope.detail).metadata) as Partial<Record<keyof Metadata, unknown>>;
  const { association } = fields(fields(envelope.detail).data);
  const id = word(metadata.id);
  return {
    id: id ?? envelope.id,
    correlationId: word(metadata.correlationId) ?? id ?? envelope.id,
    own: id !== undefined,
    ...(typeof association === 'string' && { association }),
    ...(typeof metadata.requestedBy === 'string' && { requestedBy: metadata.requestedBy }),
  };
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** An id that may stand in an event of ours and in a log line. */
function word(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.:/-]{1,128}$/.test(value) ? value : undefined;
}
