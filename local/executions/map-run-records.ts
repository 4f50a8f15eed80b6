/** Map runs as they are kept. */

import type { MapRun, MapRunCommandOut } from '../engine/types.ts';
import type { Store } from '../store.ts';

export interface MapRunRecord {
  id: number;
  /** The number of the execution it belongs to. */
  execution: number;
  mapRun: MapRun;
  /** What waits for its answer, by what it is about: `child/3`, `read-items`; at the end the `finish` itself. */
  pending: Map<string, MapRunCommandOut>;
}

interface Row {
  id: number;
  execution: number;
  snapshot: string;
  pending: string;
}

const COLUMNS = 'id, execution, snapshot, pending';

export class MapRunRecords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  insert(execution: number, mapRun: MapRun, pending: MapRunRecord['pending']): MapRunRecord {
    const { lastInsertRowid } = this.#store
      .sql('INSERT INTO map_runs (arn, execution, command, status, snapshot, pending) VALUES (?, ?, ?, ?, ?, ?)')
      .run(mapRun.arn, execution, mapRun.command.id, mapRun.status, JSON.stringify(mapRun), write(pending));
    return { id: Number(lastInsertRowid), execution, mapRun, pending };
  }

  update({ id, mapRun, pending }: MapRunRecord): void {
    this.#store
      .sql('UPDATE map_runs SET status = ?, snapshot = ?, pending = ? WHERE id = ?')
      .run(mapRun.status, JSON.stringify(kept(mapRun)), write(pending), id);
  }

  byId(id: number): MapRunRecord {
    return read(this.#store.sql(`SELECT ${COLUMNS} FROM map_runs WHERE id = ?`).get(id));
  }

  byArn(arn: string): MapRunRecord | undefined {
    const row = this.#store.sql(`SELECT ${COLUMNS} FROM map_runs WHERE arn = ?`).get(arn);
    return row && read(row);
  }

  /** Newest first; `before` is the last number seen. */
  of(execution: number, limit: number, before = Number.MAX_SAFE_INTEGER): MapRunRecord[] {
    return this.#store
      .sql(`SELECT ${COLUMNS} FROM map_runs WHERE execution = ? AND id < ? ORDER BY id DESC LIMIT ?`)
      .all(execution, before, limit)
      .map(read);
  }

  running(): MapRunRecord[] {
    return this.#store.sql(`SELECT ${COLUMNS} FROM map_runs WHERE status = 'RUNNING'`).all().map(read);
  }
}

/** A run that has succeeded is described, and never advanced again; any other may be redriven. */
function kept(mapRun: MapRun): MapRun {
  if (mapRun.status !== 'SUCCEEDED') return mapRun;
  return { ...mapRun, command: { ...mapRun.command, items: [] }, inputs: [], itemsOf: [], results: [] };
}

function write(pending: MapRunRecord['pending']): string {
  return JSON.stringify([...pending]);
}

function read(row: unknown): MapRunRecord {
  const { id, execution, snapshot, pending } = row as Row;
  return {
    id,
    execution,
    mapRun: JSON.parse(snapshot) as MapRun,
    pending: new Map(JSON.parse(pending) as [string, MapRunCommandOut][]),
  };
}
