/** The distributed Map in its own machine: a map run is requested, started, ended. */

import { StateFailure } from '../engine/failure.ts';
import { finish } from '../engine/output.ts';
import { contextObject, variablesOf } from '../engine/scope.ts';
import type { CommandAnswer, Step, Transition } from '../engine/transition.ts';
import type { JsonObject } from '../model/json.ts';
import { processorOf, type State } from '../model/program.ts';
import type { Thread } from '../model/thread.ts';
import type { Batcher } from '../model/types.ts';
import { fieldsFromJsonata, fieldsFromPaths, type Parts } from './distributed-map-fields.ts';
import { limitOf, type MapInput } from './map-items.ts';

export function startMapRun(
  transition: Transition,
  thread: Thread,
  state: State,
  map: MapInput,
  concurrency: number,
): Step {
  if (state.jsonata) return startEvaluated(transition, thread, state, map, concurrency);
  const tolerance = toleranceOf(transition, thread, state) as Tolerance;
  const parts = fieldsFromPaths(transition, thread, state, map.input);
  issueStart(transition, thread, state, map, { concurrency, ...tolerance, ...parts });
  return undefined;
}

async function startEvaluated(
  transition: Transition,
  thread: Thread,
  state: State,
  map: MapInput,
  concurrency: number,
): Promise<void> {
  const tolerance = await toleranceOf(transition, thread, state);
  const parts = await fieldsFromJsonata(transition, thread, state);
  issueStart(transition, thread, state, map, { concurrency, ...tolerance, ...parts });
}

function issueStart(
  transition: Transition,
  thread: Thread,
  state: State,
  { input, items, keyed }: MapInput,
  { concurrency, count, percentage, reader, writer, batcher }: { concurrency: number } & Tolerance & Parts,
): void {
  const { fields } = state;
  const command = transition.commandId(thread);
  transition.commands.push({
    type: 'map-run',
    id: command,
    stateName: state.name,
    label: fields.Label ?? state.name,
    ...(items && { items }),
    ...(keyed && { keyed }),
    ...(reader && { reader }),
    ...(writer && { writer }),
    map: {
      processor: processorOf(fields) as unknown as JsonObject,
      jsonata: state.jsonata,
      language: transition.compiled.document.QueryLanguage ?? 'JSONPath',
      maxConcurrency: concurrency,
      toleratedFailureCount: count,
      toleratedFailurePercentage: percentage,
      ...(batcher !== undefined && { batcher: batcher as Batcher }),
      ...selectorOf(state),
    },
    context: contextObject(transition, thread),
    variables: { ...variablesOf(transition, thread) },
    input,
  });
  thread.work = { kind: 'map-run', command };
}

interface Tolerance {
  count: number;
  percentage: number;
}

/** AWS evaluates these once the Map has started, but the events of a failure precede MapStateStarted. */
function toleranceOf(transition: Transition, thread: Thread, state: State): Tolerance | Promise<Tolerance> {
  const started = thread.last;
  thread.last = thread.entered.id;
  const count = limitOf(transition, thread, state, 'ToleratedFailureCount');
  const percentage = limitOf(transition, thread, state, 'ToleratedFailurePercentage');
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

/** The execution was redriven: the Map's run continues. */
export function redriveMapRun(transition: Transition, thread: Thread, mapRunArn: string): void {
  const command = transition.commandId(thread);
  transition.commands.push({ type: 'redrive-map-run', id: command, mapRunArn });
  thread.work = { kind: 'map-run', command };
}

/**
 * The state's exit names MapRunSucceeded, as most recordings of AWS have it; some newer ones name the event before it.
 */
export function handleMapRunEvent(transition: Transition, thread: Thread, state: State, answer: CommandAnswer): Step {
  if (answer.type === 'map-run-started') {
    thread.mapRun = answer.mapRunArn;
    transition.recordNext(thread, 'MapRunStarted', 'mapRunStartedEventDetails', { mapRunArn: answer.mapRunArn });
    return undefined;
  }
  if (answer.type === 'map-run-redriven') {
    const { redriveCount } = answer;
    const mapRunArn = thread.mapRun as string;
    transition.recordNext(thread, 'MapRunRedriven', 'mapRunRedrivenEventDetails', { mapRunArn, redriveCount });
    return undefined;
  }
  if (answer.type === 'map-run-succeeded') {
    delete thread.work;
    delete thread.mapRun;
    transition.recordNext(thread, 'MapRunSucceeded');
    transition.recordAside(thread, 'MapStateSucceeded');
    return finish(transition, thread, state, answer.output);
  }
  if (answer.type !== 'map-run-failed') return undefined;
  delete thread.work;
  const { error, cause } = answer;
  // A run without items has not begun: a redrive starts another (developer guide, redriving Map Runs).
  if (error === 'States.ItemReaderFailed') delete thread.mapRun;
  transition.recordNext(thread, 'MapRunFailed', 'mapRunFailedEventDetails', { error, cause });
  throw new StateFailure({ error, cause });
}
