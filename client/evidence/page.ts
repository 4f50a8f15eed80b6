/** The evidence as one printable HTML page that needs nothing beside itself. */

import { createHash } from 'node:crypto';
import type { Evidence } from '../../offboardings/evidence/document.ts';
import { reportRow } from '../reports/report-row.ts';
import { type Facts, type RecordView, recordViews } from './record-views.ts';

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
${recordViews(evidence).map(section).join('\n')}
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

function section({ number, title, facts, snapshots, calls, hash }: RecordView): string {
  const observed: Facts = snapshots ? Object.entries(snapshots) : [];
  return `<section>
<h2>${escaped(`${number}. ${title}`)}</h2>
${table([...facts, ...observed])}
${callsTable(calls)}
<p class="hash"><code>${escaped(hash)}</code></p>
</section>`;
}

function callsTable(calls: RecordView['calls']): string {
  if (calls.length === 0) return '';
  const rows = calls.map(
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
