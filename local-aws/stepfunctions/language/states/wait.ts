/** Wait: for seconds, or until a time. */

import { evaluate } from '../engine/evaluate.ts';
import { MAX_SECONDS } from '../engine/limits.ts';
import { effectiveInput, finishJsonata, finishJsonPath } from '../engine/output.ts';
import { StateScope } from '../engine/scope.ts';
import type { StateHandler, Step, Transition } from '../engine/transition.ts';
import { StatesError } from '../expressions/common/states-error.ts';
import { timeOf } from '../expressions/common/timestamp.ts';
import { readPath } from '../expressions/jsonpath/index.ts';
import type { Json } from '../model/json.ts';
import type { State } from '../model/program.ts';
import type { Thread } from '../model/thread.ts';

export const wait: StateHandler = {
  run(transition, thread, state) {
    const { Seconds, SecondsPath, Timestamp, TimestampPath } = state.fields;
    if (state.jsonata && (typeof Seconds === 'string' || Timestamp !== undefined))
      return waitEvaluated(transition, thread, state);
    if (SecondsPath !== undefined)
      return waitFor(transition, thread, state, secondsAt(transition, thread, state, SecondsPath));
    if (TimestampPath !== undefined)
      return waitUntil(transition, thread, state, timeAt(transition, thread, state, TimestampPath));
    if (Timestamp !== undefined)
      return waitUntil(transition, thread, state, timeIn(transition, state, Timestamp, 'Timestamp'));
    return waitFor(transition, thread, state, Number(Seconds));
  },

  handle(transition, thread, state) {
    return finishWait(transition, thread, state);
  },
};

function waitFor(transition: Transition, thread: Thread, state: State, seconds: number): Step {
  return waitUntil(transition, thread, state, transition.now + seconds * 1000);
}

function waitUntil(transition: Transition, thread: Thread, state: State, time: number): Step {
  if (time <= transition.now) return finishWait(transition, thread, state);
  thread.work = { kind: 'wait', command: transition.timer(thread, time) };
  return undefined;
}

function finishWait(transition: Transition, thread: Thread, state: State): Step {
  if (state.jsonata) return finishJsonata(transition, thread, state, thread.input, {});
  return finishJsonPath(transition, thread, state, effectiveInput(transition, thread, state));
}

async function waitEvaluated(transition: Transition, thread: Thread, state: State): Promise<void> {
  const { Seconds, Timestamp } = state.fields;
  if (Timestamp !== undefined) {
    const text = await evaluate(transition, thread, { field: 'Timestamp', template: Timestamp, type: 'string' }, {});
    return waitUntil(transition, thread, state, timeIn(transition, state, text, 'Timestamp'));
  }
  const seconds = await evaluate(
    transition,
    thread,
    { field: 'Seconds', template: Seconds as Json, type: 'integer', range: [0, MAX_SECONDS] },
    {},
  );
  return waitFor(transition, thread, state, Number(seconds));
}

function secondsAt(transition: Transition, thread: Thread, state: State, path: string): number {
  const seconds = valueAt(transition, thread, state, path, 'SecondsPath');
  if (!Number.isInteger(seconds))
    throw invalid(state, 'SecondsPath', 'cannot be parsed as a long value', path, seconds);
  if ((seconds as number) < 0) throw invalid(state, 'SecondsPath', 'references a negative value', path, seconds);
  if ((seconds as number) > MAX_SECONDS) throw invalid(state, 'SecondsPath', TOO_LONG, path, seconds);
  return seconds as number;
}

function timeAt(transition: Transition, thread: Thread, state: State, path: string): number {
  return timeIn(transition, state, valueAt(transition, thread, state, path, 'TimestampPath'), 'TimestampPath');
}

function valueAt(transition: Transition, thread: Thread, state: State, path: string, field: string): Json {
  const input = effectiveInput(transition, thread, state);
  try {
    return readPath(path, input, new StateScope(transition, thread));
  } catch {
    throw new StatesError('States.Runtime', `The ${field} parameter does not reference an input value: ${path}`);
  }
}

const TOO_LONG = `references a wait of more than ${MAX_SECONDS} seconds`;
const NO_TIMESTAMP = 'does not reference a valid ISO-8601 extended offset date-time format string';

function timeIn({ now }: Transition, state: State, value: Json, field: 'TimestampPath' | 'Timestamp'): number {
  const source = String(state.fields[field]);
  const time = timeOf(value);
  if (time === undefined) throw invalid(state, field, NO_TIMESTAMP, source, value);
  if (time - now > MAX_SECONDS * 1000) throw invalid(state, field, TOO_LONG, source, value);
  return time;
}

function invalid({ jsonata }: State, field: string, problem: string, source: string, value: Json): StatesError {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  const cause = `The ${field} parameter ${problem}: ${source} == ${shown}`;
  return jsonata
    ? new StatesError('States.QueryEvaluationError', cause, field)
    : new StatesError('States.Runtime', cause);
}
