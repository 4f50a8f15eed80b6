import type { Queue } from '../../../client/dead-letters/read.ts';
import { get } from './api.ts';
import { polled } from './polling.ts';

export const queues = polled(() => get<Queue[]>('queues'), 3_000);

/** Undefined while it is not known. */
export function deadLetterCount(): number | undefined {
  queues.keepPolling();
  return queues.value?.reduce((sum, { messages }) => sum + messages, 0);
}
