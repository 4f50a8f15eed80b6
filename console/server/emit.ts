/** Validates events against their contracts and emits them. */

import { associations } from '../../associations/registry.ts';
import { putEvent } from '../../client/events/put.ts';
import type { StackClient } from '../../client/stack-client.ts';
import { type EventContract, InvalidEvent, newMetadata, requests } from '../../events/index.ts';
import { problemLine } from '../../events/problem.ts';
import type { EventValidation, SampleEvent } from '../contract.ts';
import { HttpError } from './http.ts';

interface EventInput {
  source: string;
  'detail-type': string;
  detail: unknown;
}

/** @throws HttpError where the event is not valid. */
export async function emit(client: StackClient, { event }: Readonly<Record<string, unknown>>) {
  const { problems } = validateEvent(event);
  if (problems.length > 0) {
    throw new HttpError(400, 'InvalidEvent', problems.map(problemLine).join('; '));
  }
  const { source, 'detail-type': detailType, detail } = event as EventInput;
  return { eventId: await putEvent(client, { source, detailType, detail }) };
}

export function validateEvent(event: unknown): EventValidation {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return problem('event', 'event must be a JSON object');
  }
  const { source, 'detail-type': detailType, detail } = event as Partial<EventInput>;
  if (typeof source !== 'string' || source === '') {
    return problem('source', 'source is required: the sender, for example offboard');
  }
  if (source.startsWith('aws.')) return problem('source', 'source must not begin with aws., which is reserved for AWS');
  const contract = CONTRACTS.find((each) => each.detailType === detailType);
  if (!contract)
    return problem('detail-type', `detail-type must be one of ${CONTRACTS.map((each) => each.detailType).join(', ')}`);
  try {
    contract.read({ 'detail-type': detailType, detail });
    return { problems: [] };
  } catch (error) {
    if (error instanceof InvalidEvent) return { problems: [...error.problems] };
    throw error;
  }
}

const CONTRACTS = Object.values(requests) as readonly EventContract<unknown>[];

function problem(path: string, message: string): EventValidation {
  return { problems: [{ path, message }] };
}

/**
 * A request of every deployed kind, each with a new id.
 * @param now milliseconds since 1970, by the stack's clock.
 */
export async function samples(client: StackClient, now: number): Promise<SampleEvent[]> {
  const { machines } = await client.stack();
  const timestamp = new Date(now).toISOString();
  return Object.values(associations)
    .filter(({ kind }) => machines.some(({ role }) => role === kind))
    .map(({ kind, target: { title, example } }) => ({
      title,
      event: {
        source: requests.disassociationRequested.source,
        'detail-type': requests.disassociationRequested.detailType,
        detail: {
          metadata: newMetadata({ timestamp, requestedBy: 'console' }),
          data: { association: kind, target: example },
        },
      },
    }));
}
