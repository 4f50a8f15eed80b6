import type { Store } from '../../core/store.ts';

export interface PendingDelivery {
  id: number;
  rule: string;
  target: string;
  eventId: string;
  event: string;
  ingested: number;
  attempts: number;
  /** When to try again, in milliseconds since 1970; 0 for at once. */
  due: number;
  advancesClock: boolean;
  /** JSON of a DlqReason. Once it is set, the delivery goes to the dead-letter queue only. */
  dlqReason: string | null;
}

type Row = Omit<PendingDelivery, 'eventId' | 'advancesClock' | 'dlqReason'> & {
  event_id: string;
  advances_clock: 0 | 1;
  dlq_reason: string | null;
};

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
  advances_clock INTEGER NOT NULL,
  dlq_reason TEXT
)`;

export class PendingDeliveries {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define(SCHEMA);
  }

  add(delivery: Omit<PendingDelivery, 'id' | 'attempts' | 'due' | 'dlqReason'>): PendingDelivery {
    const { rule, target, eventId, event, ingested, advancesClock } = delivery;
    const { lastInsertRowid } = this.#store
      .sql('INSERT INTO event_deliveries VALUES (NULL, ?, ?, ?, ?, ?, 0, 0, ?, NULL)')
      .run(rule, target, eventId, event, ingested, advancesClock ? 1 : 0);
    return { ...delivery, id: Number(lastInsertRowid), attempts: 0, due: 0, dlqReason: null };
  }

  update({ id, attempts, due, dlqReason }: PendingDelivery): void {
    this.#store
      .sql('UPDATE event_deliveries SET attempts = ?, due = ?, dlq_reason = ? WHERE id = ?')
      .run(attempts, due, dlqReason, id);
  }

  remove({ id }: PendingDelivery): void {
    this.#store.sql('DELETE FROM event_deliveries WHERE id = ?').run(id);
  }

  /** In the order in which they came. */
  all(): PendingDelivery[] {
    return this.#store
      .sql<Row>('SELECT * FROM event_deliveries ORDER BY id')
      .all()
      .map(({ event_id: eventId, advances_clock, dlq_reason: dlqReason, ...rest }) => ({
        ...rest,
        eventId,
        advancesClock: advances_clock === 1,
        dlqReason,
      }));
  }
}
