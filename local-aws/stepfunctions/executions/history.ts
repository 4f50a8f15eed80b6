/**
 * Stored histories: the events of one write are one row, without what can be derived from the rest. A six-state
 * execution takes about 950 bytes so, a quarter of what GetExecutionHistory answers.
 */

import { isObject, type Json } from '../language/model/json.ts';
import type { HistoryEvent } from '../language/model/types.ts';

/** Event types and names of details, stored as their index here: only ever append. */
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

/** Members of details that are nearly always `{ truncated: false }`. */
const DETAIL_MEMBERS = ['inputDetails', 'outputDetails'];

/** Members whose text is repeated where the next state is entered, and often where the execution ends. */
const TEXT_MEMBERS = ['input', 'output'];

type Packed = [
  type: number | string,
  sinceFirst: number,
  previousEventId: number,
  detailsName?: number | string,
  /** TEXT_MEMBERS as the index of the text in the row. */
  details?: Json,
  /** Indexes of the DETAIL_MEMBERS that were left out. */
  ...untruncated: number[],
];

type Row = [start: number, texts: string[], ...events: Packed[]];

/** The ids of the events must follow each other. */
export function pack(events: readonly HistoryEvent[]): string {
  const start = events[0]?.timestamp ?? 0;
  const texts = new Map<string, number>();
  const short = events.map((event) => packed(event, start, texts));
  return JSON.stringify([start, [...texts.keys()], ...short] satisfies Row);
}

function packed(event: HistoryEvent, start: number, texts: Map<string, number>): Packed {
  const short: Packed = [encode(event.type), event.timestamp - start, event.previousEventId];
  for (const name in event) {
    const details = name.endsWith('EventDetails') ? event[name as `${string}EventDetails`] : undefined;
    if (details !== undefined) short.push(encode(name), ...compressed(details, texts));
  }
  return short;
}

function compressed(details: Json, texts: Map<string, number>): [Json, ...number[]] {
  if (!isObject(details)) return [details];
  const rest = { ...details };
  for (const member of TEXT_MEMBERS) {
    const text = rest[member];
    if (typeof text === 'string') rest[member] = indexOf(text, texts);
  }
  const untruncated = DETAIL_MEMBERS.flatMap((member, index) => (isUntruncated(details[member]) ? [index] : []));
  for (const index of untruncated) delete rest[DETAIL_MEMBERS[index] as string];
  return [rest, ...untruncated];
}

function indexOf(text: string, texts: Map<string, number>): number {
  const index = texts.get(text) ?? texts.size;
  texts.set(text, index);
  return index;
}

function isUntruncated(value: Json | undefined): boolean {
  return isObject(value) && value.truncated === false && Object.keys(value).length === 1;
}

/** @param first the id of the first event in the row. */
export function unpack(row: string, first: number): HistoryEvent[] {
  const [start, texts, ...events] = JSON.parse(row) as Row;
  return events.map(([type, sinceFirst, previousEventId, name, details, ...untruncated], index) => ({
    timestamp: start + sinceFirst,
    type: decode(type),
    id: first + index,
    previousEventId,
    ...(name === undefined ? {} : { [decode(name)]: expanded(details as Json, untruncated, texts) }),
  }));
}

function expanded(details: Json, untruncated: readonly number[], texts: readonly string[]): Json {
  if (!isObject(details)) return details;
  for (const member of TEXT_MEMBERS) {
    const index = details[member];
    if (typeof index === 'number') details[member] = texts[index] as string;
  }
  for (const index of untruncated) details[DETAIL_MEMBERS[index] as string] = { truncated: false };
  return details;
}
