import { h } from '../../common/dom.ts';
import type { ExecutionDetail } from '../../common/execution-detail.ts';
import { appState } from '../../common/state.ts';
import { jsonBlock } from '../basics.ts';

export function eventsTab({ view, input, output }: ExecutionDetail) {
  return [
    h('h2', {}, 'Received'),
    jsonBlock('The event that started this execution', input),
    h('h2', {}, 'Published'),
    view.answer ? published(view.answer, view.requestId, output) : h('p', { class: 'note' }, unpublished(view.status)),
  ];
}

function published(
  { id, detailType }: NonNullable<ExecutionDetail['view']['answer']>,
  requestId: string | undefined,
  output: string | undefined,
) {
  const search = `/events?q=${encodeURIComponent(requestId ?? id)}`;
  return h(
    'div',
    {},
    h('p', {}, h('strong', {}, detailType), ' with the id ', h('code', {}, id)),
    appState.stack?.local && h('p', {}, h('a', { href: search }, 'All events of this request')),
    output !== undefined && jsonBlock('The output of the execution', output),
  );
}

function unpublished(status: string): string {
  return status === 'RUNNING'
    ? 'Nothing yet: the answer is published at the end.'
    : 'This execution published no answer; the report state machine answers for it.';
}
