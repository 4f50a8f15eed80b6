/**
 * The document of evidence: records chained by their hashes, whose last hash, the head, is signed. Each hash covers the
 * document's own members as well, so the signature covers every byte.
 */

import type { DisassociationRequest } from '../../events/disassociation-requested.ts';
import type { OffboardingRequest } from '../../events/offboarding-requested.ts';
import type { Approval } from '../answer.ts';
import { canonical, sha256, toIJson } from '../canonical.ts';
import type { Inaccessible } from '../common/found.ts';
import type { Plan, PlanItem } from '../common/plan.ts';
import type { RejectionReason } from '../evaluate-plan.ts';
import type { Breach } from '../guardrails/index.ts';
import type { ItemResult } from '../item-result.ts';
import type { Requester } from '../requester.ts';
import type { RollUp } from '../roll-up.ts';

export interface Approved {
  approvals: Approval[];
}

/** The origin in the event's envelope, which carries no identity of the sender. */
export interface Origin {
  eventId: string;
  account: string;
  time: string;
}

/** Why a planned offboarding was rejected. */
export type Rejection =
  | RejectionReason
  | { reason: 'denied'; by: string; message?: string }
  | { reason: 'expired'; message: string };

export interface Contents {
  request: {
    /** Claimed by the sender, not verified. */
    claimed: { requestedBy?: string; reason?: string };
    requester?: Requester | undefined;
    origin: Origin;
    request: OffboardingRequest | DisassociationRequest;
    execution: string;
  };
  plan: Omit<Plan, 'items' | 'request' | 'stack'> & { breaches: Breach[] };
  approval: Approved | { needed: boolean };
  /** Of a single request, which has no plan. */
  single: { result: ItemResult; secondsFromRequest: number };
  item: { planned: PlanItem; result: ItemResult | null; secondsFromRequest: number | null };
  end: {
    rollUp: RollUp;
    /** The first places that could not be read right before the first item. */
    inaccessible?: Inaccessible[];
    endedAt: string;
    secondsFromRequest: number;
    deadline?: string;
    withinDeadline?: boolean;
    /** Where nothing was started. */
    rejected?: Rejection[];
  };
}

export type RecordType = keyof Contents;

/** Of one type; by default of any. */
export type EvidenceRecord<Type extends RecordType = RecordType> = {
  [Each in Type]: { number: number; type: Each; content: Contents[Each]; previous: string; hash: string };
}[Type];

export type Content = { [Type in RecordType]: { type: Type; content: Contents[Type] } }[RecordType];

export interface UnsignedEvidence {
  version: typeof VERSION;
  /** The request's id. */
  offboarding: string;
  /** The key whose signature closes the document. */
  keyId: string;
  records: EvidenceRecord[];
  /** The last record's hash. */
  head: string;
}

export interface Evidence extends UnsignedEvidence {
  /** Of the head's 32 bytes as a SHA-256 digest: RSASSA-PKCS1-v1_5, in base64. */
  signature: string;
}

/** Versions 1 and 2 were not signed. */
export const VERSION = '3';

/** The `previous` of the first record. */
const FIRST_PREVIOUS = '0'.repeat(64);

/** What a document is to hold. Its contents may be made one by one, since those of 100,000 items would not fit a function's memory. */
export interface Unchained extends Owner {
  contents: Iterable<Content>;
}

type Owner = Pick<Evidence, 'offboarding' | 'keyId'>;

/** The document as text alone, which is canonical, so that each document has exactly one. */
export function chainedText({ offboarding, keyId, contents }: Unchained) {
  const records: string[] = [];
  let head = FIRST_PREVIOUS;
  for (const each of contents) {
    const { type, content } = toIJson(each);
    const record = { number: records.length + 1, type, content, previous: head };
    head = hashOf({ version: VERSION, offboarding, keyId }, record);
    records.push(canonical({ ...record, hash: head }));
  }
  const signed = (signature: string) =>
    documentText({ version: VERSION, offboarding, keyId, head, signature }, records);
  return { head, signed };
}

function hashOf({ version, offboarding, keyId }: Owner & { version: string }, record: object): string {
  return sha256({ ...record, version, offboarding, keyId });
}

/** No text of JSON has an unescaped quotation mark within a string, so that the first such member is the document's. */
function documentText(members: Omit<Evidence, 'records'>, records: readonly string[]): string {
  return canonical({ ...members, records: [] }).replace('"records":[]', () => `"records":[${records.join(',')}]`);
}

/** What is wrong with the hashes; empty where every record is as it was chained. */
export function chainProblems({ version, offboarding, keyId, records, head }: UnsignedEvidence): string[] {
  const problems = records.flatMap((record, index) => {
    const { hash, ...unhashed } = record;
    if (record.number !== index + 1) return [`Record ${index + 1} has the number ${record.number}.`];
    if (record.previous !== (records[index - 1]?.hash ?? FIRST_PREVIOUS))
      return [`Record ${index + 1} does not follow the record before it.`];
    return hash === hashOf({ version, offboarding, keyId }, unhashed)
      ? []
      : [`Record ${index + 1} (${record.type}) was changed.`];
  });
  return head === records.at(-1)?.hash ? problems : [...problems, 'The head is not the last record.'];
}
