/** The distributed Map as its own machine sees it: a map run asked for, started, ended. */

import { StateFailure } from '../engine/failure.ts';
import { finish } from '../engine/output.ts';
import { contextObject, variablesOf } from '../engine/scope.ts';
import type { Answer, Step, Turn } from '../engine/transition.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { processorOf, type State } from '../model/program.ts';
import type { Thread } from '../model/thread.ts';
import type { Batcher } from '../model/types.ts';
import { type Parts, partsEvaluated, partsWithPaths } from './distributed-map-fields.ts';
import { limitOf } from './map-items.ts';

export interface Asked {
  input: Json;
  items: Json[] | undefined;
  concurrency: number;
}

export function askForMapRun(turn: Turn, thread: Thread, state: State, asked: Asked): Step {
  if (state.jsonata) return askEvaluated(turn, thread, state, asked);
  const tolerance = toleranceOf(turn, thread, state) as Tolerance;
  ask(turn, thread, state, asked, tolerance, partsWithPaths(turn, thread, state, asked.input));
  return undefined;
}

async function askEvaluated(turn: Turn, thread: Thread, state: State, asked: Asked): Promise<void> {
  const tolerance = await toleranceOf(turn, thread, state);
  ask(turn, thread, state, asked, tolerance, await partsEvaluated(turn, thread, state));
}

function ask(
  turn: Turn,
  thread: Thread,
  state: State,
  { input, items, concurrency }: Asked,
  { count, percentage }: Tolerance,
  { reader, writer, batcher }: Parts,
): void {
  const { fields } = state;
  const command = turn.commandId(thread);
  turn.commands.push({
    type: 'map-run',
    id: command,
    stateName: state.name,
    label: fields.Label ?? state.name,
    ...(items && { items }),
    ...(reader && { reader }),
    ...(writer && { writer }),
    map: {
      processor: processorOf(fields) as unknown as JsonObject,
      jsonata: state.jsonata,
      language: turn.compiled.document.QueryLanguage ?? 'JSONPath',
      maxConcurrency: concurrency,
      toleratedFailureCount: count,
      toleratedFailurePercentage: percentage,
      ...(batcher !== undefined && { batcher: batcher as Batcher }),
      ...selectorOf(state),
    },
    context: contextObject(turn, thread),
    variables: { ...variablesOf(turn, thread) },
    input,
  });
  thread.work = { kind: 'map-run', command };
}

interface Tolerance {
  count: number;
  percentage: number;
}

/** AWS evaluates these once the Map has started, but tells of a failure as if it had not. */
function toleranceOf(turn: Turn, thread: Thread, state: State): Tolerance | Promise<Tolerance> {
  const started = thread.last;
  thread.last = thread.entered.id;
  const count = limitOf(turn, thread, state, 'ToleratedFailureCount');
  const percentage = limitOf(turn, thread, state, 'ToleratedFailurePercentage');
  if (typeof count === 'number' && typeof percentage === 'number') {
    thread.last = started;
    return { count, percentage };
  }
  return Promise.all([count, percentage]).then(([evaluatedCount, evaluatedPercentage]) => {
    thread.last = started;
    return { count: evaluatedCount, percentage: evaluatedPercentage };
  });
}

/** Stays a template: it is evaluated for each item. */
function selectorOf({ fields, jsonata }: State): JsonObject {
  const selector = fields.ItemSelector ?? (jsonata ? undefined : fields.Parameters);
  return selector === undefined ? {} : { selector };
}

/** The execution was redriven: the run that the Map had goes on. */
export function redriveMapRun(turn: Turn, thread: Thread, mapRunArn: string): void {
  const command = turn.commandId(thread);
  turn.commands.push({ type: 'redrive-map-run', id: command, mapRunArn });
  thread.work = { kind: 'map-run', command };
}

/**
 * The state's exit names MapRunSucceeded, as most recordings of AWS have it; some newer ones name the event before it.
 */
export function hearOfMapRun(turn: Turn, thread: Thread, state: State, answer: Answer): Step {
  if (answer.type === 'map-run-started') {
    thread.mapRun = answer.mapRunArn;
    turn.follow(thread, 'MapRunStarted', 'mapRunStartedEventDetails', { mapRunArn: answer.mapRunArn });
    return undefined;
  }
  if (answer.type === 'map-run-redriven') {
    const { redriveCount } = answer;
    const mapRunArn = thread.mapRun as string;
    turn.follow(thread, 'MapRunRedriven', 'mapRunRedrivenEventDetails', { mapRunArn, redriveCount });
    return undefined;
  }
  if (answer.type === 'map-run-succeeded') {
    delete thread.work;
    delete thread.mapRun;
    turn.follow(thread, 'MapRunSucceeded');
    turn.aside(thread, 'MapStateSucceeded');
    return finish(turn, thread, state, answer.output);
  }
  if (answer.type !== 'map-run-failed') return undefined;
  delete thread.work;
  const { error, cause } = answer;
  // A run that never had items has not begun: a redrive begins another (developer guide, redriving Map Runs).
  if (error === 'States.ItemReaderFailed') delete thread.mapRun;
  turn.follow(thread, 'MapRunFailed', 'mapRunFailedEventDetails', { error, cause });
  throw new StateFailure({ error, cause });
}
