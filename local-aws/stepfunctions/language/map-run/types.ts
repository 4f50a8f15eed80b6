/**
 * The commands, events and state of a map run, beside its execution. The engine issues a `map-run` command;
 * its driver gives it an ARN, answers `map-run-started`, and calls `beginMapRun(command, arn, now)` of map-run.ts, then
 * `advanceMapRun(mapRun, event, now)` with every answer, and executes the commands that come back. `finish` is
 * answered to the engine as `map-run-succeeded` or `map-run-failed`. A `redrive-map-run` is answered with
 * `map-run-redriven` and goes on with the run's `redrive`. Like an execution, a map run is plain data that survives JSON.
 */

import type { Json } from '../model/json.ts';
import type { StartMapRunCommand } from '../model/types.ts';

export interface MapRun {
  readonly arn: string;
  /** The command that requested it, with the id of the command that waits for the run's end. */
  command: StartMapRunCommand;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  startDate: number;
  stopDate?: number;
  maxConcurrency: number;
  toleratedFailureCount: number;
  toleratedFailurePercentage: number;
  /** DescribeMapRun's itemCounts and executionCounts, by the same names. */
  itemCounts: MapRunCounts;
  executionCounts: MapRunCounts;
  /** What the children are: their definition, execution type and the label in their state machine's ARN. */
  child: { definition: Json; type: 'STANDARD' | 'EXPRESS'; label: string };
  redriveCount: number;
  redriveDate?: number;
  /** Internal to the engine. */
  phase: 'reading' | 'running' | 'writing' | 'ended';
  inputs: Json[];
  itemsOf: number[];
  next: number;
  results: (MapRunResult | null)[];
  /** Children that have run without success and wait to run again. */
  redrives: number[];
  random: number;
}

export interface MapRunCounts {
  pending: number;
  running: number;
  succeeded: number;
  failed: number;
  timedOut: number;
  aborted: number;
  total: number;
  resultsWritten: number;
  pendingRedrive: number;
}

/** How a child execution ended. Dates in milliseconds since 1970; the output is a value, not JSON text. */
export interface MapRunResult {
  executionArn: string;
  name: string;
  status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  startDate: number;
  stopDate: number;
  redriveCount?: number;
  output?: Json;
  error?: string;
  cause?: string;
}

export type MapRunEvent =
  /** What an ItemReader's call answered: `{ Body }` for getObject, `{ Contents }` (all pages) for a list, `{ Bodies }` with `load`. */
  | { type: 'items-read'; output: Json }
  | { type: 'items-read-failed'; error: string; cause: string }
  | { type: 'child-ended'; index: number; result: MapRunResult }
  | { type: 'results-written' }
  | { type: 'results-write-failed'; error: string; cause: string }
  /** UpdateMapRun. */
  | { type: 'limits'; limits: MapRunLimits }
  /** The parent was stopped or failed elsewhere. */
  | { type: 'stop' }
  /** The parent was redriven and waits for the run's end under this id from now on. */
  | { type: 'redrive'; id: string };

/** What can be changed while a run goes on. */
export type MapRunLimits = Partial<
  Pick<MapRun, 'maxConcurrency' | 'toleratedFailureCount' | 'toleratedFailurePercentage'>
>;

export type MapRunCommand =
  /**
   * Call the ItemReader's resource (`arn:aws:states:::s3:getObject` or `:listObjectsV2`); answer `items-read`. With `load`
   * get the listed objects too.
   */
  | { type: 'read-items'; resource: string; parameters: Json; load?: true }
  /**
   * Begin a child with `mapRun.child.definition` and this input, `name` its execution name; answer `child-ended`. With
   * `redrive` the item's child has run before: a standard one is redriven, in place of an express one another is begun.
   * `redrives` is the driver's own: how often the child will have been redriven.
   */
  | { type: 'start-child'; index: number; name: string; input: Json; redrive?: true; redrives?: number }
  /** Stop a running child; it is no longer waited for. */
  | { type: 'stop-child'; index: number }
  /** Put these objects (`Body` is JSON text) through the ResultWriter's resource; answer `results-written`. */
  | { type: 'write-results'; resource: string; bucket: string; objects: { key: string; body: string }[] }
  | { type: 'finish'; status: 'SUCCEEDED'; output: Json }
  | { type: 'finish'; status: 'FAILED' | 'ABORTED'; error: string; cause: string };

export interface MapRunTransition {
  mapRun: MapRun;
  commands: MapRunCommand[];
}

export type BeginMapRun = (command: StartMapRunCommand, arn: string, now: number) => Promise<MapRunTransition>;
export type AdvanceMapRun = (
  mapRun: MapRun,
  event: MapRunEvent,
  now: number,
) => MapRunTransition | Promise<MapRunTransition>;
