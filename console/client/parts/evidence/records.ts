/** The records of evidence, each with its facts, the snapshots before and after, and the calls to AWS. */

import { type RecordView, recordViews } from '../../../../client/evidence/record-views.ts';
import { h } from '../../common/dom.ts';
import { table } from '../basics.ts';

let last: { text: string; views: RecordView[] } | undefined;

/** @param text of a document whose form the server has read; whether it is genuine is said above it. */
export function evidenceRecords(text: string) {
  if (last?.text !== text) last = { text, views: recordViews(JSON.parse(text)) };
  return last.views.map(recordPanel);
}

function recordPanel({ number, title, facts, snapshots, calls, hash }: RecordView) {
  return h(
    'section',
    { key: number, class: 'panel record', 'aria-label': title },
    h('h2', {}, `${number}. ${title}`),
    h(
      'dl',
      { class: 'facts' },
      facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => [h('dt', {}, name), h('dd', {}, valueView(value))]),
    ),
    snapshots &&
      h('div', { class: 'snapshots' }, snapshot('Before', snapshots.before), snapshot('After', snapshots.after)),
    calls.length > 0 &&
      table(
        `Calls to AWS of record ${number}`,
        ['Time', 'Call', 'Result', 'AWS request id'],
        calls.map(({ at, service, operation, result, requestId }, index) =>
          h(
            'tr',
            { key: index },
            [at, `${service} ${operation}`, result, requestId].map((text) => h('td', {}, text)),
          ),
        ),
      ),
    h('p', { class: 'hash' }, h('code', {}, hash)),
  );
}

/** Flat objects in one line; what is deeper as JSON. */
function valueView(value: unknown) {
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  const members = Object.entries(value);
  if (members.length === 0) return 'none';
  const isFlat = !Array.isArray(value) && members.every(([, member]) => typeof member !== 'object');
  return isFlat ? members.map((member) => member.join(' ')).join(' · ') : h('pre', {}, JSON.stringify(value, null, 2));
}

function snapshot(title: string, value: unknown) {
  return h(
    'div',
    {},
    h('h3', {}, title),
    value === null
      ? h('p', { class: 'note' }, 'The service does not list it.')
      : h('pre', { tabindex: '0', role: 'group', 'aria-label': title }, JSON.stringify(value, null, 2)),
  );
}
