/** Keyboard shortcuts: / searches, g and a letter opens a page, j goes to the first row, ? lists them all. */

import { h, render } from './dom.ts';
import { go } from './route.ts';

const PAGES: Readonly<Record<string, string>> = {
  o: '/',
  x: '/executions',
  n: '/offboard',
  e: '/events',
  a: '/associations',
  m: '/simulation',
  r: '/report',
  s: '/schedules',
  d: '/dead-letters',
};

const HELP: readonly (readonly [string, string])[] = [
  ['/', 'search executions'],
  ['j k or ↓ ↑', 'next and previous row'],
  ['Enter', 'open'],
  [
    'g then o x n e a m s r d',
    'overview, executions, new offboarding, events, associations, simulation, schedules, report, dead letters',
  ],
  ['?', 'this list'],
];

export function listenToKeys(): void {
  let afterG = false;
  document.addEventListener('keydown', (event) => {
    const target = event.target as Element;
    if (event.metaKey || event.ctrlKey || event.altKey || takesKeys(target)) return;
    const page = afterG ? PAGES[event.key] : undefined;
    afterG = event.key === 'g';
    if (page) return go(page);
    if (event.key === '/') return focusSearch(event);
    if (event.key === '?') return showHelp();
    if ((event.key === 'j' || event.key === 'ArrowDown') && (target === document.body || target.id === 'main')) {
      event.preventDefault();
      document.querySelector<HTMLElement>('[data-row]')?.focus();
    }
  });
}

function takesKeys(target: Element): boolean {
  return target.matches?.('input, textarea, select') || target.closest?.('dialog') !== null;
}

function focusSearch(event: Event): void {
  event.preventDefault();
  const field = document.getElementById('search');
  if (field) field.focus();
  else go('/executions');
}

function showHelp(): void {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'keys-title');
  render(
    dialog,
    h('h2', { id: 'keys-title' }, 'Keyboard shortcuts'),
    h(
      'dl',
      { class: 'facts' },
      HELP.map(([key, what]) => [h('dt', {}, h('kbd', {}, key)), h('dd', {}, what)]),
    ),
    h(
      'div',
      { class: 'row end' },
      h('button', { type: 'button', class: 'button', onclick: () => dialog.close() }, 'Close'),
    ),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
