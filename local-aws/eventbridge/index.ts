/** EventBridge on this machine: the service, the way in for AWS's own events, and the view of what happens. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Aws, Service } from '../core/aws.ts';
import { eventbridgeService } from './client.ts';
import { type EventBridgeOptions, makeParts, publish, type ServiceEvent } from './eventbridge.ts';
import type { FeedItem } from './feed.ts';

export type { FeedItem } from './feed.ts';

export interface EventBridge {
  service: Service;
  /** Puts an AWS service's own event on the default bus; its deliveries are in the store when it returns. */
  publish(event: ServiceEvent): void;
  /** The live feed as server-sent events, each a `FeedItem`: the last 500 first, then every change. */
  feed(message: IncomingMessage, response: ServerResponse): void;
  /** The last 500 events with their deliveries, oldest first. */
  recent(): FeedItem[];
  /** @returns how to stop watching. */
  watch(watcher: (item: FeedItem) => void): () => void;
  /** Delivers what an earlier run left, and sets the schedules going: once, when all services are there. */
  resume(): void;
  close(): void;
}

export function eventbridge(aws: Aws, options: EventBridgeOptions = {}): EventBridge {
  const parts = makeParts(aws, options);
  const { feed, ingest, schedules, deliveries } = parts;
  return {
    service: eventbridgeService(parts),
    publish: (event) => publish(parts, event),
    feed: (message, response) => feed.stream(message, response),
    recent: () => feed.recent(),
    watch: (watcher) => feed.watch(watcher),
    resume() {
      ingest.resume();
      schedules.resume();
    },
    close() {
      schedules.close();
      deliveries.close();
    },
  };
}
