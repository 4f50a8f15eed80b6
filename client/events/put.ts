/** Puts one event on the stack's bus. PutEvents answers 200 with rejected entries inside. */

import { ClientError } from '../errors.ts';
import type { StackClient } from '../stack-client.ts';

export interface OutgoingEvent {
  source: string;
  detailType: string;
  detail: unknown;
}

/** @returns EventBridge's id of the event; the names of the executions it starts begin with it. */
export async function putEvent(client: StackClient, { source, detailType, detail }: OutgoingEvent): Promise<string> {
  const { PutEventsCommand } = await import('@aws-sdk/client-eventbridge');
  // EventBridge accepts and drops events for a bus that does not exist, so the stack is described first.
  const { bus } = await client.stack();
  const eventbridge = await client.aws.eventbridge();
  const { Entries = [], FailedEntryCount } = await eventbridge.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: bus, Source: source, DetailType: detailType, Detail: JSON.stringify(detail) }],
    }),
  );
  const [entry] = Entries;
  if (FailedEntryCount || entry?.EventId === undefined) {
    const error = `${entry?.ErrorCode ?? 'no answer'}: ${entry?.ErrorMessage ?? ''}`;
    throw new ClientError('FAILED', `bus ${bus} rejected the event: ${error}`);
  }
  return entry.EventId;
}
