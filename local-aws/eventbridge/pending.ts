/** Deliveries that are not yet made, as the store keeps them. */

import type { Store } from '../core/store.ts';

export interface Pending {
  id: number;
  rule: string;
  target: string;
  eventId: string;
  event: string;
  ingested: number;
  attempts: number;
  /** When to try again, in milliseconds since 1970; 0 for at once. */
  due: number;
  moves: boolean;
  /** Why it is to become a dead letter, as JSON; once set, only the letter is still to be sent. */
  letter: string | null;
}

type Row = Omit<Pending, 'eventId' | 'moves'> & { event_id: string; moves: 0 | 1 };

const SCHEMA = `
CREATE TABLE IF NOT EXISTS event_deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  rule TEXT NOT NULL,
  target TEXT NOT NULL,
  event_id TEXT NOT NULL,
  event TEXT NOT NULL,
  ingested INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  due INTEGER NOT NULL,
  moves INTEGER NOT NULL,
  letter TEXT
)`;

export class PendingDeliveries {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define(SCHEMA);
  }

  add(delivery: Omit<Pending, 'id' | 'attempts' | 'due' | 'letter'>): Pending {
    const { rule, target, eventId, event, ingested, moves } = delivery;
    const { lastInsertRowid } = this.#store
      .sql('INSERT INTO event_deliveries VALUES (NULL, ?, ?, ?, ?, ?, 0, 0, ?, NULL)')
      .run(rule, target, eventId, event, ingested, moves ? 1 : 0);
    return { ...delivery, id: Number(lastInsertRowid), attempts: 0, due: 0, letter: null };
  }

  update({ id, attempts, due, letter }: Pending): void {
    this.#store
      .sql('UPDATE event_deliveries SET attempts = ?, due = ?, letter = ? WHERE id = ?')
      .run(attempts, due, letter, id);
  }

  remove({ id }: Pending): void {
    this.#store.sql('DELETE FROM event_deliveries WHERE id = ?').run(id);
  }

  /** In the order in which they came. */
  all(): Pending[] {
    return this.#store
      .sql<Row>('SELECT * FROM event_deliveries ORDER BY id')
      .all()
      .map(({ event_id, moves, ...rest }) => ({ ...rest, eventId: event_id, moves: moves === 1 }));
  }
}
