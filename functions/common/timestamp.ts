/** A request speaks of associations as they were at its timestamp, from which its deadline counts: it is not of the future. */

import type { Problem } from '../../events/define.ts';
import type { RequestMetadata } from '../../events/metadata.ts';

/** By which the clocks of senders may differ from AWS's. */
const MAX_SKEW_MINUTES = 5;

/** Undefined where it is not ahead of this moment by more than that. */
export function timestampProblem(
  { timestamp }: Pick<RequestMetadata, 'timestamp'>,
  now = new Date(),
): Problem | undefined {
  if (Date.parse(timestamp) <= now.getTime() + MAX_SKEW_MINUTES * 60_000) return undefined;
  return {
    path: 'detail.metadata.timestamp',
    message: `timestamp must be at most ${MAX_SKEW_MINUTES} minutes ahead of its arrival (${now.toISOString()})`,
  };
}
