/** The evidence of a single request, as the state machine stores it in the bucket. */

import type { DisassociationRequest } from '../../events/disassociation-requested.ts';
import { isItemRequest } from '../../offboardings/apply.ts';
import { type Evidence, evidenceText, singleEvidenceOf } from '../../offboardings/evidence.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import { bucketName, evidenceKey, retention } from '../common/keys.ts';
import type { CompletionInput } from './disassociation.ts';

export interface EvidenceObject {
  bucket: string;
  key: string;
  document: Evidence;
  /** Object Lock keeps it until then. ISO 8601. */
  until: string;
}

/** Null for an item of an offboarding, whose evidence includes it. */
export function evidenceObjectOf(
  { request: envelope, execution, at }: CompletionInput,
  request: DisassociationRequest,
  result: Omit<ItemResult, 'number' | 'execution'>,
): EvidenceObject | null {
  if (isItemRequest(envelope)) return null;
  const { id: eventId, account, time } = envelope;
  const document = singleEvidenceOf({
    request,
    origin: { eventId, account, time },
    execution,
    result: { number: 1, execution, ...result },
  });
  return {
    bucket: bucketName(),
    key: evidenceKey(request.metadata.id, execution.split(':').at(-1) ?? execution),
    // Step Functions keeps the order of members: the one of the text that is verified.
    document: JSON.parse(evidenceText(document)) as Evidence,
    until: retention(new Date(at)).toISOString(),
  };
}
