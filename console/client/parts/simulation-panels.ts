/** Time and faults of the local runtime. */

import { controlApi } from '../api.ts';
import { h } from '../dom.ts';
import { polled } from '../polling.ts';
import { known, now, redraw } from '../state.ts';
import { button, choice, command } from './basics.ts';
import { actionsAllowed } from './execution/actions.ts';

interface Fault {
  id: number;
  kind: string;
  rate: number;
  service?: string;
  operation?: string;
  times?: number;
  injected: number;
}

const STEPS: readonly (readonly [string, number])[] = [
  ['1 min', 60],
  ['1 h', 3_600],
  ['1 day', 86_400],
];

/** What was pulled last, as a command line, and what came of it. */
const state = { trouble: '', line: '' };

/** @param line what does the same after `offboard sim`. */
export async function pull(line: string, method: 'POST' | 'DELETE', name: string, body?: unknown): Promise<void> {
  state.line = simLine(line);
  try {
    await controlApi(method, name, body);
    state.trouble = '';
  } catch (error) {
    state.trouble = (error as Error).message;
  }
  faults.again();
}

function simLine(line: string): string {
  return `npx offboard sim ${line} ${known.about?.flags ?? ''}`.trimEnd();
}

/** The last control request. */
export function pulled() {
  if (state.line === '') return null;
  return h(
    'div',
    { class: 'pulled', role: 'status' },
    h('p', { class: 'label' }, 'What was done last, on a command line'),
    command(state.line),
    state.trouble !== '' && h('p', { class: 'trouble', role: 'alert' }, state.trouble),
  );
}

export function clockPanel() {
  const { mode } = known.clock;
  return h(
    'section',
    { class: 'panel', 'aria-label': 'Clock' },
    h('h2', {}, 'Clock'),
    h('p', { class: 'clock' }, `${new Date(now()).toISOString().slice(0, 19).replace('T', ' ')} UTC`),
    h(
      'div',
      { class: 'row' },
      choice(
        'Speed',
        mode,
        [...new Set(['real', 'x60', 'jump', mode])].map((name) => [name, name] as const),
        (chosen) => void pull(`clock ${chosen}`, 'POST', 'clock', { mode: chosen }),
      ),
      STEPS.map(([word, seconds]) =>
        h(
          'button',
          {
            key: word,
            type: 'button',
            class: 'button',
            disabled: !actionsAllowed(),
            onclick: () => void pull(`clock advance ${seconds}s`, 'POST', 'clock', { advance: seconds }),
          },
          `+ ${word}`,
        ),
      ),
    ),
  );
}

const faults = polled(() => controlApi<{ faults: Fault[] }>('GET', 'faults'), 2_000);

const KINDS = [
  'throttle',
  'server-error',
  'latency',
  'cut-before',
  'cut-after',
  'stale-read',
  'expired-credentials',
] as const;
const SERVICES = [
  '',
  'opensearch',
  'codeartifact',
  'redshift',
  'license-manager-user-subscriptions',
  'payment-cryptography',
  'mpa',
  'sfn',
  'eventbridge',
] as const;
const chosen = { kind: 'throttle', service: 'opensearch', rate: '0.2' };

export function faultsPanel() {
  faults.keep();
  const pick = (field: keyof typeof chosen) => (value: string) => {
    chosen[field] = value;
    redraw();
  };
  return h(
    'section',
    { class: 'panel', 'aria-label': 'Faults' },
    h('h2', {}, 'Faults'),
    h(
      'div',
      { class: 'row' },
      choice(
        'Fault',
        chosen.kind,
        KINDS.map((kind) => [kind, kind] as const),
        pick('kind'),
      ),
      choice(
        'Service',
        chosen.service,
        SERVICES.map((name) => [name, name || 'every service'] as const),
        pick('service'),
      ),
      choice(
        'Share of calls',
        chosen.rate,
        ['0.05', '0.2', '0.5', '1'].map((rate) => [rate, `${Number(rate) * 100} %`] as const),
        pick('rate'),
      ),
      button('Set', set, { disabled: !actionsAllowed(), class: 'button' }),
    ),
    h('p', { class: 'label' }, 'The same on a command line'),
    command(simLine(faultLine())),
    h('ul', { class: 'faults' }, (faults.value?.faults ?? []).map(faultRow)),
  );
}

function faultRow({ id, kind, rate, service, operation, injected }: Fault) {
  return h(
    'li',
    { key: id },
    `${kind} · ${service ?? 'every service'}${operation ? ` ${operation}` : ''} · ${rate * 100} % · injected ${injected} times `,
    h(
      'button',
      {
        type: 'button',
        class: 'button small',
        disabled: !actionsAllowed(),
        'aria-label': `Clear fault ${id}`,
        onclick: () => void pull(`faults clear ${id}`, 'DELETE', `faults?id=${id}`),
      },
      'Clear',
    ),
  );
}

function faultLine(): string {
  const { kind, service, rate } = chosen;
  return `faults set ${kind} rate=${rate}${service ? ` service=${service}` : ''}${kind === 'latency' ? ' milliseconds=500' : ''}`;
}

function set(): void {
  const { kind, service, rate } = chosen;
  const body = {
    kind,
    rate: Number(rate),
    ...(service ? { service } : {}),
    ...(kind === 'latency' ? { milliseconds: 500 } : {}),
  };
  void pull(faultLine(), 'POST', 'faults', body);
}
