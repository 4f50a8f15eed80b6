/** The state of an execution, between memory and the store. */

import { parseNumbers } from '../language/model/exact-number.ts';
import type { Json } from '../language/model/json.ts';
import type {
  Execution,
  ExecutionSpec,
  RedriveMapRunCommand,
  StartMapRunCommand,
  TaskCommand,
} from '../language/model/types.ts';
import type { ExecutionRecord, StoredState } from './records.ts';

export interface TimerCommand {
  type: 'timer';
  id: string;
  at: number;
}

/** A command that waits for its answer. */
export interface Pending {
  command: TaskCommand | StartMapRunCommand | RedriveMapRunCommand | TimerCommand;
  /** It was accepted: after a restart it is waited for, not sent again. */
  submitted?: true;
  /** The execution a `.sync` task waits for. */
  job?: string;
}

/** An execution in memory. `pending` is by command id. */
export interface LiveExecution {
  record: ExecutionRecord;
  execution: Execution;
  pending: Map<string, Pending>;
}

/** A succeeded execution is never continued; a failed one may be redriven. */
export function storedStateOf({ record, execution, pending }: LiveExecution): StoredState {
  if (record.status === 'SUCCEEDED') return { snapshot: null, pending: null };
  return {
    snapshot: JSON.stringify({ ...execution, spec: undefined }),
    pending: pending.size === 0 ? null : JSON.stringify([...pending.values()]),
  };
}

export function restore(
  record: ExecutionRecord,
  { snapshot, pending }: StoredState,
  spec: ExecutionSpec,
): LiveExecution {
  const execution = { ...(parseNumbers(snapshot as string) as Execution), spec };
  return { record, execution, pending: new Map(pendingOf(pending).map((waiting) => [waiting.command.id, waiting])) };
}

export function pendingOf(text: string | null): Pending[] {
  return text === null ? [] : (parseNumbers(text) as Pending[]);
}

/** Copies the engine's state into the record. */
export function updateRecord(record: ExecutionRecord, execution: Execution): void {
  record.status = execution.status;
  record.stop = execution.stopDate ?? null;
  record.output = execution.output === undefined ? null : JSON.stringify(execution.output satisfies Json);
  record.error = execution.error ?? null;
  record.cause = execution.cause ?? null;
  record.redrives = execution.redriveCount;
  record.redriven = execution.redriveDate ?? null;
  record.last_event = execution.lastEventId;
}
