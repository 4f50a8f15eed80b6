import { type Child, h } from '../common/dom.ts';
import { ICON_PATHS, type Tone } from '../common/format.ts';

export function page(title: string, ...content: Child[]) {
  return h('main', { class: 'page', id: 'main', tabindex: '-1' }, h('h1', {}, title), content);
}

/** Says a status three times: by colour, icon and text. */
export function badge(tone: Tone, text: string) {
  return h('span', { class: `badge ${tone}` }, icon(tone), h('span', {}, text));
}

export function icon(tone: Tone) {
  return h('svg', { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true' }, iconPath(tone));
}

export function iconPath(tone: Tone) {
  return h('path', {
    d: ICON_PATHS[tone],
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '2',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  });
}

export function button(text: string, onclick: () => void, props: Record<string, string | boolean> = {}) {
  return h('button', { type: 'button', class: 'button', ...props, onclick }, text);
}

/** @returns false where there is no error. */
export function errorMessage(text: string) {
  return text !== '' && h('p', { class: 'error', role: 'alert' }, text);
}

export function choice(
  label: string,
  value: string,
  options: readonly (readonly [value: string, text: string])[],
  onChange: (value: string) => void,
) {
  return h(
    'label',
    { class: 'field' },
    h('span', { class: 'label' }, label),
    h(
      'select',
      { value, onchange: (event: Event) => onChange((event.target as HTMLSelectElement).value) },
      options.map(([name, text]) => h('option', { key: name, value: name }, text)),
    ),
  );
}

/** Shown in the place of a list that is empty. */
export function empty(title: string, ...more: Child[]) {
  return h('div', { class: 'empty' }, h('p', { class: 'empty-title' }, title), more);
}

export function table(label: string, columns: readonly string[], rows: Child, className = '') {
  return h(
    'div',
    { class: `scroll ${className}`.trimEnd(), tabindex: '0', role: 'group', 'aria-label': label },
    h(
      'table',
      { class: 'plain' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map((title) => h('th', { scope: 'col' }, title)),
        ),
      ),
      h('tbody', {}, rows),
    ),
  );
}

export function command(line: string) {
  return h(
    'div',
    { class: 'command' },
    h('code', { tabindex: '0', role: 'group', 'aria-label': 'command line' }, line),
    copyButton(line),
  );
}

export function jsonBlock(label: string, text: string | undefined) {
  const formatted = pretty(text);
  return h(
    'div',
    { class: 'json' },
    h(
      'div',
      { class: 'json-head' },
      h('span', { class: 'label' }, label),
      copyButton(formatted, { 'aria-label': `Copy ${label}` }),
    ),
    h('pre', { tabindex: '0', role: 'group', 'aria-label': label }, formatted),
  );
}

function copyButton(text: string, props: Record<string, string> = {}) {
  const onclick = (event: Event) => void copy(text, event.currentTarget as HTMLElement);
  return h('button', { type: 'button', class: 'button small', ...props, onclick }, 'Copy');
}

async function copy(text: string, element: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(text);
  const before = element.textContent;
  element.textContent = 'Copied';
  setTimeout(() => {
    element.textContent = before;
  }, 1_500);
}

export function pretty(text: string | undefined): string {
  try {
    return JSON.stringify(JSON.parse(text ?? ''), null, 2);
  } catch {
    return text ?? '';
  }
}

export function textField(label: string, value: string, onInput: (value: string) => void) {
  return h(
    'label',
    { class: 'field wide' },
    h('span', { class: 'label' }, label),
    h('input', {
      type: 'text',
      value,
      autocomplete: 'off',
      oninput: (event: Event) => onInput((event.target as HTMLInputElement).value),
    }),
  );
}
