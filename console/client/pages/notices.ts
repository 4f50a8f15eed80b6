/** What people would be told: messages and requests that would leave local AWS, which sends none of them. */

import { controlApi } from '../common/api.ts';
import { offboardCommand } from '../common/command-line.ts';
import { h } from '../common/dom.ts';
import { arnName, formatTime } from '../common/format.ts';
import { polled } from '../common/polling.ts';
import { appState, now } from '../common/state.ts';
import { command, empty, errorMessage, page, pretty } from '../parts/basics.ts';

interface Notice {
  /** Milliseconds since 1970. */
  at: number;
  /** The ARN of a topic, or a URL. */
  to: string;
  subject?: string;
  /** Text, or the JSON of a request. */
  body: string;
}

const MAX_SHOWN = 100;

const outbox = polled(() => controlApi<{ items: Notice[] }>('GET', 'outbox'), 3_000);

export function noticesPage() {
  if (appState.stack?.local === false) return page('Notices', empty('Only the local runtime keeps what is sent.'));
  outbox.keepPolling();
  const { value, error } = outbox;
  return page('Notices', errorMessage(error), value === undefined ? h('p', {}, 'Loading …') : content(value.items));
}

function content(items: readonly Notice[]) {
  const newest = items.slice(-MAX_SHOWN).reverse();
  const left = items.length - newest.length;
  return [
    h(
      'p',
      { class: 'list-progress', role: 'status' },
      `${items.length} ${items.length === 1 ? 'notice' : 'notices'}, kept on this machine and not sent${left === 0 ? '' : `; the newest ${newest.length}`}`,
    ),
    newest.length === 0 &&
      empty('Nobody was told anything. A plan that waits for an approval is told, and how it ends.'),
    newest.map((notice, index) => card(notice, items.length - index)),
    command(offboardCommand('sim notices')),
  ];
}

function card({ at, to, subject, body }: Notice, number: number) {
  const title = subject ?? (to.startsWith('arn:') ? arnName(to) : new URL(to).host);
  return h(
    'section',
    { key: number, class: 'panel card', 'aria-label': `Notice ${number}` },
    h('h2', {}, title),
    h('p', { class: 'note' }, `${formatTime(new Date(at).toISOString(), now())} · to ${to}`),
    h('pre', { tabindex: '0', role: 'group', 'aria-label': 'The text' }, pretty(body)),
  );
}
