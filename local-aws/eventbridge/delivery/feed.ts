/** The feed of the buses: the newest events and their deliveries. */

import type { IncomingMessage, ServerResponse } from 'node:http';

export type DeliveryState = 'PENDING' | 'RETRYING' | 'DELIVERED' | 'DEAD_LETTER' | 'DROPPED';

export interface FeedDelivery {
  /** The rule's ARN and the target's id and ARN. */
  rule: string;
  target: string;
  targetArn: string;
  state: DeliveryState;
  attempts: number;
  executionArn?: string;
  error?: { code: string; message: string };
}

export interface FeedItem {
  /** Counts the events. */
  number: number;
  /** When the bus received it, in milliseconds since 1970. */
  at: number;
  bus: string;
  event: unknown;
  /** ARNs of the rules that matched. */
  rules: string[];
  deliveries: FeedDelivery[];
}

/** An event whose text is parsed only for watchers. */
export interface FeedEntry extends Omit<FeedItem, 'event'> {
  text: string;
}

const MAX_RECENT = 500;
/** In bytes. Whoever reads no faster than this grows is cut off, and may ask again. */
const MAX_UNREAD = 64 * 1024 * 1024;

export class Feed {
  #entries: FeedEntry[] = [];
  #number = 0;
  readonly #watchers = new Set<(item: FeedItem) => void>();

  add(item: Omit<FeedEntry, 'number'>): FeedEntry {
    const entry = { ...item, number: ++this.#number };
    this.#entries.push(entry);
    if (this.#entries.length >= 2 * MAX_RECENT) this.#entries = this.#entries.slice(-MAX_RECENT);
    this.changed(entry);
    return entry;
  }

  changed(entry: FeedEntry): void {
    if (this.#watchers.size === 0) return;
    const item = toItem(entry);
    for (const watch of this.#watchers) watch(item);
  }

  /** The last 500, oldest first. */
  recent(): FeedItem[] {
    return this.#entries.slice(-MAX_RECENT).map(toItem);
  }

  /** Called with every new event and after every change of it. @returns how to stop. */
  watch(watcher: (item: FeedItem) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Server-sent events: first the recent ones, then each as it changes. */
  stream(message: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.flushHeaders();
    const send = (item: FeedItem) => response.write(`id: ${item.number}\ndata: ${JSON.stringify(item)}\n\n`);
    this.recent().forEach(send);
    const stop = this.watch((item) => (response.writableLength > MAX_UNREAD ? response.destroy() : send(item)));
    message.on('close', stop);
    response.on('close', stop);
  }
}

function toItem({ text, ...rest }: FeedEntry): FeedItem {
  return { ...rest, event: JSON.parse(text) };
}
