/** Keeps what an execution carries, and an event tells, far below Step Functions' and EventBridge's 256 KiB. */

import type { AwsCall, Json } from '../../associations/contract.ts';

/** What one look may show. Before and after together stay below 96 KiB; the five services show a few KiB. */
const SNAPSHOT_BYTES = 48 * 1024;

/** Looks kept: the first, which saw the beginning, and the latest, which saw the end. */
const FIRST_READS = 5;
const LATEST_READS = 20;

/**
 * Every call that changed something, or was to: the pace of 30 days leaves room for fewer than these, with ten history
 * events for each (npm run bench -- pace). 180 bytes each, 90 KB together.
 */
const MUTATING_CALLS = 500;

/** `shown` as it is, or, where it is too long to carry, its first part as text and how long it was. */
export function truncateSnapshot(snapshot: Json): Json {
  const text = JSON.stringify(snapshot);
  const bytes = Buffer.byteLength(text);
  if (bytes <= SNAPSHOT_BYTES) return snapshot;
  return {
    truncated: true,
    bytes,
    beginning: Buffer.from(text)
      .subarray(0, SNAPSHOT_BYTES / 2)
      .toString(),
  };
}

/** The calls that are worth keeping, in their order. */
export function trimCalls(calls: readonly AwsCall[]): AwsCall[] {
  const reads = calls.filter(({ mutating }) => !mutating);
  const kept = new Set([
    ...reads.slice(0, FIRST_READS),
    ...reads.slice(-LATEST_READS),
    ...calls.filter(({ mutating }) => mutating).slice(-MUTATING_CALLS),
  ]);
  return calls.filter((call) => kept.has(call));
}
