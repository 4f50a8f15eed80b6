/**
 * The evidence of an offboarding, or of a single disassociation: one document whose records are chained by their
 * hashes. A changed record gives another chain, whose head differs from the published one.
 */

import type { DisassociationRequest } from '../events/disassociation-requested.ts';
import type { RequestMetadata } from '../events/metadata.ts';
import type { OffboardingRequest } from '../events/offboarding-requested.ts';
import type { Approval } from './answer.ts';
import { canonical, sha256 } from './canonical.ts';
import type { Inaccessible } from './found.ts';
import type { Breach } from './guardrails/index.ts';
import type { ItemResult } from './item-result.ts';
import type { Plan, PlanItem } from './plan.ts';
import type { Requester } from './requester.ts';
import { type RollUp, rollUp } from './roll-up.ts';

export interface Approved {
  approvals: Approval[];
}

/** The origin in the event's envelope, which carries no identity of the sender. */
export interface Origin {
  eventId: string;
  account: string;
  time: string;
}

type Contents = {
  request: {
    /** Claimed by the sender, not verified. */
    claimed: { requestedBy?: string; reason?: string };
    requester?: Requester | undefined;
    origin: Origin;
    request: OffboardingRequest | DisassociationRequest;
    execution: string;
  };
  plan: Omit<Plan, 'items' | 'request'> & { breaches: Breach[] };
  approval: Approved | { needed: false };
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
  };
};

/** Of one type; by default of any. */
export type EvidenceRecord<Type extends keyof Contents = keyof Contents> = {
  [Each in Type]: { number: number; type: Each; content: Contents[Each]; previous: string; hash: string };
}[Type];

export interface Evidence {
  version: typeof VERSION;
  offboarding: string;
  records: EvidenceRecord[];
  /** The last record's hash. */
  head: string;
}

export interface EvidenceInput {
  plan: Plan & { breaches: Breach[] };
  origin: Origin;
  execution: string;
  approved: Approved | null;
  requester: Requester;
  results: readonly ItemResult[];
  rollUp: RollUp;
  inaccessible?: Inaccessible[];
  endedAt: string;
}

const VERSION = '2';

/** Version 1 differs in the names of members only: its chain is verified the same way. */
const VERIFIED_VERSIONS: readonly string[] = ['1', VERSION];

/** The `previous` of the first record. */
const FIRST_PREVIOUS = '0'.repeat(64);

export function evidenceOf(input: EvidenceInput): Evidence {
  return chain(input.plan.request.metadata.id, contentsOf(input));
}

/** @param offboarding the request's id. */
export function chain(offboarding: string, contents: readonly Content[]): Evidence {
  const records: EvidenceRecord[] = [];
  for (const { type, content } of contents) {
    const previous = records.at(-1)?.hash ?? FIRST_PREVIOUS;
    const unsigned = { number: records.length + 1, type, content, previous };
    records.push({ ...unsigned, hash: hashOf({ version: VERSION, offboarding }, unsigned) } as EvidenceRecord);
  }
  return { version: VERSION, offboarding, records, head: records.at(-1)?.hash ?? FIRST_PREVIOUS };
}

/** Each hash covers the members around the records as well. */
function hashOf({ version, offboarding }: Pick<Evidence, 'offboarding'> & { version: string }, record: object): string {
  return sha256({ version, offboarding, ...record });
}

export type Content = { [Type in keyof Contents]: { type: Type; content: Contents[Type] } }[keyof Contents];

function contentsOf(input: EvidenceInput): Content[] {
  const { plan, origin, execution, approved, requester, results, rollUp, inaccessible = [], endedAt } = input;
  const { items, request, ...rest } = plan;
  const { metadata, data } = request;
  const byNumber = new Map(results.map((item) => [item.number, item]));
  return [
    { type: 'request', content: { claimed: claimedIn(metadata), requester, origin, request, execution } },
    { type: 'plan', content: rest },
    { type: 'approval', content: approved ?? { needed: false } },
    ...items.map((planned) => {
      const result = byNumber.get(planned.number) ?? null;
      return {
        type: 'item' as const,
        content: {
          planned,
          result,
          secondsFromRequest: result === null ? null : secondsFrom(metadata, result.endedAt),
        },
      };
    }),
    { type: 'end', content: endOf(metadata, { rollUp, inaccessible, endedAt, deadline: data.options?.deadline }) },
  ];
}

type EndInput = Pick<EvidenceInput, 'rollUp' | 'inaccessible' | 'endedAt'> & { deadline: string | undefined };

function endOf(metadata: RequestMetadata, { deadline, inaccessible = [], ...end }: EndInput): Contents['end'] {
  return {
    ...end,
    ...(inaccessible.length > 0 && { inaccessible }),
    secondsFromRequest: secondsFrom(metadata, end.endedAt),
    ...(deadline !== undefined && { deadline, withinDeadline: Date.parse(end.endedAt) <= Date.parse(deadline) }),
  };
}

function secondsFrom({ timestamp }: RequestMetadata, iso: string): number {
  return (Date.parse(iso) - Date.parse(timestamp)) / 1000;
}

function claimedIn({ requestedBy, reason }: RequestMetadata): Contents['request']['claimed'] {
  return { ...(requestedBy !== undefined && { requestedBy }), ...(reason !== undefined && { reason }) };
}

export interface SingleEvidenceInput {
  request: DisassociationRequest;
  origin: Origin;
  execution: string;
  result: ItemResult;
}

/** Of a single request. Made from what Step Functions keeps, it is the same in every retry. */
export function singleEvidenceOf({ request, origin, execution, result }: SingleEvidenceInput): Evidence {
  const { metadata, data } = request;
  const { endedAt } = result;
  return chain(metadata.id, [
    { type: 'request', content: { claimed: claimedIn(metadata), origin, request, execution } },
    { type: 'single', content: { result, secondsFromRequest: secondsFrom(metadata, endedAt) } },
    {
      type: 'end',
      content: endOf(metadata, { rollUp: rollUp({ items: [result] }, [result]), endedAt, deadline: data.deadline }),
    },
  ]);
}

/** The canonical text, so that a change of any byte is found. */
export function evidenceText(evidence: Evidence): string {
  return canonical(evidence);
}

/**
 * The problems of a file of evidence; none where it is unchanged.
 * @param head from the completion event, or from the object in the bucket.
 */
export function verifyEvidence(text: string, head: string): string[] {
  const evidence = read(text);
  if (evidence === undefined) return ['The file is not evidence: it has no JSON of that shape.'];
  const problems = [
    ...(text === evidenceText(evidence) ? [] : ['The text of the file was changed.']),
    ...chainProblems(evidence),
  ];
  if (evidence.head !== head)
    problems.push(`The head of the hash chain is ${evidence.head}, but ${head} was published.`);
  return problems;
}

function read(text: string): Evidence | undefined {
  try {
    const value = JSON.parse(text) as Partial<Evidence> | null;
    return Array.isArray(value?.records) ? (value as Evidence) : undefined;
  } catch {
    return undefined;
  }
}

function chainProblems({ version, offboarding, records, head }: Evidence): string[] {
  if (!VERIFIED_VERSIONS.includes(version)) {
    return [`The file is of version ${String(version)}; this reads versions ${VERIFIED_VERSIONS.join(' and ')}.`];
  }
  const problems = records.flatMap((record, index) => {
    const { hash, ...unsigned } = record;
    const previous = records[index - 1]?.hash ?? FIRST_PREVIOUS;
    if (record.previous !== previous) return [`Record ${index + 1} does not follow the record before it.`];
    return hash === hashOf({ version, offboarding }, unsigned)
      ? []
      : [`Record ${index + 1} (${record.type}) was changed.`];
  });
  return head === records.at(-1)?.hash ? problems : [...problems, 'The head is not the last record.'];
}
