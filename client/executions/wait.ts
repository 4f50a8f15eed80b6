import { setTimeout as delay } from 'node:timers/promises';
import type { StackClient } from '../stack-client.ts';
import { listExecutions } from './list.ts';

/** Milliseconds between two reads: local AWS answers at once, AWS has quotas. */
const POLL_INTERVAL = { local: 50, aws: 3_000 };
/** EventBridge usually starts an execution within a second; after so many milliseconds none is to be expected. */
export const START_TIMEOUT = 60_000;

export function pollInterval({ connection }: StackClient): number {
  return connection.local ? POLL_INTERVAL.local : POLL_INTERVAL.aws;
}

/** Until the next read. @throws AbortError when the client's signal aborts. */
export async function waitForNextPoll(client: StackClient): Promise<void> {
  await delay(pollInterval(client), undefined, { signal: client.signal });
}

/**
 * The execution that an event has started: its name begins with the event's id.
 * @param role of the state machine; any of the stack's without it.
 * @param until when to give up, by performance.now().
 */
export async function waitForExecution(
  client: StackClient,
  { eventId, role }: { eventId: string; role?: string | undefined },
  until: number,
): Promise<string | undefined> {
  const { machines } = await client.stack();
  const candidates = machines.filter((machine) => machine.role === role);
  do {
    const items = await listExecutions(client, { machines: candidates.length > 0 ? candidates : machines, limit: 100 });
    const found = items.find(({ name }) => name?.startsWith(eventId));
    if (found) return found.executionArn;
    await waitForNextPoll(client);
  } while (performance.now() < until);
  return undefined;
}
