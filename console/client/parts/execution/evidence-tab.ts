/** Proof of what was ended: the document in the bucket, held against the head that was published. */

import type { Evidence } from '../../../contract.ts';
import { get } from '../../api.ts';
import { inAwsConsole, objectPath } from '../../aws-console.ts';
import { h } from '../../dom.ts';
import type { ExecutionDetail } from '../../pages/execution.ts';
import { type Polled, polled } from '../../polling.ts';
import { known } from '../../state.ts';
import { command, jsonBlock, shape } from '../basics.ts';

interface ListProgress {
  arn: string;
  answer: Polled<{ evidence?: Evidence }>;
}
let reading: ListProgress | undefined;

export function evidenceTab({ view }: ExecutionDetail) {
  const { arn } = view;
  if (reading?.arn !== arn)
    reading = { arn, answer: polled(() => get<{ evidence?: Evidence }>('evidence', { arn }), 2_000) };
  const { answer } = reading;
  // It is written once and never changes.
  if (!answer.value?.evidence) answer.keep();
  if (answer.trouble !== '') return h('p', { class: 'trouble', role: 'alert' }, answer.trouble);
  if (!answer.value) return h('p', {}, 'Loading …');
  return answer.value.evidence ? proof(answer.value.evidence, view) : h('p', { class: 'note' }, nothing(view));
}

function nothing({ status, requestId, correlationId }: ExecutionDetail['view']): string {
  if (status === 'RUNNING') return 'There is evidence when it has ended.';
  return correlationId !== undefined && correlationId !== requestId
    ? `It was a part of ${correlationId}, whose evidence has it.`
    : 'Nothing was carried out, so there is nothing to prove.';
}

function proof({ bucket, key, head, problems, records, text }: Evidence, view: ExecutionDetail['view']) {
  const good = problems.length === 0;
  const { flags = '' } = known.about ?? {};
  return [
    h(
      'div',
      { class: `banner ${good ? 'good' : 'bad'}` },
      shape(good ? 'good' : 'bad'),
      good
        ? h('p', {}, `As it was written: ${records.length} records, chained by their hashes up to the head published.`)
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
    inAwsConsole(objectPath(bucket, key)),
    h('p', { class: 'label' }, 'A copy, and a copy verified, on a command line'),
    command(`npx offboard evidence ${view.requestId ?? view.name} --out evidence.json ${flags}`),
    command(`npx offboard evidence verify evidence.json --head ${head}`),
    jsonBlock('The document', text),
  ];
}
