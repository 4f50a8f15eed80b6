/** The evidence as one printable HTML page that needs nothing beside itself. */

import { createHash } from 'node:crypto';
import type { Evidence, EvidenceRecord } from '../../offboardings/evidence/document.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import { requesterText } from '../identity/requester-text.ts';
import { reportRow } from '../reports/report-row.ts';

export function evidencePage(evidence: Evidence): string {
  const { subject } = reportRow(evidence, Number.POSITIVE_INFINITY);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${STYLE_HASH}'">
<title>Evidence: ${escaped(subject)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Evidence: ${escaped(subject)}</h1>
<p>Offboarding <code>${escaped(evidence.offboarding)}</code>. ${evidence.records.length} records, chained by SHA-256; head
<code>${escaped(evidence.head)}</code>, signed by the key <code>${escaped(evidence.keyId)}</code>. The JSON document is what is
verified; this page shows its content.</p>
${evidence.records.map(section).join('\n')}
</body>
</html>
`;
}

const STYLE = `
body { font: 14px/1.45 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #111; }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin-top: 2rem; border-bottom: 1px solid #999 }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0 }
th { font-weight: 600; white-space: nowrap } code, pre { font: 12px/1.4 ui-monospace, monospace; overflow-wrap: anywhere }
pre { white-space: pre-wrap; margin: 0 } .claimed { color: #8a4b00 } .hash { color: #666 }
@media print { body { margin: 0; max-width: none } section { break-inside: avoid } }
`;

/** The page may have its own style and nothing else, whatever a document holds. */
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

type RecordType = EvidenceRecord['type'];
type Facts = [name: string, value: unknown][];

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
    ['before', result.before],
    ['after', result.after],
    ['polls', result.polls],
    ['ended at', result.endedAt],
    ['from request to end', secondsFromRequest === null ? '' : `${secondsFromRequest} s`],
    ['execution', result.execution],
  ];
}

function fact(name: string, value: string): Facts {
  return [[name, value]];
}

function section<Type extends RecordType>(record: EvidenceRecord<Type>): string {
  const { title, facts } = RECORDS[record.type];
  return `<section>
<h2>${escaped(`${record.number}. ${title(record.content)}`)}</h2>
${table(facts(record.content))}
${callsOf(record.content)}
<p class="hash"><code>${escaped(record.hash)}</code></p>
</section>`;
}

/** The calls to AWS of a record that has a result. */
function callsOf(content: EvidenceRecord['content']): string {
  const result = 'result' in content ? content.result : null;
  if (result === null || result.calls.length === 0) return '';
  const rows = result.calls.map(
    ({ at, service, operation, result, requestId }) =>
      `<tr><td>${escaped(at)}</td><td>${escaped(`${service} ${operation}`)}</td><td>${escaped(result)}</td><td><code>${escaped(requestId)}</code></td></tr>`,
  );
  return `<table><tr><th>time</th><th>call</th><th>result</th><th>AWS request id</th></tr>${rows.join('')}</table>`;
}

function table(facts: Facts): string {
  const rows = facts.map(
    ([name, value]) =>
      `<tr><th${name.endsWith('(claimed)') ? ' class="claimed"' : ''}>${escaped(name)}</th><td>${valueHtml(value)}</td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}

function valueHtml(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `<pre>${escaped(JSON.stringify(value, null, 1))}</pre>`;
  return escaped(String(value ?? ''));
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
