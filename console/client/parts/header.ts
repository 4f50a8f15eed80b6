import { deadLetterCount } from '../common/dead-letter-count.ts';
import { h } from '../common/dom.ts';
import { countWaiting } from '../common/execution-search.ts';
import { formatUtc } from '../common/format.ts';
import { path } from '../common/route.ts';
import { appState, now } from '../common/state.ts';
import { themeButton } from '../common/theme.ts';
import { timesButton, timeZoneButton } from '../common/time-zone.ts';

interface PageLink {
  address: string;
  title: string;
  /** Absent: on every stack. */
  on?: 'local' | 'deployed';
  /** Shown as a badge above 0. */
  count?(): number | undefined;
  counted?: string;
}

const PAGES: readonly PageLink[] = [
  { address: '/', title: 'Overview' },
  { address: '/executions', title: 'Executions', count: countWaiting, counted: 'waiting for people' },
  { address: '/offboard', title: 'Offboard' },
  { address: '/events', title: 'Events' },
  { address: '/simulation', title: 'Simulation', on: 'local' },
  { address: '/associations', title: 'Associations', on: 'deployed' },
  { address: '/schedules', title: 'Schedules' },
  { address: '/report', title: 'Report' },
  { address: '/dead-letters', title: 'Dead letters', count: deadLetterCount, counted: 'messages' },
];

export function header() {
  const { stack } = appState;
  const current = `/${path()[0] ?? ''}`;
  return h(
    'header',
    { class: 'top' },
    h('a', { class: 'skip', href: '#main', onclick: skip }, 'Skip to the content'),
    h('a', { class: 'brand', href: '/', 'aria-label': 'Offboard: overview' }, logo(), h('span', {}, 'Offboard')),
    h(
      'nav',
      { 'aria-label': 'Pages' },
      PAGES.filter(({ on }) => !on || on === (stack?.local === false ? 'deployed' : 'local')).map((page) =>
        pageLink(page, current),
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
    timesButton(),
    timeZoneButton(),
    themeButton(),
  );
}

function pageLink({ address, title, count, counted }: PageLink, current: string) {
  const number = (appState.stack && count?.()) ?? 0;
  return h(
    'a',
    { key: address, href: address, ...(address === current ? { 'aria-current': 'page' } : {}) },
    title,
    number > 0 &&
      h('span', { class: 'nav-badge' }, String(number), h('span', { class: 'visually-hidden' }, ` ${counted}`)),
  );
}

function clockChip() {
  const { mode } = appState.clock;
  const [date = '', ...time] = formatUtc(now()).split(' ');
  return h(
    'span',
    { class: 'chip time', title: `The clock of the local runtime, on ${date}` },
    h('span', { class: 'date' }, `${date} `),
    `${time.join(' ')}${mode === 'real' ? '' : ` · ${mode}`}`,
  );
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
