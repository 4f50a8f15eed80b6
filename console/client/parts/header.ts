/** The header of every page: navigation, the stack, the local runtime's clock. */

import { h } from '../common/dom.ts';
import { formatUtc } from '../common/format.ts';
import { path } from '../common/route.ts';
import { appState, now } from '../common/state.ts';
import { themeButton } from '../common/theme.ts';
import { timeZoneButton } from '../common/time-zone.ts';

interface PageLink {
  address: string;
  title: string;
  localOnly?: boolean;
}

const PAGES: readonly PageLink[] = [
  { address: '/', title: 'Executions' },
  { address: '/events', title: 'Events' },
  { address: '/associations', title: 'Associations', localOnly: true },
  { address: '/schedules', title: 'Schedules' },
  { address: '/dead-letters', title: 'Dead letters' },
];

export function header() {
  const { stack } = appState;
  const current = `/${path()[0] ?? ''}`;
  return h(
    'header',
    { class: 'top' },
    h('a', { class: 'skip', href: '#main', onclick: skip }, 'Skip to the content'),
    h('a', { class: 'brand', href: '/', 'aria-label': 'Offboard: executions' }, logo(), h('span', {}, 'Offboard')),
    h(
      'nav',
      { 'aria-label': 'Pages' },
      PAGES.filter(({ localOnly }) => !localOnly || stack?.local).map(({ address, title }) =>
        h(
          'a',
          { key: address, href: address, ...(isCurrent(address, current) ? { 'aria-current': 'page' } : {}) },
          title,
        ),
      ),
    ),
    stack &&
      h(
        'div',
        { class: 'place' },
        h('span', { class: 'chip' }, stack.name),
        h('span', { class: 'chip' }, stack.local ? 'this machine' : stack.region),
        stack.local && clockChip(),
        !stack.actions && h('span', { class: 'chip' }, 'read-only'),
      ),
    timeZoneButton(),
    themeButton(),
  );
}

function clockChip() {
  const { mode } = appState.clock;
  return h(
    'span',
    { class: 'chip time', title: 'The clock of the local runtime' },
    `${formatUtc(now())}${mode === 'real' ? '' : ` · ${mode}`}`,
  );
}

function isCurrent(address: string, current: string): boolean {
  return address === '/' ? current === '/' || current === '/executions' : current === address;
}

function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function logo() {
  return h(
    'svg',
    { class: 'mark', viewBox: '0 0 32 32', 'aria-hidden': 'true' },
    h('rect', { width: 32, height: 32, rx: 8, fill: 'var(--accent)' }),
    h('path', {
      d: 'M13 11a5 5 0 1 0 0 10M19 11a5 5 0 1 1 0 10',
      fill: 'none',
      stroke: 'var(--on-accent)',
      'stroke-width': 3,
      'stroke-linecap': 'round',
    }),
  );
}
