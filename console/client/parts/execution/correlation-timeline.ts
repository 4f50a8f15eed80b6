/** All executions of a correlation id on one timeline, with the approvals they wait for and the events of the bus. */

import { formatDuration } from '../../../../client/duration.ts';
import type { ExecutionRow } from '../../../contract.ts';
import { h } from '../../common/dom.ts';
import { type FeedItem, feed, openFeed } from '../../common/event-feed.ts';
import { approvalText, formatTime, statusTone } from '../../common/format.ts';
import { executionAddress } from '../../common/route.ts';
import { appState, now, roleOf } from '../../common/state.ts';
import { icon } from '../basics.ts';

/** Milliseconds since 1970. */
interface Span {
  start: number;
  end: number;
}

interface Moment {
  at: number;
  source: string;
  text: string;
}

/** @param rows oldest first. */
export function correlationTimeline(rows: readonly ExecutionRow[], correlationId: string) {
  const [first] = rows;
  if (!first) return null;
  const events = eventsOf(correlationId);
  const start = Date.parse(first.started);
  const span = { start, end: Math.max(start + 1, ...rows.map(endOf), ...events.map(({ at }) => at)) };
  return [
    h(
      'ol',
      { class: 'timeline' },
      rows.map((row) => track(row, span)),
      events.length > 0 && eventTrack(events, span),
    ),
    rows.map(
      ({ arn, pendingApproval }) =>
        pendingApproval && h('p', { key: arn, class: 'note' }, icon('warn'), ` ${approvalText(pendingApproval)}`),
    ),
    events.length > 0 && h('h2', {}, 'Events'),
    events.length > 0 && h('ol', { class: 'steps' }, events.map(moment)),
  ];
}

function endOf({ ended }: ExecutionRow): number {
  return ended === undefined ? now() : Date.parse(ended);
}

/** Only the local runtime has a feed: EventBridge has no API that reads a bus. */
function eventsOf(correlationId: string): Moment[] {
  if (!appState.stack?.local) return [];
  openFeed();
  return [...feed.items.values()]
    .filter((item) => correlationOf(item) === correlationId)
    .map(({ at, event }) => ({ at, source: event.source ?? '', text: event['detail-type'] ?? '' }));
}

function correlationOf({ event }: FeedItem): string | undefined {
  return (event.detail as { metadata?: { correlationId?: string } } | undefined)?.metadata?.correlationId;
}

function percent(at: number, { start, end }: Span): string {
  return `${Math.max(0, Math.min(100, ((at - start) / (end - start)) * 100)).toFixed(3)}%`;
}

function track(row: ExecutionRow, span: Span) {
  const { arn, label, name, started, pendingApproval } = row;
  const [from, to] = [Date.parse(started), endOf(row)];
  const tone = pendingApproval ? 'wait live' : statusTone(row);
  const width = `max(3px, ${percent(span.start + to - from, span)})`;
  return h(
    'li',
    { key: arn },
    h('a', { href: executionAddress(arn) }, label ?? name, h('small', {}, ` ${roleOf(row)}`)),
    h(
      'span',
      { class: 'track', 'aria-hidden': 'true' },
      h('span', { class: `bar ${tone}`, style: { left: `min(${percent(from, span)}, 100% - 3px)`, width } }),
    ),
    h('span', { class: 'took' }, formatDuration(to - from)),
  );
}

function eventTrack(events: readonly Moment[], span: Span) {
  return h(
    'li',
    { key: 'events' },
    h('span', {}, 'Events'),
    h(
      'span',
      { class: 'track', 'aria-hidden': 'true' },
      events.map(({ at }, index) =>
        h('span', { key: index, class: 'tick event-tick', style: { left: `min(${percent(at, span)}, 100% - 2px)` } }),
      ),
    ),
    h('span', { class: 'took' }, String(events.length)),
  );
}

function moment({ at, source, text }: Moment, index: number) {
  const iso = new Date(at).toISOString();
  return h(
    'li',
    { key: index },
    h('time', { datetime: iso }, formatTime(iso, now())),
    h('span', { class: 'step-state' }, source),
    h('span', {}, text),
  );
}
