/** Emits an event: a sample or any JSON, validated against its contract before it is sent. */

import { shellQuote } from '../../../client/shell-quote.ts';
import type { EventValidation, SampleEvent } from '../../contract.ts';
import { get, post } from '../common/api.ts';
import { offboardCommand } from '../common/command-line.ts';
import { h } from '../common/dom.ts';
import { actionsAllowed, appState, now, redraw } from '../common/state.ts';
import { button, choice } from './basics.ts';
import { confirmAction, readOnlyNote, sameCommandLine } from './dialog.ts';

const form = {
  samples: undefined as SampleEvent[] | undefined,
  sample: '',
  text: '',
  /** Undefined while it is not known. */
  validation: undefined as EventValidation | undefined,
  result: '',
};

const VALIDATION_DELAY_MS = 150;

export function emitForm() {
  if (appState.stack && form.samples === undefined) void loadSamples();
  const valid = form.validation?.problems.length === 0;
  return [
    h('h2', {}, 'Send an event'),
    choice(
      'Sample',
      form.sample,
      (form.samples ?? []).map(({ title }) => [title, title] as const),
      selectSample,
    ),
    h(
      'label',
      { class: 'field wide' },
      h('span', { class: 'label' }, 'Event, as JSON'),
      h('textarea', {
        rows: 18,
        spellcheck: 'false',
        value: form.text,
        'aria-describedby': 'problems',
        'aria-invalid': String(form.validation !== undefined && !valid),
        oninput: (event: Event) => setText((event.target as HTMLTextAreaElement).value),
      }),
    ),
    h('div', { id: 'problems', role: 'status' }, form.validation && problemList(form.validation)),
    sameCommandLine(commandLine()),
    appState.stack && !actionsAllowed() && readOnlyNote(),
    h(
      'div',
      { class: 'row end' },
      button('New ids', renewIds),
      button('Send …', confirmSend, { class: 'button primary', disabled: !valid || !actionsAllowed() }),
    ),
    h('div', { role: 'status' }, form.result !== '' && h('p', { class: 'success' }, form.result)),
  ];
}

function problemList({ problems }: EventValidation) {
  if (problems.length === 0) return h('p', { class: 'success' }, 'The event is valid.');
  const rows = problems.map(({ path, message }) =>
    h('li', { key: path + message }, `${message}, at `, h('code', {}, path)),
  );
  return h('ul', { class: 'problems' }, rows);
}

async function loadSamples(): Promise<void> {
  form.samples = [];
  form.samples = await get<SampleEvent[]>('samples', { now: Math.floor(now()) });
  selectSample(form.sample || (form.samples[0]?.title ?? ''));
}

function selectSample(title: string): void {
  form.sample = title;
  const sample = form.samples?.find((each) => each.title === title);
  setText(sample ? JSON.stringify(sample.event, null, 2) : '');
}

/** A request with the same id is not carried out twice. */
function renewIds(): void {
  form.result = '';
  void loadSamples();
}

let edits = 0;

function setText(text: string): void {
  Object.assign(form, { text, validation: undefined });
  const edit = ++edits;
  setTimeout(() => edit === edits && void validate(edit), VALIDATION_DELAY_MS);
  redraw();
}

async function validate(edit: number): Promise<void> {
  let validation: EventValidation;
  try {
    validation = await post<EventValidation>('check', { event: JSON.parse(form.text) });
  } catch (error) {
    validation = { problems: [{ path: 'event', message: (error as Error).message }] };
  }
  if (edit !== edits) return;
  form.validation = validation;
  redraw();
}

function confirmSend(): void {
  const event = JSON.parse(form.text) as SampleEvent['event'];
  confirmAction({
    title: `Send ${event['detail-type']}?`,
    text: 'The event is put on the bus of this stack, and what it requests is carried out.',
    commandLine: commandLine(),
    confirmLabel: 'Send',
    run: () => post<{ eventId: string }>('emit', { event }),
    onDone({ eventId }) {
      form.result = `Sent as event ${eventId}.`;
      redraw();
    },
  });
}

function commandLine(): string {
  return `echo ${shellQuote(compact(form.text))} | ${offboardCommand('emit -')}`;
}

function compact(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}
