/**
 * Stored map runs: what changes with every child in one small row, the inputs once, and each result when it comes.
 * Otherwise each of thousands of children would write thousands of results.
 */

import type { Store } from '../../core/store.ts';
import type { MapRun, MapRunCommand, MapRunResult } from '../language/map-run/types.ts';
import { parseNumbers } from '../language/model/exact-number.ts';

export interface MapRunRecord {
  id: number;
  /** The number of the execution it belongs to. */
  execution: number;
  mapRun: MapRun;
  /** The commands that wait for an answer, by key: `child/3`, `read-items`; at the end `finish` itself. */
  pending: Map<string, MapRunCommand>;
}

/** The part that DescribeMapRun answers. */
export interface MapRunView {
  id: number;
  execution: number;
  mapRun: Omit<MapRun, keyof MapRunInputs | 'results'>;
}

/** Set at the start, and again at a redrive. */
type MapRunInputs = Pick<MapRun, 'command' | 'inputs' | 'itemsOf'>;

interface Row {
  id: number;
  execution: number;
  snapshot: string;
  given: string;
  pending: string;
}

type ViewRow = Pick<Row, 'id' | 'execution' | 'snapshot'>;

interface ResultRow {
  item: number;
  result: string;
}

export class MapRunRecords {
  readonly #store: Store;
  /** The stored parts of a run that are not rewritten with each update. */
  readonly #written = new WeakMap<MapRun, MapRunInputs & Pick<MapRun, 'results'>>();

  constructor(store: Store) {
    this.#store = store;
  }

  insert(execution: number, mapRun: MapRun, pending: MapRunRecord['pending']): MapRunRecord {
    const { lastInsertRowid } = this.#store
      .sql(
        'INSERT INTO map_runs (arn, execution, command, status, snapshot, given, pending) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(mapRun.arn, execution, mapRun.command.id, mapRun.status, '{}', '{}', '[]');
    const record = { id: Number(lastInsertRowid), execution, mapRun, pending };
    this.update(record);
    return record;
  }

  update({ id, mapRun, pending }: MapRunRecord): void {
    const { command, inputs, itemsOf, results, ...rest } = mapRun;
    this.#store
      .sql('UPDATE map_runs SET status = ?, snapshot = ?, pending = ? WHERE id = ?')
      .run(mapRun.status, JSON.stringify(rest), JSON.stringify([...pending]), id);
    if (mapRun.status === 'SUCCEEDED') this.#forget(id, mapRun);
    else this.#write(id, { command, inputs, itemsOf }, mapRun);
  }

  byId(id: number): MapRunRecord {
    return this.#read(this.#store.one('SELECT * FROM map_runs WHERE id = ?', id));
  }

  byArn(arn: string): MapRunRecord | undefined {
    const row = this.#store.sql<Row>('SELECT * FROM map_runs WHERE arn = ?').get(arn);
    return row && this.#read(row);
  }

  viewByArn(arn: string): MapRunView | undefined {
    const row = this.#store.sql<ViewRow>('SELECT id, execution, snapshot FROM map_runs WHERE arn = ?').get(arn);
    return row && view(row);
  }

  /** Newest first; `before` is the last number seen. */
  of(execution: number, limit: number, before = Number.MAX_SAFE_INTEGER): MapRunView[] {
    return this.#store
      .sql<ViewRow>(
        'SELECT id, execution, snapshot FROM map_runs WHERE execution = ? AND id < ? ORDER BY id DESC LIMIT ?',
      )
      .all(execution, before, limit)
      .map(view);
  }

  running(): MapRunRecord[] {
    return this.#store
      .sql<Row>("SELECT * FROM map_runs WHERE status = 'RUNNING'")
      .all()
      .map((row) => this.#read(row));
  }

  #write(id: number, given: MapRunInputs, mapRun: MapRun): void {
    const written = this.#written.get(mapRun);
    if (written?.command !== given.command || written.inputs !== given.inputs || written.itemsOf !== given.itemsOf) {
      this.#store.sql('UPDATE map_runs SET given = ? WHERE id = ?').run(JSON.stringify(given), id);
    }
    const results = written?.results ?? [];
    for (const [item, result] of mapRun.results.entries()) {
      if (result === (results[item] ?? null)) continue;
      if (result === null) this.#store.sql('DELETE FROM map_run_results WHERE map_run = ? AND item = ?').run(id, item);
      else
        this.#store
          .sql('INSERT OR REPLACE INTO map_run_results VALUES (?, ?, ?)')
          .run(id, item, JSON.stringify(result));
      results[item] = result;
    }
    this.#written.set(mapRun, { ...given, results });
  }

  /** A run that has succeeded is described, and never advanced again; any other may be redriven. */
  #forget(id: number, { command }: MapRun): void {
    const given: MapRunInputs = { command: { ...command, items: [] }, inputs: [], itemsOf: [] };
    this.#store.sql('UPDATE map_runs SET given = ? WHERE id = ?').run(JSON.stringify(given), id);
    this.#store.sql('DELETE FROM map_run_results WHERE map_run = ?').run(id);
  }

  #read({ id, execution, snapshot, given, pending }: Row): MapRunRecord {
    const mapRun = { ...(parseNumbers(snapshot) as object), ...(parseNumbers(given) as object) } as MapRun;
    mapRun.results = mapRun.inputs.map(() => null);
    const results = this.#store.sql<ResultRow>('SELECT item, result FROM map_run_results WHERE map_run = ?').all(id);
    for (const { item, result } of results) mapRun.results[item] = parseNumbers(result) as MapRunResult;
    const { command, inputs, itemsOf } = mapRun;
    this.#written.set(mapRun, { command, inputs, itemsOf, results: [...mapRun.results] });
    return { id, execution, mapRun, pending: new Map(parseNumbers(pending) as [string, MapRunCommand][]) };
  }
}

function view({ id, execution, snapshot }: ViewRow): MapRunView {
  return { id, execution, mapRun: JSON.parse(snapshot) };
}
