/** Keeps the state of an execution, and its event, far below the 256 KiB of Step Functions and EventBridge. */

import type { AwsCall, Json } from '../../associations/common/contract.ts';

/** Before and after together stay below 96 KiB; the services return a few KiB. */
const SNAPSHOT_BYTES = 48 * 1024;

/** Reads kept: the first, which show the beginning, and the latest, which show the end. */
const FIRST_READS = 5;
const LATEST_READS = 20;

/**
 * Mutating calls kept: the pace of 30 days leaves room for fewer, at ten history events each (npm run bench -- pace).
 * 180 bytes each, 90 KB together.
 */
const MUTATING_CALLS = 500;

/** The snapshot; where it is too long, its length and the beginning of its text. */
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

/** The calls that are kept, in their order. */
export function trimCalls(calls: readonly AwsCall[]): AwsCall[] {
  const reads = calls.filter(({ mutating }) => !mutating);
  const kept = new Set([
    ...reads.slice(0, FIRST_READS),
    ...reads.slice(-LATEST_READS),
    ...calls.filter(({ mutating }) => mutating).slice(-MUTATING_CALLS),
  ]);
  return calls.filter((call) => kept.has(call));
}
