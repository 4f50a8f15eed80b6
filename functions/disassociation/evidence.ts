/** The result of a request, and the evidence of a single one: the document, and where it is stored. */

import type { DisassociationRequest } from '../../events/disassociation-requested.ts';
import { isItemRequest } from '../../offboardings/apply.ts';
import { singleEvidenceOf } from '../../offboardings/evidence/contents.ts';
import type { Unchained } from '../../offboardings/evidence/document.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
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
): { document: Unchained; key: string } | null {
  const { request: envelope, execution } = input;
  const result = resultOf(input, 1);
  if (result === null || isItemRequest(envelope)) return null;
  const { id: eventId, account, time } = envelope;
  const document = singleEvidenceOf({
    request,
    requester,
    origin: { eventId, account, time },
    execution,
    keyId: signingKeyId(),
    result,
  });
  return { document, key: evidenceKey(request.metadata.id, execution.split(':').at(-1) ?? execution) };
}

/** Null for a rejected request. @param number in its plan. */
export function resultOf(input: CompletionInput, number: number): ItemResult | null {
  const { disassociation, execution, at: endedAt } = input;
  const outcome = outcomeOf(input);
  if (outcome.outcome === 'REJECTED') return null;
  return { number, execution, ...resultFields(disassociation, endedAt), ...outcomeFields(outcome), endedAt };
}

function outcomeFields(outcome: Completed | NotCompleted) {
  if ('error' in outcome) return { outcome: outcome.outcome, error: outcome.error, message: outcome.message };
  const { confirmed: _, note, ...rest } = outcome;
  return { ...rest, ...(note !== undefined && { message: note }) };
}
