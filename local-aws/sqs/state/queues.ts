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
  tags?: Record<string, string>;
  /** When it was last purged, in milliseconds since 1970. */
  purged?: number;
}

export interface Message {
  id: string;
  body: string;
  attributes: Record<string, MessageAttributeValue>;
  sender: string;
  sent: number;
  /** Of a message in a dead-letter queue: the queue it came from, and how often it was received there. */
  source?: { arn: string; receives: number };
}

export interface Received extends Message {
  receiptHandle: string;
  receiveCount: number;
  firstReceived: number;
}

/** A message that nobody has received just now. */
export interface Stored {
  number: number;
  message: Message;
}

export interface DeadLetters {
  target: Queue;
  maxReceiveCount: number;
}

interface Row {
  number: number;
  message: string;
  receives: number;
  first: number | null;
}

/** SQS's own defaults; times in seconds. */
const DEFAULTS = {
  VisibilityTimeout: '30',
  MessageRetentionPeriod: '345600',
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
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

  now(): number {
    return this.#clock.now();
  }

  get(location: AccountRegion, name: string): Queue | undefined {
    return this.#queues.get(keyOf({ ...location, name }));
  }

  at(arn: string): Queue | undefined {
    const [, , service, region = '', account = '', name = ''] = arn.split(':');
    return service === 'sqs' ? this.get({ account, region }, name) : undefined;
  }

  list({ account, region }: AccountRegion, prefix: string): Queue[] {
    return Array.from(this.#queues.entries(`${account}/${region}/${prefix}`), ([, queue]) => queue);
  }

  create(location: AccountRegion, name: string, { attributes, tags = {} }: Pick<Queue, 'attributes' | 'tags'>): Queue {
    const now = this.#clock.now();
    const { account, region } = location;
    const queue = {
      account,
      region,
      name,
      created: now,
      modified: now,
      attributes: encryptedOnce(withoutEmpty({ ...DEFAULTS, ...attributes })),
      tags,
    };
    this.#queues.put(keyOf(queue), queue);
    return queue;
  }

  change(queue: Queue, attributes: Record<string, string>): void {
    const modified = this.#clock.now();
    const changed = encryptedOnce(withoutEmpty({ ...queue.attributes, ...attributes }));
    this.#queues.put(keyOf(queue), { ...queue, modified, attributes: changed });
  }

  setTags(queue: Queue, tags: Record<string, string>): void {
    this.#queues.put(keyOf(queue), { ...queue, tags });
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
    this.#wake(queue);
    return whole;
  }

  #wake(queue: Queue): void {
    for (const wake of this.#waiting.get(keyOf(queue)) ?? []) wake();
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
      const read = readMessage(message);
      const receiveCount = (read.source?.receives ?? 0) + receives + 1;
      return { ...read, receiptHandle, receiveCount, firstReceived };
    });
  }

  /** Moves what is visible again after so many receives. "The enqueue timestamp is unchanged": its retention goes on. */
  moveToDeadLetters(queue: Queue, arn: string, { target, maxReceiveCount }: DeadLetters): void {
    const exhausted = this.#store
      .sql<Row>(
        'SELECT number, message, receives, first FROM sqs_messages WHERE queue = ? AND visible <= ? AND receives >= ?',
      )
      .all(keyOf(queue), this.#clock.now(), maxReceiveCount);
    for (const { number, message, receives } of exhausted) {
      const read = readMessage(message);
      const moved = { ...read, source: { arn, receives: (read.source?.receives ?? 0) + receives } };
      this.#store
        .sql('UPDATE sqs_messages SET queue = ?, message = ?, receipt = NULL, receives = 0 WHERE number = ?')
        .run(keyOf(target), JSON.stringify(moved), number);
    }
    if (exhausted.length > 0) this.#wake(target);
  }

  /** The oldest message that can be received. */
  oldest(queue: Queue): Stored | undefined {
    this.#dropExpired(queue);
    const row = this.#store
      .sql<Row>('SELECT number, message FROM sqs_messages WHERE queue = ? AND visible <= ? ORDER BY number LIMIT 1')
      .get(keyOf(queue), this.#clock.now());
    return row && { number: row.number, message: readMessage(row.message) };
  }

  /** "Redriven messages are considered new messages": with another id, and retained from now on. */
  moveAsNew({ number, message: { body, attributes, sender } }: Stored, target: Queue): void {
    this.#store.sql('DELETE FROM sqs_messages WHERE number = ?').run(number);
    this.send(target, { body, attributes, sender }, Number(target.attributes.DelaySeconds));
  }

  /**
   * Resolves when a message may have become visible.
   * @param until milliseconds since 1970; then, and after it, `false`.
   */
  wait(queue: Queue, until: number): Promise<boolean> {
    const now = this.#clock.now();
    if (now >= until) return Promise.resolve(false);
    const key = keyOf(queue);
    const next = this.#store.one<{ at: number | null }>(
      'SELECT min(visible) AS at FROM sqs_messages WHERE queue = ? AND visible > ?',
      key,
      now,
    ).at;
    const waiting = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, waiting);
    return new Promise((resolve) => {
      const wake = () => {
        timer.cancel();
        waiting.delete(wake);
        resolve(true);
      };
      const timer = this.#clock.at(Math.min(until, next ?? until), wake, { advancesClock: false });
      waiting.add(wake);
    });
  }

  /** Only the newest receipt handle deletes a message; an older one has no effect and no error. */
  deleteMessage(queue: Queue, receiptHandle: string): void {
    this.#store.sql('DELETE FROM sqs_messages WHERE queue = ? AND receipt = ?').run(keyOf(queue), receiptHandle);
  }

  /** @returns whether the message was there and hidden, under this receipt. */
  hide(queue: Queue, receiptHandle: string, seconds: number): boolean {
    const now = this.#clock.now();
    const { changes } = this.#store
      .sql('UPDATE sqs_messages SET visible = ? WHERE queue = ? AND receipt = ? AND visible > ?')
      .run(now + seconds * 1000, keyOf(queue), receiptHandle, now);
    if (changes > 0) this.#wake(queue);
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
      hidden: count('visible > ? AND receipt IS NOT NULL'),
      delayed: count('visible > ? AND receipt IS NULL'),
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

/** An attribute that is set to nothing is taken away. */
function withoutEmpty(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}

/** A KMS key takes the place of SQS's own encryption. */
function encryptedOnce(attributes: Record<string, string>): Record<string, string> {
  return attributes.KmsMasterKeyId ? { ...attributes, SqsManagedSseEnabled: 'false' } : attributes;
}

function readMessage(text: string): Message {
  return JSON.parse(text);
}
