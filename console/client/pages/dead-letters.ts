/** What could not be delivered. */

import type { DeadLetter, Queue, ResendResult } from '../../contract.ts';
import { get, post } from '../api.ts';
import { inAwsConsole, queuePath } from '../aws-console.ts';
import { h } from '../dom.ts';
import { arnName } from '../format.ts';
import { badge, button, pretty } from '../parts/basics.ts';
import { confirmAction } from '../parts/dialog.ts';
import { actionsAllowed, awsCliFlags } from '../parts/execution/actions.ts';
import { polled } from '../polling.ts';
import { known, redraw } from '../state.ts';

const queues = polled(() => get<Queue[]>('queues'), 2_000);
const read = { letters: undefined as DeadLetter[] | undefined, said: '', trouble: '' };

export function deadLettersPage() {
  queues.keep();
  const { value, trouble } = queues;
  return h(
    'main',
    { class: 'page', id: 'main', tabindex: '-1' },
    h('h1', {}, 'Dead letters'),
    trouble !== '' && h('p', { class: 'trouble', role: 'alert' }, trouble),
    value === undefined ? h('p', {}, 'Loading …') : content(value),
  );
}

function content(value: readonly Queue[]) {
  const total = value.reduce((sum, { messages }) => sum + messages, 0);
  const letters = read.letters ?? [];
  return h(
    'div',
    {},
    h(
      'p',
      { class: 'reading', role: 'status' },
      total === 0
        ? `Everything was delivered: ${value.length} queues, all empty`
        : `${total} ${total === 1 ? 'letter' : 'letters'} in ${value.length} queues`,
    ),
    total > 0 &&
      h(
        'div',
        { class: 'row' },
        button('Read the letters', () => void load()),
        button('Send them again', sendAgain),
      ),
    read.said !== '' && h('p', { class: 'fine', role: 'status' }, read.said),
    read.trouble !== '' && h('p', { class: 'trouble', role: 'alert' }, read.trouble),
    letters.map(letter),
    h('ul', { class: 'queues panel' }, value.map(queueLine)),
  );
}

function queueLine(queue: Queue) {
  const { name, url, messages } = queue;
  return h(
    'li',
    { key: name },
    badge(messages === 0 ? 'good' : 'bad', String(messages)),
    h('span', { class: 'queue-name' }, name),
    messages > 0 && button('Delete all', () => purge(queue), { class: 'button small danger' }),
    inAwsConsole(queuePath(url)),
  );
}

function sendAgain(): void {
  confirmAction(
    {
      title: 'Send the letters again?',
      text: 'Events of ours go back on the bus and out of their queues; harmless duplicates are deleted; events of AWS’s own are kept. What was answered meanwhile ends as ALREADY_GONE.',
      line: `npx offboard dead-letters --resend ${known.about?.flags ?? ''}`,
      verb: 'Send again',
      typed: 'resend',
      run: () => post('resend', {}),
      done(answer) {
        const { resent, duplicates, kept } = answer as ResendResult;
        const said = `${resent} sent again, ${duplicates} harmless duplicates deleted, ${kept} kept.`;
        Object.assign(read, { letters: undefined, said });
        queues.again();
      },
    },
    actionsAllowed(),
  );
}

function purge({ name, url }: Queue): void {
  confirmAction(
    {
      title: `Delete every letter of ${name}?`,
      text: 'They are gone for good, unread ones, too. Requests among them are never carried out.',
      line: `aws sqs purge-queue --queue-url ${url}${awsCliFlags()}`,
      verb: 'Delete all',
      typed: 'delete',
      run: () => post('purge', { queue: url }),
      done() {
        Object.assign(read, { letters: undefined, said: `${name} is empty.` });
        queues.again();
      },
    },
    actionsAllowed(),
  );
}

async function load(): Promise<void> {
  try {
    Object.assign(read, { letters: await get<DeadLetter[]>('letters'), said: '', trouble: '' });
  } catch (error) {
    read.trouble = `${(error as Error).name}: ${(error as Error).message}`;
  }
  redraw();
}

function letter({ queue, error, message, rule, target, retries, body, requestId }: DeadLetter, index: number) {
  return h(
    'section',
    { key: index, class: 'panel card', 'aria-label': `DeadLetter ${index + 1}` },
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
        target && `target ${arnName(target)}`,
        retries && `${retries} retries`,
        requestId && `request ${requestId}`,
      ]
        .filter(Boolean)
        .join(' · '),
    ),
    h('pre', { tabindex: '0', role: 'group', 'aria-label': 'The event' }, pretty(body)),
  );
}
