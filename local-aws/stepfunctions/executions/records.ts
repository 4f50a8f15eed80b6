/** Stored executions and their histories. Every write happens in a transaction of the caller's. */

import type { Store } from '../../core/store.ts';
import type { ExecutionStatus, HistoryEvent } from '../language/model/types.ts';
import { pack, unpack } from './history.ts';

/** Step Functions keeps a closed execution for 90 days; its name is free again then. */
export const RETENTION = 90 * 24 * 3_600_000;

export interface ExecutionRecord {
  id: number;
  machine: number;
  revision: number;
  /** The map run of a child and its index there; 0 and 0 for other executions. */
  map_run: number;
  map_index: number;
  name: string;
  status: ExecutionStatus;
  start: number;
  stop: number | null;
  /** Verbatim. */
  input: string;
  output: string | null;
  error: string | null;
  cause: string | null;
  redrives: number;
  redriven: number | null;
  last_event: number;
  advances_clock: 0 | 1;
}

/** The engine's execution and the commands that wait for an answer, as JSON text. */
export interface StoredState {
  snapshot: string | null;
  pending: string | null;
}

interface ListQuery {
  machine: number;
  mapRun: number;
  status?: ExecutionStatus | undefined;
  redriven?: boolean | undefined;
  /** Only children with these indexes in the run (wanted), or only the others. */
  mapIndexes?: { among: readonly number[]; wanted: boolean } | undefined;
  /** The last id seen. */
  before?: number | undefined;
  limit: number;
}

interface HistoryRange {
  /** An event's id. */
  from: number;
  reverse: boolean;
  limit: number;
}

interface HistoryRow {
  id: number;
  /** Events that follow each other, packed. */
  events: string;
}

interface TokenRow {
  execution: number;
  command: string;
}

/**
 * A row of history is found by one number, made of its execution's and of its first event's id, which is at most 25,000.
 * An index of its own would cost as much memory as a short history.
 */
const ROWS = 32_768;
const rowId = (execution: number, firstEvent: number) => execution * ROWS + firstEvent;

const COLUMNS =
  'id, machine, revision, map_run, map_index, name, status, start, stop, input, output, error, cause, redrives, redriven, last_event, advances_clock';

export class Records {
  readonly #store: Store;
  #lastId: number;

  constructor(store: Store) {
    this.#store = store;
    this.#lastId = store.one<{ id: number | null }>('SELECT max(id) AS id FROM executions').id ?? 0;
  }

  /** A number for a new execution; numbers follow the order of starting. */
  nextId(): number {
    return ++this.#lastId;
  }

  insert(record: ExecutionRecord, { snapshot, pending }: StoredState): void {
    const { id, machine, revision, map_run, map_index, name, status, start, stop, input, output } = record;
    const { error, cause, redrives, redriven, last_event, advances_clock } = record;
    this.#store
      .sql(`INSERT INTO executions (${COLUMNS}, snapshot, pending) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`)
      .run(
        id,
        machine,
        revision,
        map_run,
        map_index,
        name,
        status,
        start,
        stop,
        input,
        output,
        error,
        cause,
        redrives,
        redriven,
        last_event,
        advances_clock,
        snapshot,
        pending,
      );
  }

  update(record: ExecutionRecord, { snapshot, pending }: StoredState): void {
    const { id, status, stop, output, error, cause, redrives, redriven, last_event, advances_clock } = record;
    this.#store
      .sql(`UPDATE executions SET status = ?, stop = ?, output = ?, error = ?, cause = ?, redrives = ?, redriven = ?,
            last_event = ?, advances_clock = ?, snapshot = ?, pending = ? WHERE id = ?`)
      .run(status, stop, output, error, cause, redrives, redriven, last_event, advances_clock, snapshot, pending, id);
  }

  byName(machine: number, name: string): ExecutionRecord | undefined {
    return this.#store
      .sql<ExecutionRecord>(`SELECT ${COLUMNS} FROM executions WHERE machine = ? AND name = ?`)
      .get(machine, name);
  }

  byId(id: number): (ExecutionRecord & StoredState) | undefined {
    return this.#store
      .sql<ExecutionRecord & StoredState>(`SELECT ${COLUMNS}, snapshot, pending FROM executions WHERE id = ?`)
      .get(id);
  }

  /** The execution that last worked on this item of a map run. */
  child(mapRun: number, index: number): ExecutionRecord | undefined {
    return this.#store
      .sql<ExecutionRecord>(`SELECT ${COLUMNS} FROM executions WHERE map_run = ? AND map_index = ? AND map_run <> 0
            ORDER BY id DESC LIMIT 1`)
      .get(mapRun, index);
  }

  /** Newest first. Those closed more than 90 days ago are left out. */
  list({ machine, mapRun, status, redriven, mapIndexes, before, limit }: ListQuery, now: number): ExecutionRecord[] {
    const wanted = [
      'machine = ? AND map_run = ? AND id < ?',
      'ifnull(stop, ?) > ?',
      ...(status === undefined ? [] : ['status = ?']),
      ...(redriven === undefined ? [] : [redriven ? 'redrives > 0' : 'redrives = 0']),
      ...(mapIndexes ? [`map_index ${mapIndexes.wanted ? 'IN' : 'NOT IN'} (SELECT value FROM json_each(?))`] : []),
    ];
    const last = before ?? Number.MAX_SAFE_INTEGER;
    const filters = [...(status ? [status] : []), ...(mapIndexes ? [JSON.stringify(mapIndexes.among)] : [])];
    return this.#store
      .sql<ExecutionRecord>(`SELECT ${COLUMNS} FROM executions WHERE ${wanted.join(' AND ')} ORDER BY id DESC LIMIT ?`)
      .all(machine, mapRun, last, now, now - RETENTION, ...filters, limit);
  }

  /** The commands of every running execution that wait for an answer, for a process that goes on. */
  running(): { id: number; pending: string | null }[] {
    return this.#store
      .sql<{ id: number; pending: string | null }>(
        "SELECT id, pending FROM executions INDEXED BY executions_running WHERE status = 'RUNNING' ORDER BY id",
      )
      .all();
  }

  /** Of a machine, the children of its distributed Maps among them. */
  runningOf(machine: number): number[] {
    return this.#store
      .sql<{ id: number }>("SELECT id FROM executions WHERE machine = ? AND status = 'RUNNING'")
      .all(machine)
      .map(({ id }) => id);
  }

  countMoving(): number {
    const text = "SELECT count(*) AS n FROM executions WHERE status = 'RUNNING' AND advances_clock = 1";
    return this.#store.one<{ n: number }>(text).n;
  }

  append(execution: number, events: readonly HistoryEvent[]): void {
    const first = events[0];
    if (!first) return;
    this.#store.sql('INSERT INTO execution_history VALUES (?, ?)').run(rowId(execution, first.id), pack(events));
  }

  /** Up to `limit` events from this id on: later ones, or in reverse earlier ones. */
  history(execution: number, range: HistoryRange): HistoryEvent[] {
    const { from, reverse, limit } = range;
    const found: HistoryEvent[] = [];
    for (const { id, events } of this.#historyRows(execution, range)) {
      const row = unpack(events, id - rowId(execution, 0));
      for (const event of reverse ? row.reverse() : row) {
        if (reverse ? event.id <= from : event.id >= from) found.push(event);
        if (found.length === limit) return found;
      }
    }
    return found;
  }

  #historyRows(execution: number, { from, reverse }: HistoryRange): Iterable<HistoryRow> {
    const text = reverse
      ? 'SELECT id, events FROM execution_history WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC'
      : `SELECT id, events FROM execution_history WHERE id >= ifnull(
           (SELECT max(id) FROM execution_history WHERE id BETWEEN ?1 AND ?2), ?1) AND id < ?1 + ${ROWS} ORDER BY id`;
    const last = rowId(execution, Math.min(from, ROWS - 1));
    return this.#store.sql<HistoryRow>(text).iterate(rowId(execution, 0), last);
  }

  addToken(token: string, execution: number, command: string): void {
    this.#store.sql('INSERT OR IGNORE INTO task_tokens VALUES (?, ?, ?)').run(token, execution, command);
  }

  /** The task of a token, also when it has ended. */
  token(token: string): TokenRow | undefined {
    return this.#store.sql<TokenRow>('SELECT execution, command FROM task_tokens WHERE token = ?').get(token);
  }

  /** Deletes an execution and all that belongs to it. */
  remove(id: number): void {
    this.#store.sql('DELETE FROM execution_history WHERE id BETWEEN ? AND ?').run(rowId(id, 0), rowId(id, ROWS - 1));
    this.#store.sql('DELETE FROM task_tokens WHERE execution = ?').run(id);
    this.#store
      .sql('DELETE FROM map_run_results WHERE map_run IN (SELECT id FROM map_runs WHERE execution = ?)')
      .run(id);
    this.#store.sql('DELETE FROM map_runs WHERE execution = ?').run(id);
    this.#store.sql('DELETE FROM executions WHERE id = ?').run(id);
  }

  /** Checks the oldest 10,000 only, so that the time does not grow with the number of executions. */
  removeClosedBefore(time: number): void {
    const old = this.#store
      .sql<{ id: number }>('SELECT id FROM (SELECT id, stop FROM executions ORDER BY id LIMIT 10000) WHERE stop < ?')
      .all(time);
    for (const { id } of old) this.remove(id);
  }
}
