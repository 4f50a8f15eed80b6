/**
 * The commands, events and state of the States Language's pure core. Everything here is plain data that survives JSON:
 * an execution can be stored after any transition and continued by another process.
 */

import type { Json, JsonObject } from './json.ts';
import type { Thread } from './thread.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** A state machine as it was when the execution began. */
export interface Machine {
  arn: string;
  name: string;
  roleArn: string;
  /** The Amazon States Language document, parsed. */
  definition: Json;
}

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
  /** Of TestState: intermediate values are kept; a context object and variables may be given. */
  test?: { context?: Json; variables?: JsonObject };
}

/**
 * The state of an execution. The engine may change the object it gets: a caller that needs the old state copies it.
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

/** An event from outside, or the answer to the command with this `id`. */
export type EngineEvent =
  | { type: 'task-started'; id: string }
  /** The call behind `.sync` or `.waitForTaskToken` was accepted; the task goes on. */
  | { type: 'task-submitted'; id: string; output: Json }
  | { type: 'task-succeeded'; id: string; output: Json }
  /** `phase`: before the task was scheduled or started (permissions, throttling), at submission, or while it ran. */
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

/** What the driver has to do. An id is unique in its execution and never used twice. */
export type Command =
  | TaskCommand
  /** Answer with `timer` at this time (milliseconds since 1970), not before. */
  | { type: 'timer'; id: string; at: number }
  /** The answer to this command is no longer wanted: a timer to clear, a task whose state was left. */
  | { type: 'cancel'; id: string }
  | StartMapRunCommand
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

/** Starts a distributed Map; `beginMapRun()` of map-run/index.ts makes child executions of it. */
export interface StartMapRunCommand {
  type: 'map-run';
  id: string;
  stateName: string;
  label: string;
  /** Items known from the input; absent where an ItemReader finds them. */
  items?: Json[];
  /** The items are an object's pairs, each `{ Key, Value }`. */
  keyed?: true;
  reader?: { resource: string; parameters: Json; config: Json };
  writer?: { resource: string; parameters: Json; config: Json };
  map: MapSettings;
  /** The context object, variables and effective input that the selector reads. */
  context: Json;
  variables: Json;
  input: Json;
}

/** The other fields of a Map state, all evaluated but the selector. */
export interface MapSettings {
  processor: JsonObject;
  jsonata: boolean;
  /** The machine's QueryLanguage, which the children inherit. */
  language: string;
  /** 0: as many as AWS runs at a time. */
  maxConcurrency: number;
  toleratedFailureCount: number;
  /** 0 to 100. */
  toleratedFailurePercentage: number;
  /** Still a template: it is evaluated for each item. */
  selector?: Json;
  batcher?: Batcher;
}

/** ItemBatcher's fields. */
export interface Batcher {
  MaxItemsPerBatch?: number;
  MaxInputBytesPerBatch?: number;
  BatchInput?: Json;
}

/** Continues the run that a Map state had before its execution was redriven, with the children that did not succeed. */
export interface RedriveMapRunCommand {
  type: 'redrive-map-run';
  id: string;
  mapRunArn: string;
}

export interface TransitionResult {
  execution: Execution;
  commands: Command[];
  /** The new history events, in AWS's shape, in order. */
  events: HistoryEvent[];
  /** Only of a tested state. */
  inspection?: Inspection;
}

/** Intermediate values of a tested state, by the names of TestState's inspectionData; and the failure it had. */
export interface Inspection {
  afterInputPath?: Json;
  afterParameters?: Json;
  afterArguments?: Json;
  result?: Json;
  afterResultSelector?: Json;
  afterResultPath?: Json;
  errorDetails?: { retryIndex?: number; retryBackoffIntervalSeconds?: number; catchIndex?: number };
  failure?: { error?: string; cause?: string };
}

/** GetExecutionHistory's HistoryEvent, its timestamp in milliseconds since 1970. */
export interface HistoryEvent {
  timestamp: number;
  type: string;
  id: number;
  previousEventId: number;
  [details: `${string}EventDetails`]: Json | undefined;
}

/** The two functions of language/index.ts. Both are pure: no clock, no I/O; async only because JSONata is. */
export type Begin = (spec: ExecutionSpec, now: number) => Promise<TransitionResult>;
export type Advance = (execution: Execution, event: EngineEvent, now: number) => Promise<TransitionResult>;
