/**
 * What the pure core of the States Language says and hears. Everything here is plain data that survives JSON: an
 * execution can be written down after any turn and gone on with in another process.
 */

import type { Thread } from './thread.ts';

/** JSON as the States Language moves it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** A state machine as it was when the execution began. */
export interface Machine {
  arn: string;
  name: string;
  roleArn: string;
  /** The Amazon States Language document, parsed. */
  definition: Json;
}

/** What an execution is started with. */
export interface ExecutionSpec {
  arn: string;
  name: string;
  machine: Machine;
  input: Json;
  /** Where States.UUID, $random, jitter and task tokens come from: the same seed gives the same execution. */
  seed: string;
  /** A child of a distributed Map: the run it belongs to, and which item(s) it works on. */
  mapRun?: { arn: string; index: number };
  /** Absent: STANDARD. An EXPRESS context object has no RedriveCount, and an express execution is never redriven. */
  type?: 'STANDARD' | 'EXPRESS';
}

/**
 * Where an execution stands. Only what is named here is read from outside the engine; the rest is the engine's own.
 * The engine may change the object it was handed: who needs the old one copies it.
 */
export interface Execution {
  readonly spec: ExecutionSpec;
  status: ExecutionStatus;
  /** Milliseconds since 1970. */
  startDate: number;
  stopDate?: number;
  output?: Json;
  error?: string;
  cause?: string;
  redriveCount: number;
  redriveDate?: number;
  /** The id of the newest history event. */
  lastEventId: number;
  /** The engine's own: every line of work (the machine's, a branch's, an iteration's) by its id. */
  threads: Record<string, Thread>;
  /** The engine's own: counters that make ids and random numbers, so that a restored execution goes on with them. */
  counters: { thread: number; command: number; random: number };
  /** The machine was deleted: the next state is not entered. */
  machineDeleted?: true;
  /** The engine's own: the timer of the machine's TimeoutSeconds. */
  deadline?: string;
}

/** Something that happened outside, or a command's answer. `id` is the id of the command it answers. */
export type Happening =
  | { type: 'task-started'; id: string }
  /** The call behind `.sync` or `.waitForTaskToken` was accepted; the task goes on. */
  | { type: 'task-submitted'; id: string; output: Json }
  | { type: 'task-succeeded'; id: string; output: Json }
  /** `phase` tells where it failed: before it began (permissions, throttling), at submission, or in its course. */
  | { type: 'task-failed'; id: string; phase: 'schedule' | 'start' | 'submit' | 'run'; error?: string; cause?: string }
  | { type: 'task-heartbeat'; id: string }
  | { type: 'timer'; id: string }
  | { type: 'map-run-started'; id: string; mapRunArn: string }
  | { type: 'map-run-redriven'; id: string; redriveCount: number }
  | { type: 'map-run-succeeded'; id: string; output: Json }
  | { type: 'map-run-failed'; id: string; error: string; cause: string }
  | { type: 'stop'; error?: string; cause?: string }
  | { type: 'machine-deleted' }
  | { type: 'redrive' };

/** What the engine asks of the outside. An id is unique in its execution and never used twice. */
export type Command =
  | TaskCommand
  /** Answer with `timer` at this time (milliseconds since 1970), not before. */
  | { type: 'timer'; id: string; at: number }
  /** The answer to this command is no longer wanted: a timer to clear, a task whose state was left. */
  | { type: 'cancel'; id: string }
  | MapRunCommand
  | RedriveMapRunCommand;

export interface TaskCommand {
  type: 'task';
  id: string;
  stateName: string;
  /** As written in the definition, substitutions done: a Lambda ARN or `arn:aws:states:::...`. */
  resource: string;
  parameters: Json;
  /** For `.waitForTaskToken`: what SendTaskSuccess is called with. */
  token?: string;
  /** Credentials.RoleArn of the task. */
  roleArn?: string;
}

/** A distributed Map begins; `mapRun()` in map-run.ts turns it into children. */
export interface MapRunCommand {
  type: 'map-run';
  id: string;
  stateName: string;
  label: string;
  /** Items known from the input; absent where an ItemReader finds them. */
  items?: Json[];
  reader?: { resource: string; parameters: Json; config: Json };
  writer?: { resource: string; parameters: Json; config: Json };
  /** The rest of the Map state, evaluated: selector (still a template), batcher, processor, concurrency, tolerance. */
  map: Json;
  /** The context object, variables and effective input that the selector reads. */
  context: Json;
  variables: Json;
  input: Json;
}

/** The run that a Map state had before its execution was redriven goes on, with what did not succeed. */
export interface RedriveMapRunCommand {
  type: 'redrive-map-run';
  id: string;
  mapRunArn: string;
}

export interface Turn {
  execution: Execution;
  /** In order. */
  commands: Command[];
  /** What this turn adds to the history, in AWS's shape, in order. */
  events: HistoryEvent[];
}

/** GetExecutionHistory's HistoryEvent, its timestamp in milliseconds since 1970. */
export interface HistoryEvent {
  timestamp: number;
  type: string;
  id: number;
  previousEventId: number;
  [details: `${string}EventDetails`]: Json | undefined;
}

/** The engine's two doors (engine/index.ts). Both are pure: no clock, no I/O; async only because JSONata is. */
export type Begin = (spec: ExecutionSpec, now: number) => Promise<Turn>;
export type Advance = (execution: Execution, happening: Happening, now: number) => Promise<Turn>;

/*
 * Distributed Map. The engine asks for a `map-run`; its driver gives it an ARN, answers `map-run-started`, and calls
 * `beginMapRun(command, arn, now)` of map-run.ts, then `advanceMapRun(mapRun, happening, now)` with every answer, and
 * executes the commands that come back. `finish` tells what to answer the engine with: `map-run-succeeded` or
 * `map-run-failed`. A `redrive-map-run` is answered with `map-run-redriven` and goes on with the run's `redrive`. Like an execution, a map run is plain data that survives JSON.
 */

export interface MapRun {
  readonly arn: string;
  /** The command that asked for it; its id that of the command that waits for the run's end. */
  command: MapRunCommand;
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
  /** The engine's own. */
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

export type MapRunHappening =
  /** What an ItemReader's call answered: `{ Body: text }` for getObject, `{ Contents: [...] }` (all pages) for a list. */
  | { type: 'items-read'; output: Json }
  | { type: 'items-read-failed'; error: string; cause: string }
  | { type: 'child-ended'; index: number; result: MapRunResult }
  | { type: 'results-written' }
  | { type: 'results-write-failed'; error: string; cause: string }
  /** UpdateMapRun. */
  | { type: 'limits'; limits: MapRunLimits }
  /** The parent was stopped or failed elsewhere. */
  | { type: 'stop' }
  /** The parent was redriven, and asks for the run's end under this id from now on. */
  | { type: 'redrive'; id: string };

/** What can be changed while a run goes on. */
export type MapRunLimits = Partial<
  Pick<MapRun, 'maxConcurrency' | 'toleratedFailureCount' | 'toleratedFailurePercentage'>
>;

export type MapRunCommandOut =
  /** Call the ItemReader's resource (`arn:aws:states:::s3:getObject` or `:listObjectsV2`); answer `items-read`. */
  | { type: 'read-items'; resource: string; parameters: Json }
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

export interface MapRunTurn {
  mapRun: MapRun;
  commands: MapRunCommandOut[];
}

export type BeginMapRun = (command: MapRunCommand, arn: string, now: number) => Promise<MapRunTurn>;
export type AdvanceMapRun = (
  mapRun: MapRun,
  happening: MapRunHappening,
  now: number,
) => MapRunTurn | Promise<MapRunTurn>;
