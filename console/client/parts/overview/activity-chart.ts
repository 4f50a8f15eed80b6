/** Executions started and ended over time: bars, and the same as a table. */

import { h } from '../../common/dom.ts';
import { formatTime } from '../../common/format.ts';
import type { Bucket, Period } from '../../common/overview-figures.ts';
import { now } from '../../common/state.ts';
import { table } from '../basics.ts';
import { panel } from './panel.ts';

/** In units of the drawing, which is stretched to its panel. */
const HEIGHT = 100;
const BUCKET = 24;
const BAR = 8;

const FINAL_STATUSES = ['succeeded', 'failed', 'rejected'] as const;
const SERIES = ['started', ...FINAL_STATUSES] as const;
type Series = (typeof SERIES)[number];

export function activityChart(activity: readonly Bucket[], { name, title }: Period) {
  const highest = Math.max(
    1,
    ...activity.map(({ started, succeeded, failed, rejected }) => Math.max(started, succeeded + failed + rejected)),
  );
  return panel({
    title: `Started and ended in ${title}`,
    wide: true,
    content: [
      legend(activity, name),
      h(
        'div',
        { class: 'chart' },
        h('span', { class: 'chart-top', 'aria-hidden': 'true' }, highest.toLocaleString('en')),
        h(
          'svg',
          { viewBox: `0 0 ${activity.length * BUCKET} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
          activity.map((bucket, index) => bars(bucket, index, highest)),
        ),
        h('div', { class: 'chart-axis', 'aria-hidden': 'true' }, axis(activity)),
      ),
      asTable(activity),
    ],
  });
}

function legend(activity: readonly Bucket[], since: string) {
  const total = (series: Series) => activity.reduce((sum, bucket) => sum + bucket[series], 0).toLocaleString('en');
  const addresses = {
    started: `since=${since}`,
    succeeded: `status=succeeded&at=ended&since=${since}`,
    failed: `status=failed&at=ended&since=${since}`,
    rejected: `status=rejected&at=ended&since=${since}`,
  };
  return h(
    'p',
    { class: 'legend' },
    SERIES.map((series) =>
      h('a', { key: series, class: series, href: `/executions?${addresses[series]}` }, `${total(series)} ${series}`),
    ),
  );
}

/** Started beside ended; those that ended stand on each other. The table has the same links for the keyboard. */
function bars(bucket: Bucket, index: number, highest: number) {
  const { from, started } = bucket;
  const heightOf = (count: number) => (count / highest) * HEIGHT;
  const left = index * BUCKET + (BUCKET - 2 * BAR) / 2 - 1;
  return h(
    'g',
    { key: from, class: 'bucket' },
    h('title', {}, `${SERIES.map((series) => `${bucket[series]} ${series}`).join(', ')} from ${timeText(from)}`),
    h('rect', { class: 'ground', x: index * BUCKET, y: 0, width: BUCKET, height: HEIGHT }),
    link(bucket, 'started', { x: left, y: HEIGHT - heightOf(started), width: BAR, height: heightOf(started) }),
    FINAL_STATUSES.map((series, place) => {
      const below = FINAL_STATUSES.slice(0, place + 1).reduce((sum, each) => sum + bucket[each], 0);
      return link(bucket, series, {
        x: left + BAR + 2,
        y: HEIGHT - heightOf(below),
        width: BAR,
        height: heightOf(bucket[series]),
      });
    }),
  );
}

function link(bucket: Bucket, series: Series, rect: Record<string, number>) {
  if (bucket[series] === 0) return null;
  return h(
    'a',
    { key: series, href: addressOf(bucket, series), tabindex: '-1' },
    h('rect', { class: series, ...rect }),
  );
}

function addressOf({ from, to }: Bucket, series: Series): string {
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const filter = series === 'started' ? range : { status: series, at: 'ended', ...range };
  return `/executions?${new URLSearchParams(filter)}`;
}

function axis(activity: readonly Bucket[]) {
  const [first, middle] = [activity[0], activity[Math.floor(activity.length / 2)]];
  return [first, middle]
    .map((bucket) => h('span', {}, bucket ? timeText(bucket.from) : ''))
    .concat(h('span', {}, 'now'));
}

function timeText(time: number): string {
  return formatTime(new Date(time).toISOString(), now()).replace(/:00$/, '');
}

function asTable(activity: readonly Bucket[]) {
  return h(
    'details',
    {},
    h('summary', {}, 'As a table'),
    table(
      'Started and ended',
      ['From', 'Started', 'Succeeded', 'Failed', 'Rejected'],
      activity
        .filter((bucket) => SERIES.some((series) => bucket[series] > 0))
        .toReversed()
        .map(tableRow),
    ),
  );
}

function tableRow(bucket: Bucket) {
  return h(
    'tr',
    { key: bucket.from },
    h('th', { scope: 'row' }, timeText(bucket.from)),
    SERIES.map((series) =>
      h(
        'td',
        {},
        bucket[series] === 0 ? '0' : h('a', { href: addressOf(bucket, series) }, bucket[series].toLocaleString('en')),
      ),
    ),
  );
}
