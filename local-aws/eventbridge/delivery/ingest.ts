/** Receives events: finds the matching rules, stores all deliveries in one transaction, then delivers. */

import { MatchableEvent } from '@offboard/event-pattern';
import type { Store } from '../../core/store.ts';
import type { BusName } from '../state/arns.ts';
import type { PendingDeliveries, PendingDelivery } from '../state/pending-deliveries.ts';
import type { Rule, Rules } from '../state/rules.ts';
import type { ActiveDelivery, Deliveries } from './deliveries.ts';
import type { Feed, FeedDelivery } from './feed.ts';

export interface Received {
  bus: BusName;
  id: string;
  /** The event's JSON text. */
  text: string;
  advancesClock: boolean;
  /** A scheduled event matches its own rule only. */
  rule?: Rule;
}

export interface IngestParts {
  store: Store;
  now(): number;
  rules: Rules;
  pending: PendingDeliveries;
  deliveries: Deliveries;
  feed: Feed;
}

export class Ingest {
  readonly #parts: IngestParts;

  constructor(parts: IngestParts) {
    this.#parts = parts;
  }

  /** Returns when every delivery is in the store. */
  receive(events: readonly Received[]): void {
    const { store, deliveries } = this.#parts;
    const active = store.transaction(() => events.flatMap((event) => this.#receive(event)));
    for (const each of active) deliveries.start(each);
  }

  /** Continues the deliveries that an earlier process left unfinished. */
  resume(): void {
    for (const delivery of this.#parts.pending.all()) {
      const rule = this.#parts.rules.find(delivery.rule);
      const line = lineOf(delivery, rule);
      const entry = this.#parts.feed.add({
        at: delivery.ingested,
        bus: rule?.bus.arn ?? '',
        text: delivery.event,
        rules: [delivery.rule],
        deliveries: [line],
      });
      this.#parts.deliveries.start({ delivery, entry, line });
    }
  }

  #receive(event: Received): ActiveDelivery[] {
    const { rules, pending, feed } = this.#parts;
    const { bus, id, text, advancesClock } = event;
    const ingested = this.#parts.now();
    const matching = event.rule ? [event.rule] : rules.matching(bus, new MatchableEvent(text));
    const made = matching.flatMap((rule) =>
      rule.targets.map((target) => {
        const delivery = pending.add({
          rule: rule.arn,
          target: target.Id,
          eventId: id,
          event: text,
          ingested,
          advancesClock,
        });
        return { delivery, line: lineOf(delivery, rule) };
      }),
    );
    const lines = made.map(({ line }) => line);
    const entry = feed.add({
      at: ingested,
      bus: bus.arn,
      text,
      rules: matching.map(({ arn }) => arn),
      deliveries: lines,
    });
    return made.map((each) => ({ ...each, entry }));
  }
}

function lineOf({ rule, target, attempts }: PendingDelivery, known: Rule | undefined): FeedDelivery {
  const targetArn = known?.targets.find(({ Id }) => Id === target)?.Arn ?? '';
  return { rule, target, targetArn, state: 'PENDING', attempts };
}
