/** The evidence of a single request: the document, and where it is stored. */

import type { DisassociationRequest } from '../../events/disassociation-requested.ts';
import { isItemRequest } from '../../offboardings/apply.ts';
import { singleEvidenceOf } from '../../offboardings/evidence/contents.ts';
import type { UnsignedEvidence } from '../../offboardings/evidence/document.ts';
import type { Requester } from '../../offboardings/requester.ts';
import { evidenceKey } from '../common/keys.ts';
import { signingKeyId } from '../common/signing.ts';
import type { CompletionInput } from './disassociation.ts';
import { type Completed, type NotCompleted, outcomeOf } from './outcome.ts';
import { resultFields } from './result-fields.ts';

/** Null for a rejected request, and for an item of an offboarding, whose evidence includes it. */
export function singleEvidence(
  input: CompletionInput,
  request: DisassociationRequest,
  requester: Pick<Requester, 'name' | 'proof'> | undefined,
): { document: UnsignedEvidence; key: string } | null {
  const { request: envelope, disassociation, execution, at: endedAt } = input;
  const outcome = outcomeOf(input);
  if (outcome.outcome === 'REJECTED' || isItemRequest(envelope)) return null;
  const { id: eventId, account, time } = envelope;
  const document = singleEvidenceOf({
    request,
    requester,
    origin: { eventId, account, time },
    execution,
    keyId: signingKeyId(),
    result: { number: 1, execution, ...resultFields(disassociation, endedAt), ...outcomeFields(outcome), endedAt },
  });
  return { document, key: evidenceKey(request.metadata.id, execution.split(':').at(-1) ?? execution) };
}

function outcomeFields(outcome: Completed | NotCompleted) {
  if ('error' in outcome) return { outcome: outcome.outcome, error: outcome.error, message: outcome.message };
  const { confirmed: _, note, ...rest } = outcome;
  return { ...rest, ...(note !== undefined && { message: note }) };
}
