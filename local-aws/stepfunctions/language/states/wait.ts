/** Wait: for seconds, or until a time. */

import { evaluate } from '../engine/evaluate.ts';
import { MAX_SECONDS } from '../engine/limits.ts';
import { effectiveInput, finishWithJsonata, finishWithPaths } from '../engine/output.ts';
import { StateScope } from '../engine/scope.ts';
import type { Kind, Step, Turn } from '../engine/transition.ts';
import { StatesError } from '../expressions/common/states-error.ts';
import { timeOf } from '../expressions/common/timestamp.ts';
import { readPath } from '../expressions/jsonpath/index.ts';
import type { Json } from '../model/json.ts';
import type { State } from '../model/program.ts';
import type { Thread } from '../model/thread.ts';

export const wait: Kind = {
  run(turn, thread, state) {
    const { Seconds, SecondsPath, Timestamp, TimestampPath } = state.fields;
    if (state.jsonata && (typeof Seconds === 'string' || Timestamp !== undefined))
      return waitEvaluated(turn, thread, state);
    if (SecondsPath !== undefined) return waitFor(turn, thread, state, secondsAt(turn, thread, state, SecondsPath));
    if (TimestampPath !== undefined) return waitUntil(turn, thread, state, timeAt(turn, thread, state, TimestampPath));
    if (Timestamp !== undefined) return waitUntil(turn, thread, state, Date.parse(String(Timestamp)));
    return waitFor(turn, thread, state, Number(Seconds));
  },

  hear(turn, thread, state) {
    return over(turn, thread, state);
  },
};

function waitFor(turn: Turn, thread: Thread, state: State, seconds: number): Step {
  return waitUntil(turn, thread, state, turn.now + seconds * 1000);
}

function waitUntil(turn: Turn, thread: Thread, state: State, time: number): Step {
  if (time <= turn.now) return over(turn, thread, state);
  thread.work = { kind: 'wait', command: turn.timer(thread, time) };
  return undefined;
}

function over(turn: Turn, thread: Thread, state: State): Step {
  if (state.jsonata) return finishWithJsonata(turn, thread, state, thread.input, {});
  return finishWithPaths(turn, thread, state, effectiveInput(turn, thread, state));
}

async function waitEvaluated(turn: Turn, thread: Thread, state: State): Promise<void> {
  const { Seconds, Timestamp } = state.fields;
  if (Timestamp !== undefined) {
    const text = await evaluate(turn, thread, { field: 'Timestamp', template: Timestamp, type: 'string' }, {});
    return waitUntil(turn, thread, state, timeIn(text, 'Timestamp', String(Timestamp)));
  }
  const seconds = await evaluate(
    turn,
    thread,
    { field: 'Seconds', template: Seconds as Json, type: 'integer', range: [0, MAX_SECONDS] },
    {},
  );
  return waitFor(turn, thread, state, Number(seconds));
}

function secondsAt(turn: Turn, thread: Thread, state: State, path: string): number {
  const seconds = read(turn, thread, state, path, 'SecondsPath');
  if (!Number.isInteger(seconds))
    throw new StatesError(
      'States.Runtime',
      `The SecondsPath parameter cannot be parsed as a long value: ${path} == ${shown(seconds)}`,
    );
  if ((seconds as number) < 0)
    throw new StatesError(
      'States.Runtime',
      `The SecondsPath parameter references a negative value: ${path} == ${shown(seconds)}`,
    );
  return seconds as number;
}

function timeAt(turn: Turn, thread: Thread, state: State, path: string): number {
  return timeIn(read(turn, thread, state, path, 'TimestampPath'), 'TimestampPath', path);
}

function read(turn: Turn, thread: Thread, state: State, path: string, field: string): Json {
  const input = effectiveInput(turn, thread, state);
  try {
    return readPath(path, input, new StateScope(turn, thread));
  } catch {
    throw new StatesError('States.Runtime', `The ${field} parameter does not reference an input value: ${path}`);
  }
}

function timeIn(value: Json, field: string, source: string): number {
  const time = timeOf(value);
  if (time === undefined)
    throw new StatesError(
      'States.Runtime',
      `The ${field} parameter does not reference a valid ISO-8601 extended offset date-time format string: ${source} == ${shown(value)}`,
    );
  return time;
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
