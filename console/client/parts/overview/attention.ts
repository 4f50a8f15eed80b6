import { deadLetterCount } from '../../common/dead-letter-count.ts';
import { h } from '../../common/dom.ts';
import type { Tone } from '../../common/format.ts';
import type { Period } from '../../common/overview-figures.ts';
import { icon } from '../basics.ts';
import type { Overview } from './overview.ts';

interface Figure {
  title: string;
  /** Undefined while it is not known. */
  count: number | undefined;
  /** Above 0. */
  tone: Tone;
  address: string;
}

export function attention({ waiting, stuck, failed, rejected, reappeared }: Overview, { name }: Period) {
  const verified = `/executions?kind=verify&q=reappeared&at=ended&since=${name}`;
  const figures: Figure[] = [
    { title: 'Waiting for people', count: waiting.length, tone: 'warn', address: '/executions?status=waiting' },
    { title: 'Stuck', count: stuck.length, tone: 'warn', address: '/executions?status=stuck' },
    {
      title: 'Failed in 24 hours',
      count: failed,
      tone: 'bad',
      address: '/executions?status=failed&at=ended&since=24h',
    },
    {
      title: 'Rejected in 24 hours',
      count: rejected,
      tone: 'idle',
      address: '/executions?status=rejected&at=ended&since=24h',
    },
    { title: 'Reappeared', count: reappeared.length, tone: 'bad', address: verified },
    { title: 'Dead letters', count: deadLetterCount(), tone: 'bad', address: '/dead-letters' },
  ];
  return h('ul', { class: 'attention', 'aria-label': 'What needs people' }, figures.map(tile));
}

function tile({ title, count, tone, address }: Figure) {
  const shown = count === 0 ? 'good' : tone;
  return h(
    'li',
    { key: title },
    h(
      'a',
      { href: address, class: `figure ${count === undefined ? 'idle' : shown}` },
      h(
        'span',
        { class: 'count' },
        count !== undefined && icon(shown),
        h('strong', {}, count === undefined ? '–' : count.toLocaleString('en')),
      ),
      h('span', {}, title),
    ),
  );
}
