/**
 * A thread is one sequence of states: the machine's own, a Parallel's branch or a Map's iteration. Its `work` is what it
 * waits for. Plain data, part of the execution.
 */

import type { Json } from './json.ts';

export interface Thread {
  id: string;
  /** The thread whose Parallel or Map opened it; absent for the machine's own. */
  parent?: string;
  /** Which branch or iteration of its parent it is. */
  index: number;
  /** Where its states are written: an index into the machine's programs. */
  program: number;
  state: string;
  /** The state's raw input. */
  input: Json;
  /** What the next event names as its previousEventId. */
  last: number;
  /** Variables assigned in this scope; those of the scopes around it are read through the parents. */
  variables: Record<string, Json>;
  /** Their size as JSON text, in bytes; absent: 0. */
  variableBytes?: number;
  /** The state's own StateEntered event. */
  entered: { id: number; previous: number; time: number };
  /** Retries spent, one counter a retrier. */
  retries: number[];
  retryCount: number;
  /** $$.Map.Item of the states of an iteration. */
  item?: { Index: number; Key?: string; Value: Json };
  work?: Work;
  /** The ARN of the run that its distributed Map has, or had when it failed: a redrive goes on with it. */
  mapRun?: string;
  /** Its state is next but was not entered yet. */
  notEntered?: true;
  /** Ended together with the execution or with its parent's failure; a redrive begins its state again. */
  halted?: true;
}

/** The machine's own thread: the first that is opened. It is there as long as the execution has not succeeded. */
export function rootOf(execution: { threads: Record<string, Thread> }): Thread {
  return execution.threads['1'] as Thread;
}

export type Work =
  | { kind: 'wait'; command: string }
  | { kind: 'retry'; command: string }
  | TaskWork
  | ChildrenWork
  | { kind: 'map-run'; command: string };

export interface TaskWork {
  kind: 'task';
  command: string;
  resource: string;
  started: boolean;
  token?: string;
  timeout?: string;
  heartbeat?: string;
  heartbeatSeconds?: number;
}

export interface ChildrenWork {
  kind: 'children';
  /** How many children run. */
  open: number;
  /** By index; null where not ended yet. */
  results: Json[];
  /** A Map's items; those from `next` on wait for a free slot. */
  items: Json[];
  /** The items are an object's pairs, each `{ Key, Value }`. */
  keyed?: true;
  next: number;
  /** What a Map's ItemSelector reads as its input. */
  input: Json;
}
