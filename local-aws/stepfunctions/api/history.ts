import type { HistoryEvent as AwsHistoryEvent } from '@aws-sdk/client-sfn';
import type { Json, JsonObject } from '../language/model/json.ts';
import type { HistoryEvent } from '../language/model/types.ts';
import type { Operations } from './inputs.ts';
import { page } from './paging.ts';
import { executionAt, on, type Sfn } from './service.ts';

export function history(sfn: Sfn) {
  return {
    GetExecutionHistory: {
      permissions: on('GetExecutionHistory', 'executionArn'),
      run(input) {
        const { id } = executionAt(sfn, input.executionArn);
        const reverse = input.reverseOrder === true;
        const { items, nextToken } = page(input, {
          of: ['GetExecutionHistory', id, reverse],
          now: sfn.aws.clock.now(),
          read: (limit, last) => sfn.records.history(id, { from: from(last, reverse), reverse, limit }),
          numberOf: (event) => event.id,
        });
        const withData = input.includeExecutionData !== false;
        return {
          events: items.map((event) => answered(withData ? event : withoutData(event))),
          ...(nextToken === undefined ? {} : { nextToken }),
        };
      },
    },
  } satisfies Operations;
}

function from(last: number | undefined, reverse: boolean): number {
  if (reverse) return last === undefined ? Number.MAX_SAFE_INTEGER : last - 1;
  return last === undefined ? 1 : last + 1;
}

function answered(event: HistoryEvent): AwsHistoryEvent {
  return { ...event, timestamp: new Date(event.timestamp) } as unknown as AwsHistoryEvent;
}

const DATA = new Set(['input', 'inputDetails', 'output', 'outputDetails', 'parameters']);

/** "includeExecutionData: whether execution data (input or output of a history event) is returned." */
function withoutData(event: HistoryEvent): HistoryEvent {
  return Object.fromEntries(
    Object.entries(event).map(([name, value]) => [
      name,
      name.endsWith('EventDetails') ? stripped(value as Json) : value,
    ]),
  ) as unknown as HistoryEvent;
}

function stripped(details: Json): Json {
  return Object.fromEntries(Object.entries(details as JsonObject).filter(([name]) => !DATA.has(name)));
}
