/** The evidence document in the stack's bucket, verified against the published head of its hash chain. */

import type { PublishedEvidence } from '../../../../client/evidence/published.ts';
import { awsConsoleLink, objectPath } from '../../common/aws-console.ts';
import { offboardCommand } from '../../common/command-line.ts';
import { h } from '../../common/dom.ts';
import { evidenceOf } from '../../common/evidence.ts';
import type { ExecutionDetail } from '../../common/execution-detail.ts';
import { command, errorMessage, icon, jsonBlock } from '../basics.ts';

export function evidenceTab({ view }: ExecutionDetail) {
  const { value, error } = evidenceOf(view.arn);
  if (error !== '') return errorMessage(error);
  if (!value) return h('p', {}, 'Loading …');
  return value.evidence ? verified(value.evidence, view) : h('p', { class: 'note' }, absent(view));
}

function absent({ status, requestId, correlationId }: ExecutionDetail['view']): string {
  if (status === 'RUNNING') return 'Evidence is written when the execution has ended.';
  return correlationId !== undefined && correlationId !== requestId
    ? `This disassociation is part of offboarding ${correlationId}; its evidence is there.`
    : 'Nothing was carried out, so there is no evidence.';
}

function verified({ bucket, key, head, problems, records, text }: PublishedEvidence, view: ExecutionDetail['view']) {
  const tone = problems.length === 0 ? 'good' : 'bad';
  return [
    h(
      'div',
      { class: `banner ${tone}` },
      icon(tone),
      tone === 'good'
        ? h('p', {}, `Verified: ${records.length} records, hash chain matches the published head.`)
        : h(
            'ul',
            {},
            problems.map((problem) => h('li', { key: problem }, problem)),
          ),
    ),
    h(
      'dl',
      { class: 'facts' },
      h('dt', {}, 'Object'),
      h('dd', {}, h('code', {}, `${bucket}/${key}`)),
      h('dt', {}, 'Head'),
      h('dd', {}, h('code', {}, head)),
      h('dt', {}, 'Records'),
      h('dd', {}, records.map(({ number, type }) => `${number} ${type}`).join(' · ')),
    ),
    h(
      'p',
      { class: 'row' },
      h('a', { class: 'button primary', href: `/evidence/${encodeURIComponent(view.arn)}` }, 'Read, verify and print'),
      awsConsoleLink(objectPath(bucket, key)),
    ),
    h('p', { class: 'label' }, 'Download and verify on the command line'),
    command(offboardCommand(`evidence ${view.requestId ?? view.name} --out evidence.json`)),
    command(`npx offboard evidence verify evidence.json --head ${head}`),
    jsonBlock('The document', text),
  ];
}
