/** The lines Lambda itself writes around an invocation, in the format the function's logs have. */

import type { FunctionDefinition } from './definition.ts';

/** @param now milliseconds since 1970 */
export function startLines({ logFormat }: FunctionDefinition, requestId: string, now: number): string[] {
  if (logFormat === 'JSON') return [platform(now, 'platform.start', { requestId, version: '$LATEST' })];
  return [`START RequestId: ${requestId} Version: $LATEST`];
}

/** @param duration real milliseconds */
export function endLines(
  { logFormat, memorySize }: FunctionDefinition,
  requestId: string,
  now: number,
  { duration, failed }: { duration: number; failed: boolean },
): string[] {
  const billed = Math.ceil(duration);
  if (logFormat === 'JSON') {
    const metrics = { durationMs: Number(duration.toFixed(3)), billedDurationMs: billed, memorySizeMB: memorySize };
    return [platform(now, 'platform.report', { requestId, metrics, status: failed ? 'error' : 'success' })];
  }
  return [
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${duration.toFixed(2)} ms\tBilled Duration: ${billed} ms\tMemory Size: ${memorySize} MB`,
  ];
}

/** Lambda developer guide, "Lambda Telemetry API Event schema reference". */
function platform(now: number, type: string, record: object): string {
  return JSON.stringify({ time: new Date(now).toISOString(), type, record });
}
