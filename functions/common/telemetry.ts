/** Logs and metrics, as every function writes them; both name the stage, by POWERTOOLS_SERVICE_NAME. */

import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

export const logger = new Logger();

/** One EMF line, written at once: a counter here is an event of the workflow, not of an invocation. */
export type Count = 'Requested' | 'Completed' | 'Failed' | 'Rejected' | 'TimedOut';

/** Counts by kind; `measures` are further figures about the same thing. */
export function count(what: Count, kind: string, measures: { Polls?: number; DurationSeconds?: number } = {}): void {
  const metrics = new Metrics({ namespace: 'Offboard', defaultDimensions: { kind } });
  metrics.addMetric(what, MetricUnit.Count, 1);
  if (measures.Polls !== undefined) metrics.addMetric('Polls', MetricUnit.Count, measures.Polls);
  if (measures.DurationSeconds !== undefined)
    metrics.addMetric('Duration', MetricUnit.Seconds, measures.DurationSeconds);
  metrics.publishStoredMetrics();
}
