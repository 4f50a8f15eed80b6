/** What is around every page: where one is, where one can go, what time it is there. */

import { h } from '../dom.ts';
import { path } from '../route.ts';
import { known, now } from '../state.ts';
import { themeButton } from '../theme.ts';

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
  const { about, clock } = known;
  const here = `/${path()[0] ?? ''}`;
  return h(
    'header',
    { class: 'top' },
    h('a', { class: 'skip', href: '#main', onclick: skip }, 'Skip to the content'),
    h('a', { class: 'brand', href: '/', 'aria-label': 'Offboard: executions' }, mark(), h('span', {}, 'Offboard')),
    h(
      'nav',
      { 'aria-label': 'Pages' },
      PAGES.filter(({ localOnly }) => !localOnly || about?.local).map(({ address, title }) =>
        h('a', { key: address, href: address, ...(isHere(address, here) ? { 'aria-current': 'page' } : {}) }, title),
      ),
    ),
    about &&
      h(
        'div',
        { class: 'place' },
        h('span', { class: 'chip' }, about.stack),
        h('span', { class: 'chip' }, about.local ? 'this machine' : about.region),
        about.local &&
          h(
            'span',
            { class: 'chip time', title: 'the clock of the local runtime' },
            `${new Date(now()).toISOString().slice(0, 19).replace('T', ' ')} UTC${clock.mode === 'real' ? '' : ` · ${clock.mode}`}`,
          ),
        !about.actions && h('span', { class: 'chip' }, 'looks only'),
      ),
    themeButton(),
  );
}

function isHere(address: string, here: string): boolean {
  return address === '/' ? here === '/' || here === '/executions' : here === address;
}

function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function mark() {
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
