/** A runtime on the packaged stack for a proof: requests go in over the wire, and what is published is kept. */

import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Stack } from '@offboard/local-aws';
import { type LocalStack, type LocalStackOptions, startLocalStack } from '../../cli/common/local-stack.ts';
import { disassociationRequested, publishedEvents, SOURCE } from '../../events/index.ts';
import { packageIfStale } from '../../packaging/build-if-stale.ts';
import { VIRTUAL_START } from '../../simulators/virtual-start.ts';

/** An event that the stack published. */
export interface PublishedEvent {
  detailType: string;
  /** The id of the request it answers. */
  requestId: string;
  metadata: { id: string; timestamp: string; causationId: string };
  data: PublishedData;
}

export interface PublishedData {
  outcome?: string;
  association?: string;
  error?: string;
  message?: string;
  calls?: readonly { service: string; operation: string; requestId: string; mutating: boolean; result: string }[];
  [field: string]: unknown;
}

export interface Harness {
  runtime: LocalStack;
  /** By the id of the request they answer. */
  answers: Map<string, PublishedEvent[]>;
  /** By the id of the event that started them: the executions that EventBridge requested. */
  started: Map<string, Started>;
  /** Puts events on the bus, disassociation requests unless another type is given. @returns EventBridge's ids. */
  put(details: readonly unknown[], detailType?: string): Promise<string[]>;
  close(): Promise<void>;
}

export interface Started {
  stateMachineArn: string;
  name: string;
  input: string;
}

const FINAL_DISASSOCIATION_EVENTS = ['DisassociationCompleted', 'DisassociationFailed', 'DisassociationRejected'];

/** Those that end their request; a DisassociationStuck, for one, does not. */
export function finalEvents(events: readonly PublishedEvent[] = []): PublishedEvent[] {
  return events.filter(({ detailType }) => FINAL_DISASSOCIATION_EVENTS.includes(detailType));
}

/** How often a sender tries. */
const ATTEMPTS = 20;

const OURS = new Set<string>(Object.values(publishedEvents).map(({ detailType }) => detailType));

/** By outcome, or by type where the event has none: how many events. */
export function countOutcomes(events: readonly PublishedEvent[]): Record<string, number> {
  const byOutcome = Map.groupBy(events, ({ data, detailType }) => data.outcome ?? detailType);
  return Object.fromEntries([...byOutcome].map(([outcome, { length }]) => [outcome, length]));
}

/** The stage parameters that limit what requests may do. */
export interface Guards {
  singleRequestLimit: string;
  approvalFloor: string;
  protectedNames: string;
}

/** Single requests have no limit and need no approval, so that a proof may send any number of any kind. */
const NO_GUARDS: Guards = { singleRequestLimit: 'none', approvalFloor: '', protectedNames: '' };

export async function openHarness({
  alter = (stack) => stack,
  environment,
  guards = NO_GUARDS,
  ...options
}: Omit<LocalStackOptions, 'packaged'> & { guards?: Guards }): Promise<Harness> {
  await packageIfStale();
  const runtime = await startLocalStack({
    packaged: new URL('../..', import.meta.url).pathname,
    clock: 'jump',
    start: VIRTUAL_START,
    alter: (stack) => alter(withLimit(stack, guards)),
    environment: { APPROVAL_FLOOR: guards.approvalFloor, PROTECTED_NAMES: guards.protectedNames, ...environment },
    ...options,
  });
  const answers = new Map<string, PublishedEvent[]>();
  const started = new Map<string, Started>();
  const seen = new Set<number>();
  runtime.watch(({ number, event, deliveries }) => {
    for (const { targetArn, executionArn } of deliveries) {
      if (executionArn === undefined) continue;
      const name = executionArn.slice(executionArn.lastIndexOf(':') + 1);
      started.set((event as { id: string }).id, { stateMachineArn: targetArn, name, input: JSON.stringify(event) });
    }
    if (seen.has(number)) return;
    seen.add(number);
    const published = publishedEventIn(event);
    if (published) answers.set(published.requestId, [...(answers.get(published.requestId) ?? []), published]);
  });
  const client = new EventBridgeClient({
    endpoint: runtime.endpoint,
    region: runtime.info().region,
    credentials: { accessKeyId: 'prover', secretAccessKey: 'prover' },
    maxAttempts: 1,
  });
  return {
    runtime,
    answers,
    started,
    put: (details, DetailType = disassociationRequested.detailType) =>
      putAll(client, { EventBusName: runtime.info().stack, Source: SOURCE, DetailType }, details),
    async close() {
      client.destroy();
      await runtime.close();
    },
  };
}

/** As packaging substitutes it. */
function withLimit(stack: Stack, { singleRequestLimit }: Guards): Stack {
  const resources = stack.resources.map((resource) => {
    const { DefinitionSubstitutions } = resource.properties as { DefinitionSubstitutions?: object };
    if (DefinitionSubstitutions === undefined || !('SingleRequestLimit' in DefinitionSubstitutions)) return resource;
    const substitutions = { ...DefinitionSubstitutions, SingleRequestLimit: singleRequestLimit };
    return { ...resource, properties: { ...resource.properties, DefinitionSubstitutions: substitutions } };
  });
  return { ...stack, resources };
}

function publishedEventIn(event: unknown): PublishedEvent | undefined {
  const {
    source,
    'detail-type': detailType,
    detail,
  } = event as { source: string; 'detail-type': string; detail: Pick<PublishedEvent, 'metadata' | 'data'> };
  if (source !== SOURCE || !OURS.has(detailType)) return undefined;
  return { detailType, requestId: detail.metadata.causationId, metadata: detail.metadata, data: detail.data };
}

/** Injected faults fail a sender's calls too, so it retries; at once, since the jumping clock would not pass the time. */
async function untilAnswered<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/** PutEvents takes ten at a time. */
async function putAll(
  client: EventBridgeClient,
  entry: PutEventsRequestEntry,
  details: readonly unknown[],
): Promise<string[]> {
  const ids: string[] = [];
  for (let from = 0; from < details.length; from += 10) {
    const Entries = details.slice(from, from + 10).map((detail) => ({ ...entry, Detail: JSON.stringify(detail) }));
    const answer = await untilAnswered(() => client.send(new PutEventsCommand({ Entries })));
    if (answer.FailedEntryCount)
      throw new Error(`the bus refused ${answer.FailedEntryCount} of ${Entries.length} entries`);
    ids.push(...(answer.Entries ?? []).map(({ EventId }) => EventId ?? ''));
  }
  return ids;
}
