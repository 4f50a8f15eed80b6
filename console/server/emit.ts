import { associations } from '../../associations/registry.ts';
import { putEvent } from '../../client/events/put.ts';
import { problemsOf } from '../../client/events/validate.ts';
import { withStatement } from '../../client/identity/attest.ts';
import type { StackClient } from '../../client/stack-client.ts';
import { newMetadata, requests } from '../../events/index.ts';
import type { RequestMetadata } from '../../events/metadata.ts';
import { problemLine } from '../../events/problem.ts';
import type { EventValidation, SampleEvent } from '../contract.ts';
import { HttpError } from './http.ts';

interface EventInput {
  source: string;
  'detail-type': string;
  detail: { metadata: RequestMetadata; data: unknown };
}

/** @throws HttpError where the event is not valid. */
export async function emit(client: StackClient, { event }: Readonly<Record<string, unknown>>) {
  const { problems } = validateEvent(event);
  if (problems.length > 0) {
    throw new HttpError(400, 'InvalidEvent', problems.map(problemLine).join('; '));
  }
  const { source, 'detail-type': detailType, detail: unsigned } = event as EventInput;
  const detail = await withStatement(client, unsigned);
  return { eventId: await putEvent(client, { source, detailType, detail }) };
}

export function validateEvent(event: unknown): EventValidation {
  return { problems: problemsOf(event) };
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
