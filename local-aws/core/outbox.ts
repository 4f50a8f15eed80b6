/** What would leave AWS: messages that were published to a topic's subscribers, requests to HTTP endpoints. Nothing here sends them. */

import type { Store } from './store.ts';

export interface OutboxItem {
  /** Milliseconds since 1970, on the runtime's clock. */
  at: number;
  service: string;
  /** An ARN or a URL. */
  to: string;
  subject?: string;
  body: string;
}

/** How many are kept. */
const MOST = 1000;

export class Outbox {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define('CREATE TABLE IF NOT EXISTS outbox (number INTEGER PRIMARY KEY, item TEXT NOT NULL)');
  }

  add(item: OutboxItem): void {
    this.#store.sql('INSERT INTO outbox (item) VALUES (?)').run(JSON.stringify(item));
    this.#store.sql(`DELETE FROM outbox WHERE number <= (SELECT max(number) FROM outbox) - ${MOST}`).run();
  }

  /** Oldest first. */
  list(): OutboxItem[] {
    const rows = this.#store.sql<{ item: string }>('SELECT item FROM outbox ORDER BY number').all();
    return rows.map(({ item }) => JSON.parse(item) as OutboxItem);
  }
}
