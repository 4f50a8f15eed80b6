/** Amazon EventBridge: buses, rules, schedules and deliveries; the events of AWS services; a live feed of what happens. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Aws, Service } from '../core/aws.ts';
import { typed } from '../wire/input/typed.ts';
import { busOperations } from './api/buses.ts';
import { connectionOperations } from './api/connections.ts';
import { eventOperations } from './api/events.ts';
import { INPUTS } from './api/inputs.ts';
import { patternOperations } from './api/patterns.ts';
import { ruleOperations } from './api/rules.ts';

import { tagOperations } from './api/tags.ts';
import { targetOperations } from './api/targets.ts';
import type { FeedItem } from './delivery/feed.ts';
import {
  type EventBridgeOptions,
  type EventBridgeParts,
  makeParts,
  publish,
  type ServiceEvent,
} from './delivery/parts.ts';

export type { FeedItem } from './delivery/feed.ts';

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
  /** Continues an earlier process's deliveries and starts the schedules: called once, when all services are there. */
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

function eventbridgeService(parts: EventBridgeParts): Service {
  const service: Service = {
    name: 'eventbridge',
    signingName: 'events',
    protocol: 'awsJson1.1',
    targetPrefix: 'AWSEvents',
    operations: {
      ...busOperations(parts),
      ...connectionOperations(parts),
      ...ruleOperations(parts),
      ...targetOperations(parts),
      ...eventOperations(parts),
      ...patternOperations,
      ...tagOperations(parts),
    },
  };
  return typed(service, INPUTS);
}
