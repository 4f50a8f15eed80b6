/** A map run: reads items, runs a child execution for each, and fails past the tolerated failures. */

import { draw, seedOf } from '../../../core/random.ts';
import type { Items } from '../engine/map-items.ts';
import { randomUuid } from '../expressions/common/uuid.ts';
import type { Json } from '../model/json.ts';
import type { StartMapRunCommand } from '../model/types.ts';
import { childInputs } from './child-inputs.ts';
import { failureOfMapRun } from './failure.ts';
import { type ReaderConfig, readItems } from './item-reader.ts';
import { resultOf, resultsToWrite, writtenOutput } from './result-writer.ts';
import type {
  AdvanceMapRun,
  BeginMapRun,
  MapRun,
  MapRunCommand,
  MapRunCounts,
  MapRunEvent,
  MapRunTransition,
} from './types.ts';

/** AWS runs at most this many children of one run at a time. */
const MAX_CHILDREN = 10_000;

export const beginMapRun: BeginMapRun = (command, arn, now) => start(newMapRun(command, arn, now), now);

export const advanceMapRun: AdvanceMapRun = (mapRun, event, now) => {
  if (event.type === 'redrive') return redrive(mapRun, event.id, now);
  if (mapRun.phase === 'ended') return { mapRun, commands: [] };
  switch (event.type) {
    case 'items-read':
      return itemsRead(mapRun, event.output, now);
    case 'items-read-failed':
    case 'results-write-failed':
      return end(mapRun, now, { type: 'finish', status: 'FAILED', error: event.error, cause: event.cause });
    case 'child-ended':
      return childEnded(mapRun, event, now);
    case 'results-written':
      return end(mapRun, now, { type: 'finish', status: 'SUCCEEDED', output: writtenOutput(mapRun) });
    case 'limits':
      Object.assign(mapRun, event.limits);
      return mapRun.phase === 'running' ? proceedUnlessExceeded(mapRun, now) : { mapRun, commands: [] };
    case 'stop':
      return abort(mapRun, now, { type: 'finish', status: 'ABORTED', error: '', cause: '' });
  }
};

function newMapRun(command: StartMapRunCommand, arn: string, now: number): MapRun {
  const { map } = command;
  const { ProcessorConfig, ...processor } = map.processor;
  const type = (ProcessorConfig as { ExecutionType?: 'STANDARD' | 'EXPRESS' } | undefined)?.ExecutionType;
  return {
    arn,
    command,
    status: 'RUNNING',
    startDate: now,
    maxConcurrency: map.maxConcurrency,
    toleratedFailureCount: map.toleratedFailureCount,
    toleratedFailurePercentage: map.toleratedFailurePercentage,
    itemCounts: noCounts(),
    executionCounts: noCounts(),
    child: {
      definition: { QueryLanguage: map.language, ...processor },
      type: type ?? 'STANDARD',
      label: command.label,
    },
    redriveCount: 0,
    phase: 'reading',
    inputs: [],
    itemsOf: [],
    next: 0,
    results: [],
    redrives: [],
    random: seedOf(arn),
  };
}

async function start(mapRun: MapRun, now: number): Promise<MapRunTransition> {
  const { reader, items = [], keyed } = mapRun.command;
  if (!reader) return startChildren(mapRun, { items, ...(keyed && { keyed }) }, now);
  mapRun.phase = 'reading';
  const { resource, parameters, config } = reader;
  const load = (config as ReaderConfig).Transformation === 'LOAD_AND_FLATTEN' && { load: true as const };
  return { mapRun, commands: [{ type: 'read-items', resource, parameters, ...load }] };
}

function noCounts(): MapRunCounts {
  const ended = { succeeded: 0, failed: 0, timedOut: 0, aborted: 0 };
  return { pending: 0, running: 0, ...ended, total: 0, resultsWritten: 0, pendingRedrive: 0 };
}

async function itemsRead(mapRun: MapRun, output: Json, now: number): Promise<MapRunTransition> {
  try {
    const items = readItems(output, (mapRun.command.reader?.config ?? {}) as ReaderConfig);
    return await startChildren(mapRun, items, now);
  } catch (thrown) {
    return end(mapRun, now, { type: 'finish', status: 'FAILED', ...failureOfMapRun(mapRun, thrown) });
  }
}

async function startChildren(mapRun: MapRun, items: Items, now: number): Promise<MapRunTransition> {
  try {
    const { inputs, itemsOf } = await childInputs(mapRun.command, items, { random: randomOf(mapRun), now });
    mapRun.inputs = inputs;
    mapRun.itemsOf = itemsOf;
  } catch (thrown) {
    return end(mapRun, now, { type: 'finish', status: 'FAILED', ...failureOfMapRun(mapRun, thrown) });
  }
  mapRun.phase = 'running';
  mapRun.results = mapRun.inputs.map(() => null);
  mapRun.itemCounts.total = mapRun.itemCounts.pending = items.items.length;
  mapRun.executionCounts.total = mapRun.executionCounts.pending = mapRun.inputs.length;
  return proceed(mapRun, now);
}

/** Starts children up to the concurrency; writes the results or ends when none is left. */
function proceed(mapRun: MapRun, now: number): MapRunTransition {
  const { executionCounts } = mapRun;
  const slots = mapRun.maxConcurrency > 0 ? Math.min(mapRun.maxConcurrency, MAX_CHILDREN) : MAX_CHILDREN;
  const commands: MapRunCommand[] = [];
  while (hasWaiting(mapRun) && executionCounts.running < slots) commands.push(startNext(mapRun));
  if (executionCounts.running > 0) return { mapRun, commands };
  const write = resultsToWrite(mapRun);
  if (!write) return end(mapRun, now, { type: 'finish', status: 'SUCCEEDED', output: resultOf(mapRun) });
  mapRun.phase = 'writing';
  mapRun.executionCounts.resultsWritten = executionCounts.total;
  mapRun.itemCounts.resultsWritten = mapRun.itemCounts.total;
  return { mapRun, commands: [write] };
}

function hasWaiting({ redrives, next, inputs }: MapRun): boolean {
  return redrives.length > 0 || next < inputs.length;
}

/** Redriven children come first. */
function startNext(mapRun: MapRun): MapRunCommand {
  const again = mapRun.redrives.shift();
  const index = again ?? mapRun.next++;
  count(mapRun, index, again === undefined ? 'pending' : 'pendingRedrive', 'running');
  return {
    type: 'start-child',
    index,
    name: randomUuid(randomOf(mapRun)),
    input: mapRun.inputs[index] ?? null,
    ...(again !== undefined && { redrive: true }),
  };
}

const COUNTED = { SUCCEEDED: 'succeeded', FAILED: 'failed', TIMED_OUT: 'timedOut', ABORTED: 'aborted' } as const;

function childEnded(
  mapRun: MapRun,
  { index, result }: Extract<MapRunEvent, { type: 'child-ended' }>,
  now: number,
): MapRunTransition {
  if (mapRun.results[index] !== null) return { mapRun, commands: [] };
  mapRun.results[index] = result;
  count(mapRun, index, 'running', COUNTED[result.status]);
  return proceedUnlessExceeded(mapRun, now);
}

function proceedUnlessExceeded(mapRun: MapRun, now: number): MapRunTransition {
  if (!exceeded(mapRun)) return proceed(mapRun, now);
  return abort(mapRun, now, {
    type: 'finish',
    status: 'FAILED',
    error: 'States.ExceedToleratedFailureThreshold',
    cause: 'The specified tolerated failure threshold was exceeded',
  });
}

/** A count of 0 is a threshold, unless only a percentage was given. */
function exceeded({ itemCounts, toleratedFailureCount, toleratedFailurePercentage }: MapRun): boolean {
  const failures = itemCounts.failed + itemCounts.timedOut + itemCounts.aborted;
  if (failures === 0) return false;
  const pastCount = failures > toleratedFailureCount && (toleratedFailureCount > 0 || toleratedFailurePercentage === 0);
  const pastPercentage =
    toleratedFailurePercentage > 0 && (failures / itemCounts.total) * 100 > toleratedFailurePercentage;
  return pastCount || pastPercentage;
}

/** Continues a run that has ended: children that did not succeed are redriven, and those that never started are started. */
function redrive(mapRun: MapRun, id: string, now: number): MapRunTransition | Promise<MapRunTransition> {
  delete mapRun.stopDate;
  mapRun.command = { ...mapRun.command, id };
  mapRun.status = 'RUNNING';
  mapRun.redriveCount++;
  mapRun.redriveDate = now;
  if (mapRun.inputs.length === 0) return start(mapRun, now);
  mapRun.phase = 'running';
  const waiting = new Set(mapRun.redrives);
  for (let index = 0; index < mapRun.next; index++) {
    // A child that was stopped with the run has no result.
    const status = mapRun.results[index]?.status ?? 'ABORTED';
    if (status === 'SUCCEEDED' || waiting.has(index)) continue;
    count(mapRun, index, COUNTED[status], 'pendingRedrive');
    mapRun.results[index] = null;
    mapRun.redrives.push(index);
  }
  return proceed(mapRun, now);
}

/** Stops the running children; the waiting ones keep waiting. */
function abort(mapRun: MapRun, now: number, finish: Extract<MapRunCommand, { type: 'finish' }>): MapRunTransition {
  const commands: MapRunCommand[] = [];
  const waiting = new Set(mapRun.redrives);
  for (let index = 0; index < mapRun.next; index++) {
    if (mapRun.results[index] !== null || waiting.has(index)) continue;
    count(mapRun, index, 'running', 'aborted');
    commands.push({ type: 'stop-child', index });
  }
  const ended = end(mapRun, now, finish);
  return { mapRun, commands: [...commands, ...ended.commands] };
}

function end(mapRun: MapRun, now: number, finish: Extract<MapRunCommand, { type: 'finish' }>): MapRunTransition {
  mapRun.phase = 'ended';
  mapRun.status = finish.status;
  mapRun.stopDate = now;
  return { mapRun, commands: [finish] };
}

/** Moves a child, and the items it works on, from one count to another. */
function count(mapRun: MapRun, index: number, from: keyof MapRunCounts, to: keyof MapRunCounts): void {
  const items = mapRun.itemsOf[index] ?? 1;
  mapRun.executionCounts[from]--;
  mapRun.executionCounts[to]++;
  mapRun.itemCounts[from] -= items;
  mapRun.itemCounts[to] += items;
}

function randomOf(mapRun: MapRun): () => number {
  return () => {
    const { state, value } = draw(mapRun.random);
    mapRun.random = state;
    return value;
  };
}
