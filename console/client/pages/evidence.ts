/** The evidence of one execution, to be read, verified in the browser, printed and downloaded. */

import type { PublishedEvidence } from '../../../client/evidence/published.ts';
import { offboardCommand } from '../common/command-line.ts';
import { type Child, h } from '../common/dom.ts';
import { download } from '../common/download.ts';
import { evidenceOf } from '../common/evidence.ts';
import { executionAddress } from '../common/route.ts';
import { button, command, empty, errorMessage, page } from '../parts/basics.ts';
import { evidenceRecords } from '../parts/evidence/records.ts';
import { verification } from '../parts/evidence/verification.ts';

export function evidencePage(arn: string) {
  const { value, error } = evidenceOf(arn);
  if (error !== '') return page('Evidence', errorMessage(error));
  if (!value) return page('Evidence', h('p', {}, 'Loading …'));
  const back = h('a', { href: executionAddress(arn) }, 'The execution');
  if (!value.evidence) return page('Evidence', empty('There is no evidence of this execution, or none yet.', back));
  return h('main', { class: 'page evidence', id: 'main', tabindex: '-1' }, content(value.evidence, back));
}

function content(evidence: PublishedEvidence, back: Child): Child {
  const { text, subject, head, key, bucket } = evidence;
  return [
    h('p', { class: 'crumbs' }, h('a', { href: '/executions' }, 'Executions'), ' / ', back, ' / Evidence'),
    h(
      'div',
      { class: 'title' },
      h('h1', {}, `Evidence: ${subject}`),
      h(
        'div',
        { class: 'row actions' },
        button('Print', () => print()),
        button('Download the document', () => download('evidence.json', 'application/json', text)),
        button('Download the key', () => download('evidence-key.pem', 'application/x-pem-file', evidence.publicKey)),
      ),
    ),
    verification(evidence),
    evidenceRecords(text),
    h(
      'footer',
      { class: 'panel' },
      h('h2', {}, 'Verify it elsewhere'),
      h('p', { class: 'note' }, 'With the downloads, without a connection to the stack:'),
      command(`npx offboard evidence verify evidence.json --key evidence-key.pem --head ${head}`),
      h('p', { class: 'note' }, 'From the stack:'),
      command(offboardCommand(`evidence ${JSON.parse(text).offboarding} --out evidence.json`)),
      h('p', { class: 'note' }, `Stored as ${bucket}/${key}`),
    ),
  ];
}
