/** What the events of an execution's history carry. */

import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { parseObject } from '../json.ts';

/** What a task returned; lambda:invoke wraps it in a Payload. */
export function taskOutput(event: HistoryEvent): Record<string, unknown> | undefined {
  const value = parseObject(
    event.taskSucceededEventDetails?.output ?? event.lambdaFunctionSucceededEventDetails?.output,
  );
  return (value?.Payload as Record<string, unknown> | undefined) ?? value;
}

/** The data of the first event of this detail-type that the execution's publishing task was given. */
export function publishedData(events: readonly HistoryEvent[], detailType: string): unknown {
  for (const { lambdaFunctionScheduledEventDetails } of events) {
    const input = parseObject(lambdaFunctionScheduledEventDetails?.input);
    if (input?.detailType === detailType) return input.data;
  }
  return undefined;
}
