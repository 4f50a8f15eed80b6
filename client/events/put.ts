/** Puts one event on the stack's bus, and looks at what the API answers: it says 200 with refusals inside. */

import type { Context } from '../../cli/command.ts';
import { CliError } from '../../cli/exit.ts';
import { findStack } from '../stack.ts';

export interface OutgoingEvent {
  source: string;
  detailType: string;
  detail: unknown;
}

/** @returns EventBridge's id of the event, with which the names of the executions it starts begin. */
export async function putEvent(context: Context, { source, detailType, detail }: OutgoingEvent): Promise<string> {
  const { PutEventsCommand } = await import('@aws-sdk/client-eventbridge');
  // A bus that is not there takes events and drops them; the stack is asked first, so that nothing is lost in silence.
  const { bus } = await findStack(context);
  const client = await context.clients().eventbridge();
  const { Entries = [], FailedEntryCount } = await client.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: bus, Source: source, DetailType: detailType, Detail: JSON.stringify(detail) }],
    }),
  );
  const [entry] = Entries;
  if (FailedEntryCount || entry?.EventId === undefined) {
    throw new CliError(
      `bus ${bus} refused the event: ${entry?.ErrorCode ?? 'no answer'}: ${entry?.ErrorMessage ?? ''}`,
    );
  }
  return entry.EventId;
}
