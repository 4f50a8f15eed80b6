/** The local runtime's live feed: every event on its buses, the rules that matched, and where each was delivered. */

import { redraw } from './state.ts';

/** As the runtime sends it. */
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

/** As many as the runtime keeps. */
const KEPT = 500;

/** By number; a later word about an event replaces the earlier one. */
export const feed = { items: new Map<number, FeedItem>(), open: false };

let source: EventSource | undefined;

export function openFeed(): void {
  if (source) return;
  source = new EventSource('/_local-aws/feed');
  source.addEventListener('message', ({ data }) => {
    const item = JSON.parse(data) as FeedItem;
    feed.items.set(item.number, item);
    for (const oldest of [...feed.items.keys()].slice(0, -KEPT)) feed.items.delete(oldest);
    redraw();
  });
  source.addEventListener('open', () => {
    // The runtime tells the recent ones anew, and another runtime counts from one again.
    feed.items.clear();
    feed.open = true;
    redraw();
  });
  source.addEventListener('error', () => {
    feed.open = false;
    redraw();
  });
}
