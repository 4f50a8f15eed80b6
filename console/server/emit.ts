/** Validates events against their contracts and puts them on the stack's bus. */

import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { associations } from '../../associations/registry.ts';
import { type EventContract, InvalidEvent, newMetadata, requests } from '../../events/index.ts';
import { problemLine } from '../../events/problem.ts';
import type { EventValidation, SampleEvent } from '../contract.ts';
import type { AwsGateway } from './aws-gateway.ts';
import { HttpError } from './http.ts';

interface EventInput {
  source: string;
  'detail-type': string;
  detail: unknown;
}

export async function emit({ clients, stack }: AwsGateway, body: Readonly<Record<string, unknown>>) {
  const { event } = body as { event?: unknown };
  const { problems } = checkEvent(event);
  if (problems.length > 0 && body.unchecked !== true) {
    throw new HttpError(400, 'InvalidEvent', problems.map(problemLine).join('; '));
  }
  const input = event as EventInput;
  const { bus } = await stack();
  const client = await clients.eventbridge();
  const { Entries: [entry] = [] } = await client.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: bus,
          Source: String(input.source),
          DetailType: String(input['detail-type']),
          Detail: JSON.stringify(input.detail),
        },
      ],
    }),
  );
  // PutEvents answers 200 also for entries that it did not take.
  if (!entry?.EventId)
    throw new HttpError(
      400,
      entry?.ErrorCode ?? 'NoAnswer',
      entry?.ErrorMessage ?? 'EventBridge did not take the event',
    );
  return { eventId: entry.EventId };
}

export function checkEvent(event: unknown): EventValidation {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return { problems: [{ path: 'event', message: 'must be a JSON object' }] };
  }
  const { source, 'detail-type': detailType, detail } = event as Partial<EventInput>;
  if (typeof source !== 'string' || source === '')
    return problem('source', 'is required: the sender, for example offboard');
  if (source.startsWith('aws.'))
    return problem('source', 'must not begin with aws.: EventBridge reserves it for AWS services');
  const contract = contractOf(detailType);
  if (!contract) {
    return problem(
      'detail-type',
      `must be one of ${requestContracts.map(({ detailType: known }) => known).join(', ')}`,
    );
  }
  try {
    contract.read({ 'detail-type': detailType, detail });
    return { problems: [] };
  } catch (error) {
    if (error instanceof InvalidEvent) return { problems: [...error.problems] };
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
 * A request of every deployed kind, each with a new id.
 * @param now milliseconds since 1970, by the stack's clock.
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
