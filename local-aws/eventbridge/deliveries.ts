/**
 * Delivers, at least once: each delivery is in the store before PutEvents answers, is tried by its target's retry policy,
 * and leaves the store when it was made or has become a dead letter.
 */

import type { Aws } from '../core/aws.ts';
import type { Timer } from '../core/clock.ts';
import { type Reason, sendDeadLetter } from './dead-letters.ts';
import { failureOf } from './failure.ts';
import type { Feed, FeedDelivery, FeedEntry } from './feed.ts';
import type { Pending, PendingDeliveries } from './pending.ts';
import { delay, nextAttempt } from './retry.ts';
import type { Rules } from './rules.ts';
import type { Errand } from './send/contract.ts';
import { type Destination, destinationOf } from './send/index.ts';
import { targetInput } from './target-input.ts';

export interface DeliveryParts {
  aws: Aws;
  rules: Rules;
  pending: PendingDeliveries;
  feed: Feed;
  /** From 0 to 1, for the jitter. */
  random(): number;
}

/** One delivery with its line in the feed. */
export interface UnderWay {
  delivery: Pending;
  entry: FeedEntry;
  line: FeedDelivery;
}

export class Deliveries {
  readonly #parts: DeliveryParts;
  readonly #timers = new Set<Timer>();
  #closed = false;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** Now, or when it is due. */
  start(underWay: UnderWay): void {
    const { clock } = this.#parts.aws;
    const { due, moves } = underWay.delivery;
    if (due <= clock.now()) {
      void this.#work(underWay);
      return;
    }
    const timer = clock.at(
      due,
      () => {
        this.#timers.delete(timer);
        void this.#work(underWay);
      },
      { moves },
    );
    this.#timers.add(timer);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) timer.cancel();
  }

  async #work(underWay: UnderWay): Promise<void> {
    if (this.#closed) return;
    const release = this.#parts.aws.clock.hold();
    try {
      const errand = this.#errand(underWay.delivery);
      if (!errand) this.#end(underWay, 'DROPPED');
      else if (underWay.delivery.letter === null) await this.#deliver(underWay, errand);
      else await this.#bury(underWay, errand, JSON.parse(underWay.delivery.letter) as Reason);
    } finally {
      release();
    }
  }

  /** Nothing where the rule or the target is gone: then nobody wants it any more. */
  #errand(delivery: Pending): (Errand & Pick<Destination, 'send'>) | undefined {
    const rule = this.#parts.rules.find(delivery.rule);
    const target = rule?.targets.find(({ Id }) => Id === delivery.target);
    const destination = target && destinationOf(target.Arn);
    if (!rule || !target || !destination) return undefined;
    const { eventId, event, ingested, moves } = delivery;
    const input = targetInput(target, { rule, event, ingested });
    return { rule, target, ...destination, eventId, event, input, moves };
  }

  async #deliver(underWay: UnderWay, errand: Errand & Pick<Destination, 'send'>): Promise<void> {
    const { delivery, line } = underWay;
    delivery.attempts++;
    line.attempts = delivery.attempts;
    try {
      const { executionArn } = await errand.send(errand, this.#parts.aws);
      if (executionArn !== undefined) line.executionArn = executionArn;
      this.#end(underWay, 'DELIVERED');
    } catch (error) {
      await this.#failed(underWay, errand, error);
    }
  }

  async #failed(underWay: UnderWay, errand: Errand, error: unknown): Promise<void> {
    const { delivery, line } = underWay;
    const { code, message, retry } = failureOf(error);
    line.error = { code, message };
    const { clock } = this.#parts.aws;
    const next = retry
      ? nextAttempt(errand.target.RetryPolicy ?? {}, delivery, clock.now(), this.#parts.random)
      : undefined;
    if (typeof next === 'number') return this.#again(underWay, next);
    const exhausted = next === undefined ? {} : { exhausted: next };
    await this.#bury(underWay, errand, { code, message, retries: delivery.attempts - 1, ...exhausted });
  }

  #again(underWay: UnderWay, due: number): void {
    if (this.#closed) return;
    const { delivery, entry, line } = underWay;
    delivery.due = due;
    this.#parts.pending.update(delivery);
    line.state = 'RETRYING';
    this.#parts.feed.changed(entry);
    this.start(underWay);
  }

  /** A queue that is out of order for the moment is tried until it takes the letter. */
  async #bury(underWay: UnderWay, errand: Errand, reason: Reason): Promise<void> {
    const { delivery, line } = underWay;
    if (errand.target.DeadLetterConfig?.Arn === undefined) return this.#end(underWay, 'DROPPED');
    try {
      await sendDeadLetter(errand, reason, this.#parts.aws);
      this.#end(underWay, 'DEAD_LETTER');
    } catch (error) {
      const failure = failureOf(error);
      line.error = { code: failure.code, message: `${reason.message}; dead-letter queue: ${failure.message}` };
      if (!failure.retry) return this.#end(underWay, 'DROPPED');
      delivery.letter = JSON.stringify(reason);
      this.#again(underWay, this.#parts.aws.clock.now() + delay(delivery.attempts, this.#parts.random));
    }
  }

  #end({ delivery, entry, line }: UnderWay, state: FeedDelivery['state']): void {
    if (this.#closed) return;
    this.#parts.pending.remove(delivery);
    line.state = state;
    this.#parts.feed.changed(entry);
  }
}
