/** A row of the report: who requested and approved an offboarding, how long it took, and whether it ended in time. */

import { associationOf } from '../../associations/registry.ts';
import type { DisassociationRequest } from '../../events/disassociation-requested.ts';
import type { OffboardingRequest } from '../../events/offboarding-requested.ts';
import type { Evidence, EvidenceRecord } from '../../offboardings/evidence/document.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import type { Requester } from '../../offboardings/requester.ts';
import { DONE, type RollUp } from '../../offboardings/roll-up.ts';
import { requesterText } from '../identity/requester-text.ts';

export interface ReportRow {
  id: string;
  /** `user alice`, `policy stuck-packages`, `<kind> movies/F1`. */
  subject: string;
  /** What the request says. */
  requestedBy: string;
  /** As the stack verified it, with what the request says. */
  requester: string;
  proof: Requester['proof'];
  reason: string;
  /** The identity that STS attested; empty where no approval was required. */
  approvedBy: string;
  /** ISO 8601. */
  requestedAt: string;
  endedAt: string;
  /** From the request to the end. */
  seconds: number;
  /** Why nothing was started, in one word: `denied`, `expired`, `guardrail`, `out-of-date`; else empty. */
  rejected: string;
  /** Whether nothing remains and that was so in time; of a rejected one, whether it was rejected in time. */
  withinSla: boolean;
  planned: number;
  /** By this offboarding: every other outcome is counted apart. */
  removed: number;
  /** Gone before, as a read of the plan or of the request showed. */
  alreadyGone: number;
  /** Not there, and never read: removed before, or mistyped. */
  neverSeen: number;
  /** The parent resource does not exist. */
  notFound: number;
  /** Associated again since, so that the request does not mean it. */
  skipped: number;
  /** FAILED, TIMED_OUT or REJECTED, or not started; of a rejected one none. */
  failed: number;
  /** Searches that could not be read, and that the request does not allow to be left unread. */
  inaccessible: number;
  /** Still there, or not known to be gone: notFound, skipped and failed. */
  remaining: number;
  /** Of the chain. */
  head: string;
}

/** @param slaSeconds how long an offboarding may take. */
export function reportRow(evidence: Evidence, slaSeconds: number): ReportRow {
  return reportRowWithin(evidence)(slaSeconds);
}

/** Reads the evidence once. @returns its row by how many seconds an offboarding may take. */
export function reportRowWithin(evidence: Evidence): (slaSeconds: number) => ReportRow {
  const { claimed, requester, request } = contentOf(evidence, 'request');
  const { rollUp, endedAt, secondsFromRequest, rejected: [rejection] = [] } = contentOf(evidence, 'end');
  const approval = evidence.records.find((record) => record.type === 'approval')?.content;
  // Evidence that was stored before these were counted has no such members.
  const { neverSeen = 0, inaccessible = 0, NOT_FOUND: notFound = 0 }: Partial<RollUp> = rollUp;
  const results = evidence.records.flatMap((record) => resultIn(record) ?? []);
  const plan = evidence.records.find((record) => record.type === 'plan')?.content;
  const isUnknown = plan !== undefined && 'subjectFound' in plan && plan.subjectFound === false;
  const remaining = rollUp.planned - DONE.reduce((sum, outcome) => sum + rollUp[outcome], 0);
  const isDone = !isUnknown && remaining + neverSeen + inaccessible === 0;
  const row: ReportRow = {
    id: evidence.offboarding,
    subject: subjectOf(request.data),
    requestedBy: claimed.requestedBy ?? '',
    requester: requesterText({ requester, requestedBy: claimed.requestedBy }) ?? 'unknown',
    proof: requester?.proof ?? 'claimed',
    reason: claimed.reason ?? '',
    approvedBy:
      approval !== undefined && 'approvals' in approval ? approval.approvals.map(({ by }) => by).join(' ') : '',
    requestedAt: request.metadata.timestamp,
    endedAt,
    seconds: Math.round(secondsFromRequest),
    rejected: rejection?.reason ?? '',
    withinSla: isDone || rejection !== undefined,
    planned: rollUp.planned,
    removed: rollUp.DISASSOCIATED,
    alreadyGone: results.filter(({ outcome, neverSeen }) => outcome === 'ALREADY_GONE' && !neverSeen).length,
    neverSeen,
    notFound,
    skipped: rollUp.SKIPPED,
    failed: rejection === undefined ? remaining - rollUp.SKIPPED - notFound : 0,
    inaccessible,
    remaining,
    head: evidence.head,
  };
  return (slaSeconds) => ({ ...row, withinSla: row.withinSla && secondsFromRequest <= slaSeconds });
}

function resultIn(record: EvidenceRecord): ItemResult | null {
  return record.type === 'item' || record.type === 'single' ? record.content.result : null;
}

function contentOf<Type extends 'request' | 'end'>(
  { offboarding, records }: Evidence,
  type: Type,
): EvidenceRecord<Type>['content'] {
  const record = records.find((one) => one.type === type);
  if (record === undefined) throw new Error(`the evidence of ${offboarding} has no record of its ${type}`);
  return record.content as EvidenceRecord<Type>['content'];
}

/** Subject, policy or list of a request, in a few words. */
export function subjectOf(data: OffboardingRequest['data'] | DisassociationRequest['data']): string {
  if ('association' in data) return `${data.association} ${associationOf(data.association).target.label(data.target)}`;
  const { subject, policy, associations = [] } = data;
  return [
    ...(subject === undefined ? [] : [`${subject.type} ${subject.id}`]),
    ...(policy === undefined ? [] : [`policy ${policy.name}`]),
    ...(associations.length === 0 ? [] : [`${associations.length} listed associations`]),
  ].join(' and ');
}
