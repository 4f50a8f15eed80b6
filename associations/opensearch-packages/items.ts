/** Several associations that one target names: the progress of the whole from the state of each. */

import type { AlsoRemoved, InProgress, Item, Json, Progress } from '../common/contract.ts';
import { ABSENT, failed, inProgress, PARENT_NOT_FOUND } from '../common/progress.ts';

interface Whole extends Pick<InProgress, 'next' | 'waitingFor' | 'waitingMessage'> {
  snapshot: Json;
  acceptedAt?: string | undefined;
  memory?: Json;
  alsoRemoved: AlsoRemoved[];
}

export function isFinal({ state }: Item): boolean {
  return state !== 'IN_PROGRESS';
}

/** In progress while one item is; failed if one failed; rejected only if the request is wrong for every one. */
export function progressOf(
  items: Item[],
  { snapshot, next, waitingFor, waitingMessage, acceptedAt, memory, alsoRemoved }: Whole,
): Progress {
  const observation = { serviceStatus: statusOf(items), snapshot, items };
  if (!items.every(isFinal)) {
    const wait = { ...(acceptedAt !== undefined && { acceptedAt }), ...(memory !== undefined && { memory }) };
    return inProgress(observation, { next, waitingFor, waitingMessage, ...wait });
  }
  const bad = items.filter(({ state }) => state === 'FAILED');
  const [first] = bad;
  if (first !== undefined) {
    const rejected = items.every(({ outcome }) => outcome === 'REJECTED');
    const notFound = items.every(({ outcome }) => outcome === 'NOT_FOUND');
    if (notFound) {
      return failed(observation, { ...PARENT_NOT_FOUND, message: first.message ?? '', notFound });
    }
    return failed(observation, {
      error: first.error ?? 'FAILED',
      message: bad.map(({ id, error, message }) => `${id}: ${message ?? error}`).join('; '),
      advice: rejected
        ? 'Correct the request and send it again under a new id.'
        : 'Resolve what the service names, then send a new request for those that failed.',
      ...(rejected && { rejected }),
    });
  }
  const outcome = outcomeOf(items);
  const notes = items.flatMap(({ id, message }) => (message === undefined ? [] : `${id}: ${message}`));
  return {
    ...observation,
    state: 'DISASSOCIATED',
    outcome,
    confirmed: true,
    ...(items.every(({ neverSeen = false }) => neverSeen) && { neverSeen: true as const }),
    ...(items.every(({ parentDeleted = false }) => parentDeleted) && { parentDeleted: true as const }),
    ...(outcome === 'DISASSOCIATED' && alsoRemoved.length > 0 && { alsoRemoved }),
    ...(notes.length > 0 && { note: notes.join('; ') }),
  };
}

/** The statuses of all items, each once. */
function statusOf(items: readonly Item[]): string {
  return [...new Set(items.map(({ serviceStatus }) => serviceStatus))].join(', ') || ABSENT;
}

/** DISASSOCIATED before SKIPPED before ALREADY_GONE. */
function outcomeOf(items: readonly Item[]): 'DISASSOCIATED' | 'SKIPPED' | 'ALREADY_GONE' {
  const outcomes = ['DISASSOCIATED', 'SKIPPED'] as const;
  return outcomes.find((outcome) => items.some((item) => item.outcome === outcome)) ?? 'ALREADY_GONE';
}
