import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Entry } from '../../events/define.ts';
import { EventRefused } from './errors.ts';

/** @throws EventRefused where EventBridge answered 200 with a failed entry. */
export async function putEvent(eventBridge: EventBridgeClient, entry: Entry): Promise<void> {
  const { FailedEntryCount = 0, Entries = [] } = await eventBridge.send(new PutEventsCommand({ Entries: [entry] }));
  if (FailedEntryCount === 0) return;
  const refusal = Entries[0];
  throw new EventRefused(
    `EventBridge did not take the ${entry.DetailType} for ${entry.EventBusName}: ` +
      `${refusal?.ErrorCode ?? 'unknown'}: ${refusal?.ErrorMessage ?? 'no message'}`,
  );
}

export function busName(): string {
  const bus = process.env.BUS_NAME;
  if (bus === undefined || bus === '') throw new Error('BUS_NAME is not set: the function does not know its bus');
  return bus;
}
