/** The records of evidence as a reader sees them: on the printable page and in the console. */

import type { AwsCall } from '../../associations/common/contract.ts';
import type { Json } from '../../associations/common/json.ts';
import type { Evidence, EvidenceRecord } from '../../offboardings/evidence/document.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import { requesterText } from '../identity/requester-text.ts';

export interface RecordView {
  number: number;
  title: string;
  /** `(claimed)` at the end of a name: nobody has verified the value. */
  facts: Facts;
  /** What the service returned; null where it lists no such association. */
  snapshots?: { before: Json; after: Json };
  calls: readonly AwsCall[];
  hash: string;
}

type RecordType = EvidenceRecord['type'];
export type Facts = [name: string, value: unknown][];

/** Title and facts of a record, by its type. */
const RECORDS: {
  [Type in RecordType]: {
    title(content: EvidenceRecord<Type>['content']): string;
    facts(content: EvidenceRecord<Type>['content']): Facts;
  };
} = {
  request: {
    title: () => 'Request',
    facts: ({ claimed, requester, origin, request, execution }) => [
      ['requester', requesterText({ requester, requestedBy: claimed.requestedBy }) ?? 'unknown'],
      ['reason (claimed)', claimed.reason ?? 'none given'],
      ['requested', request.metadata.timestamp],
      ['event (claimed)', `${origin.eventId} from account ${origin.account} at ${origin.time}`],
      ['request', request.data],
      ['execution', execution],
    ],
  },
  plan: {
    title: ({ id }) => `Plan ${id}`,
    facts: ({ madeAt, scanned, excluded, inherited = [], inaccessible, breaches }) => [
      ['made at', madeAt],
      ['scanned', scanned],
      ['excluded', excluded],
      ['inherited', inherited],
      ['inaccessible', inaccessible],
      ['guardrails overridden', breaches],
    ],
  },
  approval: {
    title: () => 'Approval',
    facts: (approval) =>
      'approvals' in approval
        ? approval.approvals.flatMap(({ by, at, reason }): [string, unknown][] => [
            ['approved by', by],
            ['at', at],
            ['reason', reason],
          ])
        : [['approval', approval.needed ? 'not given' : 'not required']],
  },
  single: {
    title: () => 'Disassociation',
    facts: ({ result, secondsFromRequest }) => endFacts(result, secondsFromRequest),
  },
  item: {
    title: ({ planned }) => `${planned.kind}: ${planned.label}`,
    facts: ({ planned, result, secondsFromRequest }) => [
      ['reasons', planned.reasons.join(', ')],
      ['target', planned.target],
      ['where', `${planned.account} ${planned.where.region ?? ''}`],
      ['risks', planned.risks.join(', ') || 'none'],
      ...(result === null ? fact('outcome', 'not started') : endFacts(result, secondsFromRequest)),
    ],
  },
  end: {
    title: () => 'Result',
    facts: ({ rollUp, endedAt, secondsFromRequest, deadline, withinDeadline, rejected }) => [
      ...(rejected === undefined ? [] : ([['rejected', rejected]] satisfies Facts)),
      ['outcomes', rollUp],
      ['ended at', endedAt],
      ['from request to end', `${secondsFromRequest} s`],
      ...(deadline === undefined ? [] : fact('deadline', `${deadline}: ${withinDeadline ? 'met' : 'missed'}`)),
    ],
  },
};

function endFacts(result: ItemResult, secondsFromRequest: number | null): Facts {
  return [
    ['outcome', result.outcome],
    ...(result.error === undefined ? [] : fact('error', `${result.error}: ${result.message ?? ''}`)),
    ['service status', result.serviceStatus],
    ['polls', result.polls],
    ['ended at', result.endedAt],
    ['from request to end', secondsFromRequest === null ? '' : `${secondsFromRequest} s`],
    ['execution', result.execution],
  ];
}

function fact(name: string, value: string): Facts {
  return [[name, value]];
}

export function recordViews({ records }: Evidence): RecordView[] {
  return records.map(viewOf);
}

function viewOf<Type extends RecordType>(record: EvidenceRecord<Type>): RecordView {
  const { title, facts } = RECORDS[record.type];
  const { number, content, hash } = record;
  const result = 'result' in content ? content.result : null;
  return {
    number,
    title: title(content),
    facts: facts(content),
    ...(result !== null && { snapshots: { before: result.before, after: result.after } }),
    calls: result?.calls ?? [],
    hash,
  };
}
