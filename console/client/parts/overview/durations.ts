/** How long removals took, by kind, against what is usual: a table with a drawing in each row. */

import { formatDuration } from '../../../../client/duration.ts';
import { h } from '../../common/dom.ts';
import type { KindDurations, Period } from '../../common/overview-figures.ts';
import { table } from '../basics.ts';
import { calm, panel } from './panel.ts';

/** Past this many times the usual, a duration is marked. */
const LONG = 2;

export function durations(kinds: readonly KindDurations[], { name, title }: Period) {
  return panel({
    title: `Duration by kind in ${title}`,
    content:
      kinds.length === 0
        ? calm('Nothing was removed in this period.')
        : table(
            'Duration by kind',
            ['Kind', 'Removed', 'Median', '9 of 10 within', 'Usual', 'Against the usual'],
            kinds.map((each) => row(each, name)),
            'durations',
          ),
  });
}

function row(durations: KindDurations, since: string) {
  const { kind, count, median, ninetieth, usual } = durations;
  const found = new URLSearchParams({ kind, status: 'succeeded', at: 'ended', since, q: 'DISASSOCIATED' });
  return h(
    'tr',
    { key: kind },
    h('th', { scope: 'row' }, h('a', { href: `/executions?${found}` }, kind)),
    h('td', {}, count.toLocaleString('en')),
    h('td', {}, formatDuration(median)),
    h('td', { class: usual !== undefined && ninetieth > LONG * usual ? 'long' : '' }, formatDuration(ninetieth)),
    h('td', {}, usual === undefined ? '–' : formatDuration(usual)),
    h('td', { class: 'spread' }, spread(durations)),
  );
}

/** A bar to the median, a line to the ninth of ten, a mark at the usual; all on the scale of the row. */
function spread({ median, ninetieth, usual = 0 }: KindDurations) {
  const scale = 100 / Math.max(ninetieth, usual * LONG, 1);
  return h(
    'svg',
    { viewBox: '0 0 100 16', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    h('rect', { class: 'rest', x: 0, y: 7, width: ninetieth * scale, height: 2 }),
    h('rect', { class: 'median', x: 0, y: 4, width: Math.max(1, median * scale), height: 8 }),
    usual > 0 && h('rect', { class: 'usual', x: usual * scale - 0.5, y: 0, width: 1, height: 16 }),
  );
}
