/** One line under the header while the server does not answer, or after it was started anew. */

import { h } from '../common/dom.ts';
import { formatTime } from '../common/format.ts';
import { appState, now } from '../common/state.ts';
import { button } from './basics.ts';

export function connectionBanner() {
  const { connectionError, answeredAt, restarted } = appState;
  if (connectionError !== undefined) {
    const since =
      answeredAt === undefined
        ? ''
        : ` What is shown is from ${formatTime(new Date(answeredAt).toISOString(), now())}.`;
    return h('div', { class: 'connection-error', role: 'alert', key: 'away' }, `${connectionError}${since}`);
  }
  if (!restarted) return null;
  return h(
    'div',
    { class: 'connection-error', role: 'alert', key: 'restarted' },
    'The server was started anew: what is shown has been read again. Actions need the page to be loaded again. ',
    button('Load again', () => location.reload(), { class: 'button small' }),
  );
}
