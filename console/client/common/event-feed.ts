/** The local runtime's live feed: every event on its buses, the rules that matched, and its deliveries. */

import { redraw } from './state.ts';

/** One event, as the runtime sends it. */
export interface FeedItem {
  number: number;
  /** Milliseconds since 1970. */
  at: number;
  bus: string;
  event: { id?: string; source?: string; 'detail-type'?: string; detail?: unknown };
  /** ARNs. */
  rules: string[];
  deliveries: {
    rule: string;
    targetArn: string;
    state: 'PENDING' | 'RETRYING' | 'DELIVERED' | 'DEAD_LETTER' | 'DROPPED';
    attempts: number;
    executionArn?: string;
    error?: { code: string; message: string };
  }[];
}

/** The runtime keeps as many. */
const MAX_ITEMS = 500;

/** By number; a later message about an event replaces the earlier one. */
export const feed = { items: new Map<number, FeedItem>(), open: false };

let source: EventSource | undefined;

export function openFeed(): void {
  if (source) return;
  source = new EventSource('/_local-aws/feed');
  source.addEventListener('message', ({ data }) => {
    const item = JSON.parse(data) as FeedItem;
    feed.items.set(item.number, item);
    for (const oldest of [...feed.items.keys()].slice(0, -MAX_ITEMS)) feed.items.delete(oldest);
    redraw();
  });
  source.addEventListener('open', () => {
    // The runtime sends its recent events again, and a restarted runtime numbers from 1.
    feed.items.clear();
    feed.open = true;
    redraw();
  });
  source.addEventListener('error', () => {
    feed.open = false;
    redraw();
  });
}
