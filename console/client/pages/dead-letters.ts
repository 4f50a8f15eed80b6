import type { Queue } from '../../../client/dead-letters/read.ts';
import type { ResendResult } from '../../../client/dead-letters/resend.ts';
import type { DeadLetterView } from '../../contract.ts';
import { errorText, get, post } from '../common/api.ts';
import { awsConsoleLink, queuePath } from '../common/aws-console.ts';
import { awsCommand, offboardCommand } from '../common/command-line.ts';
import { queues } from '../common/dead-letter-count.ts';
import { h } from '../common/dom.ts';
import { arnName } from '../common/format.ts';
import { redraw } from '../common/state.ts';
import { badge, button, errorMessage, page, pretty, table } from '../parts/basics.ts';
import { confirmAction } from '../parts/dialog.ts';
import { selectBox } from '../parts/selection.ts';

const state = { messages: [] as readonly DeadLetterView[], result: '', error: '' };
const selected = new Set<string>();

export function deadLettersPage() {
  queues.keepPolling();
  const { value, error } = queues;
  return page('Dead letters', errorMessage(error), value === undefined ? h('p', {}, 'Loading …') : content(value));
}

function content(value: readonly Queue[]) {
  const total = value.reduce((sum, { messages }) => sum + messages, 0);
  return h(
    'div',
    {},
    h('p', { class: 'list-progress', role: 'status' }, summary(total, value.length)),
    total > 0 &&
      h(
        'div',
        { class: 'row' },
        button('Read the messages', () => void load()),
        button('Resend all', resendAll),
        selected.size > 0 && button(`Resend ${selected.size} selected …`, resendSelected),
      ),
    state.result !== '' && h('p', { class: 'success', role: 'status' }, state.result),
    errorMessage(state.error),
    state.messages.map(messageCard),
    h('ul', { class: 'queues panel' }, value.map(queueRow)),
  );
}

function summary(messages: number, queueCount: number): string {
  const where = `${queueCount} ${queueCount === 1 ? 'queue' : 'queues'}`;
  return messages === 0
    ? `No dead letters in ${where}.`
    : `${messages} ${messages === 1 ? 'message' : 'messages'} in ${where}`;
}

function queueRow(queue: Queue) {
  const { name, url, messages } = queue;
  return h(
    'li',
    { key: name },
    badge(messages === 0 ? 'good' : 'bad', String(messages)),
    h('span', { class: 'queue-name' }, name),
    messages > 0 && button('Purge', () => purge(queue), { class: 'button small danger' }),
    awsConsoleLink(queuePath(url)),
  );
}

function resendAll(): void {
  confirmAction({
    title: 'Resend all messages?',
    text: 'Events of this stack’s senders are put back on the bus and deleted from their queue; harmless duplicates are deleted; events of AWS services are kept. A request that was answered meanwhile ends as ALREADY_GONE.',
    commandLine: offboardCommand('dead-letters --resend'),
    confirmLabel: 'Resend',
    confirmText: 'resend',
    run: () => post<ResendResult>('resend', {}),
    onDone: ({ resent, duplicates, kept }) =>
      changed(
        `${resent} resent, ${duplicates} harmless ${duplicates === 1 ? 'duplicate' : 'duplicates'} deleted, ${kept} kept.`,
      ),
  });
}

function resendSelected(): void {
  const messages = state.messages.filter(({ id }) => selected.has(id));
  let results: Readonly<Record<string, string>> = {};
  confirmAction({
    title: `Resend ${messages.length} of ${state.messages.length} messages?`,
    text: 'Events are put back on the bus and deleted from their queue; the other messages stay.',
    commandLine: offboardCommand('dead-letters --resend'),
    confirmLabel: 'Resend',
    confirmText: 'resend',
    details: () =>
      table(
        'Each message',
        ['Message', 'What happens'],
        messages.map(({ id, error, requestId, queue }) =>
          h(
            'tr',
            { key: id },
            h('th', { scope: 'row' }, requestId ?? queue),
            h('td', {}, results[id] ?? `${error}: resent`),
          ),
        ),
      ),
    run: async () => {
      results = await post('resend-each', { ids: messages.map(({ id }) => id) });
    },
    onDone: () => changed(''),
    stays: true,
  });
}

function purge({ name, url }: Queue): void {
  confirmAction({
    title: `Purge ${name}?`,
    text: 'Every message of the queue is deleted, also those nobody has read. Requests among them are never carried out.',
    commandLine: awsCommand(`sqs purge-queue --queue-url ${url}`),
    confirmLabel: 'Purge',
    confirmText: 'purge',
    run: () => post('purge', { queue: url }),
    onDone: () => changed(`${name} is empty.`),
  });
}

function changed(result: string): void {
  Object.assign(state, { messages: [], result });
  selected.clear();
  queues.refresh();
}

async function load(): Promise<void> {
  try {
    Object.assign(state, { messages: await get<DeadLetterView[]>('dead-letters'), result: '', error: '' });
  } catch (error) {
    state.error = errorText(error);
  }
  redraw();
}

function messageCard(
  { id, queue, error, message, rule, target, retries, body, requestId }: DeadLetterView,
  index: number,
) {
  const facts = [
    queue,
    rule && `rule ${rule}`,
    target && `target ${arnName(target)}`,
    retries && `${retries} retries`,
    requestId && `request ${requestId}`,
  ];
  return h(
    'section',
    { key: id, class: 'panel card', 'aria-label': `Message ${index + 1}` },
    h('h2', {}, error),
    h('label', { class: 'row' }, selectBox(selected, id), 'Select'),
    h(
      'p',
      {},
      error === 'RESOURCE_ALREADY_EXISTS'
        ? 'A harmless duplicate: the execution that it would have started already exists.'
        : message,
    ),
    h('p', { class: 'note' }, facts.filter(Boolean).join(' · ')),
    h('pre', { tabindex: '0', role: 'group', 'aria-label': 'The event' }, pretty(body)),
  );
}
