/** What goes into the evidence of an offboarding, carried out or rejected, and of a single disassociation. */

import type { DisassociationRequest } from '../../events/disassociation-requested.ts';
import type { RequestMetadata } from '../../events/metadata.ts';
import type { Inaccessible } from '../common/found.ts';
import type { Plan } from '../common/plan.ts';
import type { Breach } from '../guardrails/index.ts';
import type { ItemResult } from '../item-result.ts';
import type { Requester } from '../requester.ts';
import { type ResultsByNumber, type RollUp, rollUp } from '../roll-up.ts';
import type { Approved, Content, Contents, Origin, Rejection, Unchained } from './document.ts';

/** Of both: who sent the request, and where it ran. */
interface Sent {
  origin: Origin;
  /** The execution's ARN. */
  execution: string;
  keyId: string;
}

export interface EvidenceInput extends Sent {
  plan: Plan & { breaches: Breach[] };
  approved: Approved | null;
  requester: Requester;
  results: ResultsByNumber;
  rollUp: RollUp;
  inaccessible?: Inaccessible[];
  endedAt: string;
  /** Where a planned offboarding was denied, has expired or broke a guardrail. */
  rejected?: readonly Rejection[];
}

export function evidenceOf(input: EvidenceInput): Unchained {
  return { offboarding: input.plan.request.metadata.id, keyId: input.keyId, contents: contentsOf(input) };
}

function* contentsOf({ plan, keyId: _keyId, ...input }: EvidenceInput): Generator<Content> {
  // The stack is in the ARN of the execution, which the request's record has.
  const { items, request, stack: _stack, ...rest } = plan;
  const { metadata, data } = request;
  yield { type: 'request', content: requestOf(request, input) };
  yield { type: 'plan', content: rest };
  yield { type: 'approval', content: approvalOf(input) };
  for (const planned of items) {
    const result = input.results.get(planned.number) ?? null;
    const secondsFromRequest = result === null ? null : secondsFrom(metadata, result.endedAt);
    yield { type: 'item', content: { planned, result, secondsFromRequest } };
  }
  yield { type: 'end', content: endOf(metadata, { ...input, deadline: data.options?.deadline }) };
}

export interface SingleEvidenceInput extends Sent {
  request: DisassociationRequest;
  requester?: Requester | undefined;
  result: ItemResult;
}

/** Of a single request. Made from what Step Functions keeps, it is the same in every retry. */
export function singleEvidenceOf({ request, result, keyId, ...sent }: SingleEvidenceInput): Unchained {
  const { metadata, data } = request;
  const { endedAt } = result;
  const contents: Content[] = [
    { type: 'request', content: requestOf(request, sent) },
    { type: 'single', content: { result, secondsFromRequest: secondsFrom(metadata, endedAt) } },
    {
      type: 'end',
      content: endOf(metadata, { rollUp: rollUp({ items: [result] }, [result]), endedAt, deadline: data.deadline }),
    },
  ];
  return { offboarding: metadata.id, keyId, contents };
}

function requestOf(
  request: Contents['request']['request'],
  { origin, execution, requester }: Omit<Sent, 'keyId'> & { requester?: Requester | undefined },
): Contents['request'] {
  const { requestedBy, reason } = request.metadata;
  const claimed = { ...(requestedBy !== undefined && { requestedBy }), ...(reason !== undefined && { reason }) };
  return { claimed, ...(requester !== undefined && { requester }), origin, request, execution };
}

/** A denial is no approval: `end` says whose it was. */
function approvalOf({ approved, rejected = [] }: Pick<EvidenceInput, 'approved' | 'rejected'>): Contents['approval'] {
  const refused = rejected.some(({ reason }) => reason === 'denied' || reason === 'expired');
  if (approved === null || refused) return { needed: refused };
  return approved;
}

interface End extends Pick<EvidenceInput, 'rollUp' | 'inaccessible' | 'endedAt' | 'rejected'> {
  deadline: string | undefined;
}

function endOf(
  metadata: RequestMetadata,
  { rollUp, inaccessible = [], endedAt, deadline, rejected }: End,
): Contents['end'] {
  return {
    rollUp,
    ...(inaccessible.length > 0 && { inaccessible }),
    endedAt,
    secondsFromRequest: secondsFrom(metadata, endedAt),
    ...(deadline !== undefined && { deadline, withinDeadline: Date.parse(endedAt) <= Date.parse(deadline) }),
    ...(rejected !== undefined && { rejected: [...rejected] }),
  };
}

function secondsFrom({ timestamp }: RequestMetadata, iso: string): number {
  return (Date.parse(iso) - Date.parse(timestamp)) / 1000;
}
