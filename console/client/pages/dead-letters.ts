/** What could not be delivered. */

import type { Letter, Queue } from '../../contract.ts';
import { get } from '../api.ts';
import { h } from '../dom.ts';
import { badge, button, command, empty, pretty } from '../parts/basics.ts';
import { polled } from '../polling.ts';
import { known, redraw } from '../state.ts';
import { lastOf } from '../words.ts';

const queues = polled(() => get<Queue[]>('queues'), 2_000);
const read = { letters: undefined as Letter[] | undefined, trouble: '' };

export function deadLettersPage() {
  queues.keep();
  const { value, trouble } = queues;
  const total = value?.reduce((sum, { messages }) => sum + messages, 0) ?? 0;
  return h(
    'main',
    { class: 'page', id: 'main', tabindex: '-1' },
    h('h1', {}, 'Dead letters'),
    trouble !== '' && h('p', { class: 'trouble', role: 'alert' }, trouble),
    value === undefined
      ? h('p', {}, 'Reading …')
      : h(
          'div',
          {},
          h(
            'ul',
            { class: 'queues' },
            value.map(({ name, messages }) =>
              h('li', { key: name }, badge(messages === 0 ? 'good' : 'bad', String(messages)), ' ', name),
            ),
          ),
          total === 0 && !read.letters?.length && empty('Everything was delivered.'),
          total > 0 && button('Read the letters', () => void load()),
          read.trouble !== '' && h('p', { class: 'trouble', role: 'alert' }, read.trouble),
          read.letters?.map(letter),
          (read.letters?.length ?? 0) > 0 &&
            h(
              'div',
              {},
              h('p', { class: 'label' }, 'Send them again on a command line'),
              command(`npx offboard dead-letters --resend ${known.about?.flags ?? ''}`),
            ),
        ),
  );
}

async function load(): Promise<void> {
  try {
    Object.assign(read, { letters: await get<Letter[]>('letters'), trouble: '' });
  } catch (error) {
    read.trouble = `${(error as Error).name}: ${(error as Error).message}`;
  }
  redraw();
}

function letter({ queue, error, message, rule, target, retries, body, requestId }: Letter, index: number) {
  return h(
    'section',
    { key: index, class: 'panel card', 'aria-label': `Letter ${index + 1}` },
    h('h2', {}, error),
    h(
      'p',
      {},
      error === 'RESOURCE_ALREADY_EXISTS'
        ? 'A harmless duplicate: the execution that it would have started is there.'
        : message,
    ),
    h(
      'p',
      { class: 'note' },
      [
        queue,
        rule && `rule ${rule}`,
        target && `target ${lastOf(target)}`,
        retries && `${retries} retries`,
        requestId && `request ${requestId}`,
      ]
        .filter(Boolean)
        .join(' · '),
    ),
    h('pre', { tabindex: '0', role: 'group', 'aria-label': 'The event' }, pretty(body)),
  );
}
