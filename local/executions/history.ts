/**
 * Histories as they are kept: the events of one write are one row, without what can be told from the rest. A six-state
 * execution takes about 1 KB so, a third of the events as GetExecutionHistory answers them.
 */

import type { HistoryEvent, Json } from '../engine/types.ts';

/** Events' types and the names of their details, written as their place here: only ever append. */
const WORDS = [
  'ExecutionStarted',
  'ExecutionSucceeded',
  'ExecutionFailed',
  'ExecutionAborted',
  'ExecutionTimedOut',
  'ExecutionRedriven',
  'PassStateEntered',
  'PassStateExited',
  'WaitStateEntered',
  'WaitStateExited',
  'WaitStateAborted',
  'ChoiceStateEntered',
  'ChoiceStateExited',
  'TaskStateEntered',
  'TaskStateExited',
  'TaskStateAborted',
  'SucceedStateEntered',
  'SucceedStateExited',
  'FailStateEntered',
  'ParallelStateEntered',
  'ParallelStateExited',
  'ParallelStateStarted',
  'ParallelStateSucceeded',
  'ParallelStateFailed',
  'ParallelStateAborted',
  'MapStateEntered',
  'MapStateExited',
  'MapStateStarted',
  'MapStateSucceeded',
  'MapStateFailed',
  'MapStateAborted',
  'MapIterationStarted',
  'MapIterationSucceeded',
  'MapIterationFailed',
  'MapIterationAborted',
  'MapRunStarted',
  'MapRunSucceeded',
  'MapRunFailed',
  'MapRunAborted',
  'MapRunRedriven',
  'LambdaFunctionScheduled',
  'LambdaFunctionScheduleFailed',
  'LambdaFunctionStarted',
  'LambdaFunctionStartFailed',
  'LambdaFunctionSucceeded',
  'LambdaFunctionFailed',
  'LambdaFunctionTimedOut',
  'TaskScheduled',
  'TaskStarted',
  'TaskStartFailed',
  'TaskSubmitted',
  'TaskSubmitFailed',
  'TaskSucceeded',
  'TaskFailed',
  'TaskTimedOut',
  'EvaluationFailed',
  'executionStartedEventDetails',
  'executionSucceededEventDetails',
  'executionFailedEventDetails',
  'executionAbortedEventDetails',
  'executionTimedOutEventDetails',
  'executionRedrivenEventDetails',
  'stateEnteredEventDetails',
  'stateExitedEventDetails',
  'mapStateStartedEventDetails',
  'mapIterationStartedEventDetails',
  'mapIterationSucceededEventDetails',
  'mapIterationFailedEventDetails',
  'mapIterationAbortedEventDetails',
  'mapRunStartedEventDetails',
  'mapRunFailedEventDetails',
  'mapRunRedrivenEventDetails',
  'lambdaFunctionScheduledEventDetails',
  'lambdaFunctionScheduleFailedEventDetails',
  'lambdaFunctionStartFailedEventDetails',
  'lambdaFunctionSucceededEventDetails',
  'lambdaFunctionFailedEventDetails',
  'lambdaFunctionTimedOutEventDetails',
  'taskScheduledEventDetails',
  'taskStartedEventDetails',
  'taskStartFailedEventDetails',
  'taskSubmittedEventDetails',
  'taskSubmitFailedEventDetails',
  'taskSucceededEventDetails',
  'taskFailedEventDetails',
  'taskTimedOutEventDetails',
  'evaluationFailedEventDetails',
];

const codes = new Map(WORDS.map((word, code) => [word, code]));
const encode = (word: string) => codes.get(word) ?? word;
const decode = (code: number | string) => (typeof code === 'number' ? (WORDS[code] as string) : code);

type Packed = [
  type: number | string,
  sinceFirst: number,
  previousEventId: number,
  detailsName?: number | string,
  details?: Json,
];

/** The ids of the events must follow each other. */
export function pack(events: readonly HistoryEvent[]): string {
  const start = events[0]?.timestamp ?? 0;
  return JSON.stringify([start, ...events.map((event) => packed(event, start))]);
}

function packed(event: HistoryEvent, start: number): Packed {
  const short: Packed = [encode(event.type), event.timestamp - start, event.previousEventId];
  for (const name in event) {
    if (!name.endsWith('EventDetails')) continue;
    const details = event[name as `${string}EventDetails`];
    if (details !== undefined) short.push(encode(name), details);
  }
  return short;
}

/** @param first the id of the first event in the row. */
export function unpack(row: string, first: number): HistoryEvent[] {
  const [start, ...events] = JSON.parse(row) as [number, ...Packed[]];
  return events.map(([type, sinceFirst, previousEventId, name, details], index) => ({
    timestamp: start + sinceFirst,
    type: decode(type),
    id: first + index,
    previousEventId,
    ...(name === undefined ? {} : { [decode(name)]: details }),
  }));
}
