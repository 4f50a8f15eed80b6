/** The small things every page is made of. */

import { h } from '../dom.ts';
import { ICON_PATHS, type Tone } from '../format.ts';

/** A status: its colour, its shape and its word say the same. */
export function badge(tone: Tone, word: string) {
  return h('span', { class: `badge ${tone}` }, shape(tone), h('span', {}, word));
}

export function shape(tone: Tone) {
  return h(
    'svg',
    { class: 'shape', viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    h('path', {
      d: ICON_PATHS[tone],
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': '2',
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    }),
  );
}

export function button(word: string, run: () => void, props: Record<string, string | boolean> = {}) {
  return h('button', { type: 'button', class: 'button', ...props, onclick: run }, word);
}

/** A labelled choice. */
export function choice(
  label: string,
  value: string,
  options: readonly (readonly [string, string])[],
  choose: (value: string) => void,
) {
  return h(
    'label',
    { class: 'field' },
    h('span', { class: 'label' }, label),
    h(
      'select',
      { value, onchange: (event: Event) => choose((event.target as HTMLSelectElement).value) },
      options.map(([name, text]) => h('option', { key: name, value: name }, text)),
    ),
  );
}

/** What to do where there is nothing to show. */
export function empty(title: string, ...more: Parameters<typeof h>[2][]) {
  return h('div', { class: 'empty' }, h('p', { class: 'empty-title' }, title), more);
}

/** A line of text that can be taken along. */
export function command(line: string) {
  return h(
    'div',
    { class: 'command' },
    h('code', { tabindex: '0', role: 'group', 'aria-label': 'command line' }, line),
    h('button', { type: 'button', class: 'button small', onclick: (event: Event) => void copy(line, event) }, 'Copy'),
  );
}

async function copy(text: string, event: Event): Promise<void> {
  const element = event.currentTarget as HTMLElement;
  await navigator.clipboard.writeText(text);
  const before = element.textContent;
  element.textContent = 'Copied';
  setTimeout(() => {
    element.textContent = before;
  }, 1_500);
}

/** A value as JSON that can be read and copied. */
export function jsonBlock(label: string, text: string | undefined) {
  const shown = pretty(text);
  return h(
    'div',
    { class: 'json' },
    h(
      'div',
      { class: 'json-head' },
      h('span', { class: 'label' }, label),
      h(
        'button',
        {
          type: 'button',
          class: 'button small',
          'aria-label': `Copy ${label}`,
          onclick: (event: Event) => void copy(shown, event),
        },
        'Copy',
      ),
    ),
    h('pre', { tabindex: '0', role: 'group', 'aria-label': label }, shown),
  );
}

export function pretty(text: string | undefined): string {
  try {
    return JSON.stringify(JSON.parse(text ?? ''), null, 2);
  } catch {
    return text ?? '';
  }
}
