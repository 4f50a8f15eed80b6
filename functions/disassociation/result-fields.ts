/** What was observed and done, as completion events and evidence have it. */

import { type Disassociation, NOT_OBSERVED } from './disassociation.ts';

/** @param endedAt ISO 8601. */
export function resultFields(disassociation: Disassociation | null, endedAt: string) {
  if (disassociation === null) return { ...NOT_OBSERVED, startedAt: endedAt };
  const { progress, before, polls, calls, callCount, startedAt, acceptedAt } = disassociation;
  return {
    serviceStatus: progress.serviceStatus,
    before,
    after: progress.snapshot,
    ...(progress.items !== undefined && { items: progress.items }),
    polls,
    calls: [...calls],
    callCount,
    startedAt,
    ...(acceptedAt !== undefined && { acceptedAt }),
  };
}
