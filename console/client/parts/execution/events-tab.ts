/** What was said on the bus: the request that came in, the answer that went out. */

import { h } from '../../dom.ts';
import type { ExecutionDetail } from '../../pages/execution.ts';
import { known } from '../../state.ts';
import { jsonBlock } from '../basics.ts';

export function eventsTab({ view, input, output }: ExecutionDetail) {
  return [
    h('h2', {}, 'Came in'),
    jsonBlock('The event this execution was started with', input),
    h('h2', {}, 'Went out'),
    view.answer
      ? h(
          'div',
          {},
          h('p', {}, h('strong', {}, view.answer.detailType), ` with the id `, h('code', {}, view.answer.id)),
          known.about?.local &&
            h(
              'p',
              {},
              h(
                'a',
                { href: `/events?q=${encodeURIComponent(view.requestId ?? view.answer.id)}` },
                'Everything on the bus about this request',
              ),
            ),
          output !== undefined && jsonBlock('What the execution says of it', output),
        )
      : h(
          'p',
          { class: 'note' },
          view.status === 'RUNNING'
            ? 'Nothing yet: the answer is sent at the end.'
            : 'This execution sent no answer itself; the report machine speaks for it.',
        ),
  ];
}
