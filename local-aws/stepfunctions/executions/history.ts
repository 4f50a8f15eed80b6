/**
 * Histories as they are kept: the events of one write are one row, without what can be told from the rest. A six-state
 * execution takes about 950 bytes so, a quarter of what GetExecutionHistory answers.
 */

import { isObject, type Json } from '../language/model/json.ts';
import type { HistoryEvent } from '../language/model/types.ts';

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

/** The members that say, nearly always, that data is whole. */
const WHOLE = ['inputDetails', 'outputDetails'];

/** The members whose text stands again where the next state is entered, and often where the execution ends. */
const TEXTS = ['input', 'output'];

type Packed = [
  type: number | string,
  sinceFirst: number,
  previousEventId: number,
  detailsName?: number | string,
  /** Of the members above, the place of the text in its row. */
  details?: Json,
  /** Which members of the details said that the data is whole, by their place above. */
  ...whole: number[],
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
    if (details !== undefined) short.push(encode(name), ...shortened(details, texts));
  }
  return short;
}

function shortened(details: Json, texts: Map<string, number>): [Json, ...number[]] {
  if (!isObject(details)) return [details];
  const rest = { ...details };
  for (const member of TEXTS) {
    const text = rest[member];
    if (typeof text === 'string') rest[member] = placeOf(text, texts);
  }
  const whole = WHOLE.flatMap((member, place) => (isWhole(details[member]) ? [place] : []));
  for (const place of whole) delete rest[WHOLE[place] as string];
  return [rest, ...whole];
}

function placeOf(text: string, texts: Map<string, number>): number {
  const place = texts.get(text) ?? texts.size;
  texts.set(text, place);
  return place;
}

function isWhole(value: Json | undefined): boolean {
  return isObject(value) && value.truncated === false && Object.keys(value).length === 1;
}

/** @param first the id of the first event in the row. */
export function unpack(row: string, first: number): HistoryEvent[] {
  const [start, texts, ...events] = JSON.parse(row) as Row;
  return events.map(([type, sinceFirst, previousEventId, name, details, ...whole], index) => ({
    timestamp: start + sinceFirst,
    type: decode(type),
    id: first + index,
    previousEventId,
    ...(name === undefined ? {} : { [decode(name)]: lengthened(details as Json, whole, texts) }),
  }));
}

function lengthened(details: Json, whole: readonly number[], texts: readonly string[]): Json {
  if (!isObject(details)) return details;
  for (const member of TEXTS) {
    const place = details[member];
    if (typeof place === 'number') details[member] = texts[place] as string;
  }
  for (const place of whole) details[WHOLE[place] as string] = { truncated: false };
  return details;
}
