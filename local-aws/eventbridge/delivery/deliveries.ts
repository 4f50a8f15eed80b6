/**
 * Delivers at least once: each delivery is in the store before PutEvents answers, is retried by its target's retry policy,
 * and leaves the store once it was made or sent to the dead-letter queue.
 */

import type { Aws } from '../../core/aws.ts';
import type { Timer } from '../../core/clock.ts';
import type { TargetRequest } from '../destinations/contract.ts';
import { type Destination, destinationOf } from '../destinations/index.ts';
import type { PendingDeliveries, PendingDelivery } from '../state/pending-deliveries.ts';
import type { Rules } from '../state/rules.ts';
import { type DlqReason, sendToDlq } from './dead-letters.ts';
import { failureOf } from './failure.ts';
import type { Feed, FeedDelivery, FeedEntry } from './feed.ts';
import { delay, nextAttempt } from './retry.ts';
import { refuseInvalidJson, targetInput } from './target-input.ts';

export interface DeliveryParts {
  aws: Aws;
  rules: Rules;
  pending: PendingDeliveries;
  feed: Feed;
  /** From 0 to 1, for the jitter. */
  random(): number;
}

/** A delivery with its line in the feed. */
export interface ActiveDelivery {
  delivery: PendingDelivery;
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

  /** At once, or when it is due. */
  start(active: ActiveDelivery): void {
    const { clock } = this.#parts.aws;
    const { due, advancesClock } = active.delivery;
    if (due <= clock.now()) {
      void this.#work(active);
      return;
    }
    const timer = clock.at(
      due,
      () => {
        this.#timers.delete(timer);
        void this.#work(active);
      },
      { advancesClock },
    );
    this.#timers.add(timer);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) timer.cancel();
  }

  async #work(active: ActiveDelivery): Promise<void> {
    if (this.#closed) return;
    const release = this.#parts.aws.clock.hold();
    try {
      const request = this.#request(active.delivery);
      if (!request) this.#end(active, 'DROPPED');
      else if (active.delivery.dlqReason === null) await this.#deliver(active, request);
      else await this.#sendToDlq(active, request, JSON.parse(active.delivery.dlqReason) as DlqReason);
    } finally {
      release();
    }
  }

  /** Undefined where the rule or the target was deleted meanwhile: EventBridge then drops the event. */
  #request(delivery: PendingDelivery): (TargetRequest & Pick<Destination, 'send'>) | undefined {
    const rule = this.#parts.rules.find(delivery.rule);
    const target = rule?.targets.find(({ Id }) => Id === delivery.target);
    const destination = target && destinationOf(target.Arn);
    if (!rule || !target || !destination) return undefined;
    const { eventId, event, ingested, advancesClock } = delivery;
    const input = targetInput(target, { rule, event, ingested });
    return { rule, target, ...destination, eventId, event, input, advancesClock };
  }

  async #deliver(active: ActiveDelivery, request: TargetRequest & Pick<Destination, 'send'>): Promise<void> {
    const { delivery, line } = active;
    delivery.attempts++;
    line.attempts = delivery.attempts;
    try {
      refuseInvalidJson(request.target, request.input);
      const { executionArn } = await request.send(request, this.#parts.aws);
      if (executionArn !== undefined) line.executionArn = executionArn;
      this.#end(active, 'DELIVERED');
    } catch (error) {
      await this.#failed(active, request, error);
    }
  }

  async #failed(active: ActiveDelivery, request: TargetRequest, error: unknown): Promise<void> {
    const { delivery, line } = active;
    const { code, message, retry } = failureOf(error);
    line.error = { code, message };
    const { clock } = this.#parts.aws;
    const next = retry
      ? nextAttempt(request.target.RetryPolicy ?? {}, delivery, clock.now(), this.#parts.random)
      : undefined;
    if (typeof next === 'number') return this.#again(active, next);
    const exhausted = next === undefined ? {} : { exhausted: next };
    await this.#sendToDlq(active, request, { code, message, retries: delivery.attempts - 1, ...exhausted });
  }

  #again(active: ActiveDelivery, due: number): void {
    if (this.#closed) return;
    const { delivery, entry, line } = active;
    delivery.due = due;
    this.#parts.pending.update(delivery);
    line.state = 'RETRYING';
    this.#parts.feed.changed(entry);
    this.start(active);
  }

  /** A dead-letter queue that fails for the moment is retried until it accepts the message. */
  async #sendToDlq(active: ActiveDelivery, request: TargetRequest, reason: DlqReason): Promise<void> {
    const { delivery, line } = active;
    if (request.target.DeadLetterConfig?.Arn === undefined) return this.#end(active, 'DROPPED');
    try {
      await sendToDlq(request, reason, this.#parts.aws);
      this.#end(active, 'DEAD_LETTER');
    } catch (error) {
      const failure = failureOf(error);
      line.error = { code: failure.code, message: `${reason.message}; dead-letter queue: ${failure.message}` };
      if (!failure.retry) return this.#end(active, 'DROPPED');
      delivery.dlqReason = JSON.stringify(reason);
      this.#again(active, this.#parts.aws.clock.now() + delay(delivery.attempts, this.#parts.random));
    }
  }

  #end({ delivery, entry, line }: ActiveDelivery, state: FeedDelivery['state']): void {
    if (this.#closed) return;
    this.#parts.pending.remove(delivery);
    line.state = state;
    this.#parts.feed.changed(entry);
  }
}
