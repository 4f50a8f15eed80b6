/** Logs and metrics of every function; both have the stage, from POWERTOOLS_SERVICE_NAME. */

import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { loggedError } from './errors.ts';

export const logger = new Logger();

/** Lambda's runtime logs every error that a function throws with `console.error`, message and all. */
const consoleError = console.error;
console.error = (...values: unknown[]) =>
  consoleError(...values.map((value) => (value instanceof Error ? { error: loggedError(value) } : value)));

/** One EMF line each: these count events of the workflow, not invocations. */
export type Count = 'Requested' | 'Completed' | 'Failed' | 'Rejected' | 'TimedOut' | 'OffboardingFailed';

/** Counts by kind, with further measures of the same event. */
export function count(what: Count, kind: string, measures: { Polls?: number; DurationSeconds?: number } = {}): void {
  const metrics = new Metrics({ namespace: 'Offboard', defaultDimensions: { kind } });
  metrics.addMetric(what, MetricUnit.Count, 1);
  if (measures.Polls !== undefined) metrics.addMetric('Polls', MetricUnit.Count, measures.Polls);
  if (measures.DurationSeconds !== undefined)
    metrics.addMetric('Duration', MetricUnit.Seconds, measures.DurationSeconds);
  metrics.publishStoredMetrics();
}

/** Without dimensions but the stage, as its alarm has it. */
export function countUnstoredEvidence(): void {
  const metrics = new Metrics({ namespace: 'Offboard' });
  metrics.addMetric('EvidenceNotStored', MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
}
