import { randomUUID } from 'node:crypto';
import type { Aws } from '../../core/aws.ts';
import { busName } from '../state/arns.ts';
import { Buses } from '../state/buses.ts';
import { Connections } from '../state/connections.ts';
import { eventText } from '../state/event.ts';
import { PendingDeliveries } from '../state/pending-deliveries.ts';
import { Rules } from '../state/rules.ts';
import { Deliveries } from './deliveries.ts';
import { Feed } from './feed.ts';
import { Ingest } from './ingest.ts';
import { Schedules } from './schedules.ts';

export interface EventBridgeOptions {
  /** From 0 to 1, for the jitter of retries. */
  random?: () => number;
}

/** An event of an AWS service. */
export interface ServiceEvent {
  source: string;
  detailType: string;
  /** Milliseconds since 1970. */
  time: number;
  resources: readonly string[];
  detail: object;
  /** Whether what it starts may advance the jumping clock. */
  advancesClock: boolean;
}

export interface EventBridgeParts {
  aws: Aws;
  buses: Buses;
  connections: Connections;
  rules: Rules;
  schedules: Schedules;
  ingest: Ingest;
  deliveries: Deliveries;
  feed: Feed;
}

export function makeParts(aws: Aws, { random = Math.random }: EventBridgeOptions): EventBridgeParts {
  const { store, clock } = aws;
  const buses = new Buses(store);
  const rules = new Rules(store);
  const pending = new PendingDeliveries(store);
  const feed = new Feed();
  const deliveries = new Deliveries({ aws, rules, pending, feed, random });
  const ingest = new Ingest({ store, now: () => clock.now(), rules, pending, deliveries, feed });
  const connections = new Connections(store);
  return { aws, buses, connections, rules, schedules: new Schedules(aws, rules, ingest), ingest, deliveries, feed };
}

/** Puts an AWS service's own event on the default bus. */
export function publish({ aws, ingest }: EventBridgeParts, { advancesClock, detail, ...fields }: ServiceEvent): void {
  const { account, region } = aws;
  const id = randomUUID();
  const text = eventText({ ...fields, id, account, region, detail: JSON.stringify(detail) });
  ingest.receive([{ bus: busName(undefined, { account, region }), id, text, advancesClock }]);
}
