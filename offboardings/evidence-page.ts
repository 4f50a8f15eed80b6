/** The evidence as one printable HTML page that needs nothing beside itself. */

import type { EndedItem } from './ended.ts';
import type { Evidence, EvidenceRecord } from './evidence.ts';
import { reportRow } from './report.ts';

export function evidencePage(evidence: Evidence): string {
  const { subject } = reportRow(evidence, Number.POSITIVE_INFINITY);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Evidence: ${escaped(subject)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Evidence: ${escaped(subject)}</h1>
<p>Offboarding <code>${escaped(evidence.offboarding)}</code>. ${evidence.records.length} records, chained by SHA-256; head
<code>${escaped(evidence.head)}</code>. The JSON document is what is verified; this page shows what it says.</p>
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

function section(record: EvidenceRecord): string {
  return `<section>
<h2>${record.number}. ${escaped(titleOf(record))}</h2>
${facts(factsOf(record))}
${record.type === 'item' || record.type === 'single' ? callsOf(record.content.ended) : ''}
<p class="hash"><code>${record.hash}</code></p>
</section>`;
}

function titleOf(record: EvidenceRecord): string {
  switch (record.type) {
    case 'request':
      return 'What was asked';
    case 'plan':
      return `Plan ${record.content.id}`;
    case 'approval':
      return 'Approval';
    case 'single':
      return 'What was ended';
    case 'item':
      return `${record.content.planned.association}: ${record.content.planned.label}`;
    case 'end':
      return 'How it ended';
  }
}

type Facts = [name: string, value: unknown][];

function factsOf(record: EvidenceRecord): Facts {
  switch (record.type) {
    case 'request': {
      const { claimed, origin, request, execution } = record.content;
      return [
        ['asked by (claimed)', claimed.requestedBy ?? 'nobody said'],
        ['why (claimed)', claimed.reason ?? 'nobody said'],
        ['when', request.metadata.timestamp],
        ['event', `${origin.eventId} from account ${origin.account} at ${origin.time}`],
        ['request', request.data],
        ['execution', execution],
      ];
    }
    case 'plan': {
      const { madeAt, looked, heldBack, unseen, breaches } = record.content;
      return [
        ['made at', madeAt],
        ['looked through', looked],
        ['held back', heldBack],
        ['could not be seen', unseen],
        ['guardrails lifted', breaches],
      ];
    }
    case 'approval':
      return 'by' in record.content
        ? [
            ['approved by', record.content.by],
            ['at', record.content.at],
            ['reason', record.content.reason ?? ''],
          ]
        : [['approval', 'none was needed']];
    case 'single':
      return endFacts(record.content.ended, record.content.secondsFromRequest);
    case 'item': {
      const { planned, ended, secondsFromRequest } = record.content;
      return [
        ['because', planned.because.join(', ')],
        ['target', planned.target],
        ['where', `${planned.account} ${planned.where.region ?? ''}`],
        ['risks', planned.risks.join(', ') || 'none'],
        ...(ended === null ? ([['outcome', 'not tried']] as Facts) : endFacts(ended, secondsFromRequest)),
      ];
    }
    case 'end': {
      const { rollUp, endedAt, secondsFromRequest, deadline, withinDeadline } = record.content;
      return [
        ['outcomes', rollUp],
        ['ended at', endedAt],
        ['from request to end', `${secondsFromRequest} s`],
        ...(deadline === undefined
          ? []
          : ([['deadline', `${deadline}: ${withinDeadline ? 'kept' : 'missed'}`]] as Facts)),
      ];
    }
  }
}

function endFacts(ended: EndedItem, secondsFromRequest: number | null): Facts {
  return [
    ['outcome', ended.outcome],
    ...(ended.error === undefined ? [] : ([['error', `${ended.error}: ${ended.message ?? ''}`]] as Facts)),
    ['provider status', ended.providerStatus],
    ['before', ended.before],
    ['after', ended.after],
    ['looks', ended.looks],
    ['ended at', ended.endedAt],
    ['from request to end', secondsFromRequest === null ? '' : `${secondsFromRequest} s`],
    ['execution', ended.execution],
  ];
}

function callsOf(ended: EndedItem | null): string {
  if (ended === null || ended.calls.length === 0) return '';
  const rows = ended.calls.map(
    ({ at, service, operation, result, requestId }) =>
      `<tr><td>${escaped(at)}</td><td>${escaped(`${service} ${operation}`)}</td><td>${escaped(result)}</td><td><code>${escaped(requestId)}</code></td></tr>`,
  );
  return `<table><tr><th>time</th><th>call</th><th>result</th><th>AWS request id</th></tr>${rows.join('')}</table>`;
}

function facts(all: Facts): string {
  const rows = all.map(
    ([name, value]) =>
      `<tr><th${name.endsWith('(claimed)') ? ' class="claimed"' : ''}>${escaped(name)}</th><td>${shown(value)}</td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `<pre>${escaped(JSON.stringify(value, null, 1))}</pre>`;
  return escaped(String(value ?? ''));
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
