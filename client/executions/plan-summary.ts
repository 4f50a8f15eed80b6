/** A plan as the plan task returns it: the plan itself is in the bucket. */

import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { taskOutput } from './history.ts';

export interface PlanSummary {
  id: string;
  associations: number;
  excluded: number;
  stored: { bucket: string; key: string };
}

/** @returns undefined for every event but the end of the plan task. */
export function planSummaryIn(event: HistoryEvent): PlanSummary | undefined {
  const { plan } = (taskOutput(event) ?? {}) as { plan?: PlanSummary };
  return typeof plan?.associations === 'number' ? plan : undefined;
}
