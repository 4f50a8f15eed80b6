/** Sends an event, after it has been held against its contract: begin with a sample, or with JSON of your own. */

import type { EventValidation, SampleEvent } from '../../contract.ts';
import { get, post } from '../api.ts';
import { h } from '../dom.ts';
import { known, now, redraw } from '../state.ts';
import { choice, command } from './basics.ts';
import { actionsAllowed, shellQuote } from './execution/actions.ts';

const form = {
  samples: undefined as SampleEvent[] | undefined,
  chosen: '',
  text: '',
  /** What the contract says of the text; undefined while it is asked. */
  checked: undefined as EventValidation | undefined,
  said: '',
  trouble: '',
};

export function emitForm() {
  if (known.about && form.samples === undefined) void loadSamples();
  const ready = form.checked?.problems.length === 0;
  return [
    h('h2', {}, 'Send an event'),
    choice(
      'Begin with',
      form.chosen,
      (form.samples ?? []).map(({ title }) => [title, title] as const),
      choose,
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
        'aria-invalid': String(form.checked !== undefined && !ready),
        oninput: (event: Event) => write((event.target as HTMLTextAreaElement).value),
      }),
    ),
    h('div', { id: 'problems', role: 'status' }, form.checked && verdict(form.checked)),
    h('p', { class: 'label' }, 'The same on a command line'),
    command(`echo ${shellQuote(compact(form.text))} | npx offboard emit - ${known.about?.flags ?? ''}`),
    !actionsAllowed() &&
      known.about &&
      h('p', { class: 'note' }, 'This console only looks. Start it with --allow-actions to send from here.'),
    h(
      'div',
      { class: 'row end' },
      h('button', { type: 'button', class: 'button', onclick: again }, 'New ids'),
      h(
        'button',
        { type: 'button', class: 'button primary', disabled: !ready || !actionsAllowed(), onclick: () => void send() },
        'Send',
      ),
    ),
    h('div', { role: 'status' }, form.said !== '' && h('p', { class: 'fine' }, form.said)),
    form.trouble !== '' && h('p', { class: 'trouble', role: 'alert' }, form.trouble),
  ];
}

/** What the contract says of the text. */
function verdict({ problems }: EventValidation) {
  if (problems.length === 0) return h('p', { class: 'fine' }, 'It keeps its contract.');
  const rows = problems.map(({ path, message }) =>
    h('li', { key: path + message }, h('code', {}, path), ` ${message}`),
  );
  return h('ul', { class: 'problems' }, rows);
}

async function loadSamples(): Promise<void> {
  form.samples = [];
  form.samples = await get<SampleEvent[]>('samples', { now: Math.floor(now()) });
  choose(form.chosen || (form.samples[0]?.title ?? ''));
}

function choose(title: string): void {
  form.chosen = title;
  const sample = form.samples?.find((each) => each.title === title);
  write(sample ? JSON.stringify(sample.event, null, 2) : '');
}

/** Another wish, not the same one twice. */
function again(): void {
  form.said = '';
  void loadSamples();
}

let asked = 0;

function write(text: string): void {
  Object.assign(form, { text, checked: undefined, trouble: '' });
  const mine = ++asked;
  setTimeout(() => mine === asked && void check(mine), 150);
  redraw();
}

async function check(mine: number): Promise<void> {
  let checked: EventValidation;
  try {
    checked = await post<EventValidation>('check', { event: JSON.parse(form.text) });
  } catch (error) {
    checked = { problems: [{ path: 'event', message: (error as Error).message }] };
  }
  if (mine !== asked) return;
  form.checked = checked;
  redraw();
}

async function send(): Promise<void> {
  try {
    const { eventId } = await post<{ eventId: string }>('emit', { event: JSON.parse(form.text) });
    Object.assign(form, { said: `Sent as event ${eventId}.`, trouble: '' });
  } catch (error) {
    Object.assign(form, { said: '', trouble: `${(error as Error).name}: ${(error as Error).message}` });
  }
  redraw();
}

function compact(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}
