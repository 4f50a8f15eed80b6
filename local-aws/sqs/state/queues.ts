/** Queues and their messages, in the store. */

import { randomUUID } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { AccountRegion } from '../../core/account-region.ts';
import type { Aws } from '../../core/aws.ts';
import type { Store, Table } from '../../core/store.ts';

export interface Queue extends AccountRegion {
  name: string;
  created: number;
  modified: number;
  attributes: Record<string, string>;
  /** When it was last purged, in milliseconds since 1970. */
  purged?: number;
}

export interface Message {
  id: string;
  body: string;
  attributes: Record<string, MessageAttributeValue>;
  sender: string;
  sent: number;
}

export interface Received extends Message {
  receiptHandle: string;
  receiveCount: number;
  firstReceived: number;
}

interface Row {
  number: number;
  message: string;
  receives: number;
  first: number | null;
}

/** Seconds: SQS's own defaults. */
const DEFAULTS = {
  VisibilityTimeout: '30',
  MessageRetentionPeriod: '345600',
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  ReceiveMessageWaitTimeSeconds: '0',
};

/** "60 seconds": how long a purge takes, and how long the name of a deleted queue stays taken. */
const PAUSE = 60_000;

export class Queues {
  readonly #store: Store;
  readonly #clock: Aws['clock'];
  readonly #queues: Table<Queue>;
  /** When a queue of this name was last deleted. */
  readonly #deleted: Table<{ at: number }>;
  /** Long polls that a new message ends. */
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor({ store, clock }: Pick<Aws, 'store' | 'clock'>) {
    this.#store = store;
    this.#clock = clock;
    this.#queues = store.table('sqs_queues');
    this.#deleted = store.table('sqs_deleted_queues');
    store.define(
      `CREATE TABLE IF NOT EXISTS sqs_messages (
         number INTEGER PRIMARY KEY, queue TEXT NOT NULL, message TEXT NOT NULL, sent INTEGER NOT NULL,
         visible INTEGER NOT NULL, receipt TEXT, receives INTEGER NOT NULL DEFAULT 0, first INTEGER);
       CREATE INDEX IF NOT EXISTS sqs_messages_by_queue ON sqs_messages (queue, visible);`,
    );
  }

  get(location: AccountRegion, name: string): Queue | undefined {
    return this.#queues.get(keyOf({ ...location, name }));
  }

  list({ account, region }: AccountRegion, prefix: string): Queue[] {
    return Array.from(this.#queues.entries(`${account}/${region}/${prefix}`), ([, queue]) => queue);
  }

  create(location: AccountRegion, name: string, attributes: Record<string, string>): Queue {
    const now = this.#clock.now();
    const { account, region } = location;
    const queue = { account, region, name, created: now, modified: now, attributes: { ...DEFAULTS, ...attributes } };
    this.#queues.put(keyOf(queue), queue);
    return queue;
  }

  change(queue: Queue, attributes: Record<string, string>): void {
    const modified = this.#clock.now();
    this.#queues.put(keyOf(queue), { ...queue, modified, attributes: { ...queue.attributes, ...attributes } });
  }

  delete(queue: Queue): void {
    this.#empty(queue);
    this.#queues.delete(keyOf(queue));
    this.#deleted.put(keyOf(queue), { at: this.#clock.now() });
  }

  wasJustDeleted(location: AccountRegion, name: string): boolean {
    const deleted = this.#deleted.get(keyOf({ ...location, name }));
    return deleted !== undefined && this.#clock.now() - deleted.at < PAUSE;
  }

  /** @returns false where an earlier purge is not over. */
  purge(queue: Queue): boolean {
    const now = this.#clock.now();
    if (queue.purged !== undefined && now - queue.purged < PAUSE) return false;
    this.#empty(queue);
    this.#queues.put(keyOf(queue), { ...queue, purged: now });
    return true;
  }

  #empty(queue: Queue): void {
    this.#store.sql('DELETE FROM sqs_messages WHERE queue = ?').run(keyOf(queue));
  }

  /** @param delay seconds until it can be received. */
  send(queue: Queue, message: Omit<Message, 'id' | 'sent'>, delay: number): Message {
    const sent = this.#clock.now();
    const whole: Message = { ...message, id: randomUUID(), sent };
    this.#store
      .sql('INSERT INTO sqs_messages (queue, message, sent, visible) VALUES (?, ?, ?, ?)')
      .run(keyOf(queue), JSON.stringify(whole), sent, sent + delay * 1000);
    for (const wake of this.#waiting.get(keyOf(queue)) ?? []) wake();
    return whole;
  }

  /** Oldest first; hidden from others for `visibility` seconds. */
  receive(queue: Queue, { most, visibility }: { most: number; visibility: number }): Received[] {
    this.#dropExpired(queue);
    const now = this.#clock.now();
    const found = this.#store
      .sql<Row>(
        'SELECT number, message, receives, first FROM sqs_messages WHERE queue = ? AND visible <= ? ORDER BY number LIMIT ?',
      )
      .all(keyOf(queue), now, most);
    return found.map(({ number, message, receives, first }) => {
      const receiptHandle = Buffer.from(`${number}:${randomUUID()}`).toString('base64');
      const firstReceived = first ?? now;
      this.#store
        .sql('UPDATE sqs_messages SET visible = ?, receipt = ?, receives = ?, first = ? WHERE number = ?')
        .run(now + visibility * 1000, receiptHandle, receives + 1, firstReceived, number);
      return { ...readMessage(message), receiptHandle, receiveCount: receives + 1, firstReceived };
    });
  }

  /** Resolves when a message comes, at the latest after this many seconds. */
  wait(queue: Queue, seconds: number): Promise<void> {
    const key = keyOf(queue);
    const waiting = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, waiting);
    return new Promise((resolve) => {
      const wake = () => {
        timer.cancel();
        waiting.delete(wake);
        resolve();
      };
      const timer = this.#clock.at(this.#clock.now() + seconds * 1000, wake, { advancesClock: false });
      waiting.add(wake);
    });
  }

  /** Only the newest receipt handle deletes a message; an older one has no effect and no error. */
  deleteMessage(queue: Queue, receiptHandle: string): void {
    this.#store.sql('DELETE FROM sqs_messages WHERE queue = ? AND receipt = ?').run(keyOf(queue), receiptHandle);
  }

  /** @returns whether the message was there, under this receipt. */
  hide(queue: Queue, receiptHandle: string, seconds: number): boolean {
    const { changes } = this.#store
      .sql('UPDATE sqs_messages SET visible = ? WHERE queue = ? AND receipt = ?')
      .run(this.#clock.now() + seconds * 1000, keyOf(queue), receiptHandle);
    return changes > 0;
  }

  counts(queue: Queue): { visible: number; hidden: number; delayed: number } {
    this.#dropExpired(queue);
    const count = (condition: string) => {
      const text = `SELECT count(*) AS n FROM sqs_messages WHERE queue = ? AND ${condition}`;
      return this.#store.one<{ n: number }>(text, keyOf(queue), this.#clock.now()).n;
    };
    return {
      visible: count('visible <= ?'),
      hidden: count('visible > ? AND receives > 0'),
      delayed: count('visible > ? AND receives = 0'),
    };
  }

  #dropExpired(queue: Queue): void {
    const kept = Number(queue.attributes.MessageRetentionPeriod) * 1000;
    this.#store
      .sql('DELETE FROM sqs_messages WHERE queue = ? AND sent <= ?')
      .run(keyOf(queue), this.#clock.now() - kept);
  }
}

function keyOf({ account, region, name }: AccountRegion & { name: string }): string {
  return `${account}/${region}/${name}`;
}

function readMessage(text: string): Message {
  return JSON.parse(text);
}
