/** Puts an event on the stack's bus, after it has been held against its contract. */

import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { associations } from '../../associations/registry.ts';
import { type EventContract, MalformedEvent, newMetadata, requests } from '../../events/index.ts';
import type { EventValidation, SampleEvent } from '../contract.ts';
import type { AwsGateway } from './aws-gateway.ts';
import { HttpError } from './http.ts';

interface Given {
  source: string;
  'detail-type': string;
  detail: unknown;
}

export async function emit({ clients, stack }: AwsGateway, body: Readonly<Record<string, unknown>>) {
  const { event } = body as { event?: unknown };
  const { problems } = checkEvent(event);
  if (problems.length > 0 && body.unchecked !== true) {
    throw new HttpError(400, 'MalformedEvent', problems.map(({ path, message }) => `${path}: ${message}`).join('; '));
  }
  const given = event as Given;
  const { bus } = await stack();
  const client = await clients.eventbridge();
  const { Entries: [entry] = [] } = await client.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: bus,
          Source: String(given.source),
          DetailType: String(given['detail-type']),
          Detail: JSON.stringify(given.detail),
        },
      ],
    }),
  );
  // PutEvents answers 200 with refusals inside.
  if (!entry?.EventId)
    throw new HttpError(400, entry?.ErrorCode ?? 'NoAnswer', entry?.ErrorMessage ?? 'the bus refused');
  return { eventId: entry.EventId };
}

/** What stands between an event and its contract. */
export function checkEvent(event: unknown): EventValidation {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return { problems: [{ path: 'event', message: 'Expected a JSON object' }] };
  }
  const { source, 'detail-type': detailType, detail } = event as Partial<Given>;
  if (typeof source !== 'string' || source === '')
    return problem('source', 'Expected who sends it, for example offboard');
  if (source.startsWith('aws.')) return problem('source', 'EventBridge takes no events that say they are from AWS');
  const contract = contractOf(detailType);
  if (!contract) {
    return problem(
      'detail-type',
      `Expected one of ${requestContracts.map(({ detailType: known }) => known).join(', ')}`,
    );
  }
  try {
    contract.read({ 'detail-type': detailType, detail });
    return { problems: [] };
  } catch (error) {
    if (error instanceof MalformedEvent) return { problems: [...error.problems] };
    throw error;
  }
}

const requestContracts = Object.values(requests) as readonly EventContract<unknown>[];

function contractOf(detailType: unknown): EventContract<unknown> | undefined {
  return requestContracts.find((contract) => contract.detailType === detailType);
}

function problem(path: string, message: string): EventValidation {
  return { problems: [{ path, message }] };
}

/**
 * A request of every kind that the stack has a machine for, each a new wish of its own.
 * @param now milliseconds since 1970, by the clock of the place the events go to.
 */
export async function samples({ stack }: AwsGateway, now: number): Promise<SampleEvent[]> {
  const { machines } = await stack();
  return Object.values(associations)
    .filter(({ kind }) => machines.some(({ role }) => role === kind))
    .map(({ kind, target: { title, example } }) => ({
      title,
      event: {
        source: 'offboard',
        'detail-type': requests.disassociationRequested.detailType,
        detail: {
          metadata: newMetadata({ timestamp: new Date(now).toISOString(), requestedBy: 'console' }),
          data: { association: kind, target: example },
        },
      },
    }));
}
