/** Every execution that has been listed, newest first, and the changes since a version. */

import { randomUUID } from 'node:crypto';
import type { ExecutionListItem } from '@aws-sdk/client-sfn';
import type { ExecutionStatus, ExecutionView } from '../../../client/executions/view.ts';
import type { DetailLevel, ExecutionChanges, ExecutionRow, ListProgress } from '../../contract.ts';

export interface TableEntry {
  row: ExecutionRow;
  /** The last read, by performance.now(). */
  readAt: number;
}

type ListerProgress = Pick<ListProgress, 'complete' | 'backTo' | 'error'>;

/** Rows in one answer: about half a megabyte. */
const MAX_ROWS = 1_500;

export class ExecutionTable {
  readonly #epoch = randomUUID();
  readonly #byArn = new Map<string, TableEntry>();
  readonly #byId: TableEntry[] = [];
  #version = 0;
  #sorted: TableEntry[] | undefined;

  byId(id: number): TableEntry | undefined {
    return this.#byId[id];
  }

  newestFirst(): readonly TableEntry[] {
    this.#sorted ??= this.#byId.toSorted((a, b) => (a.row.started < b.row.started ? 1 : -1));
    return this.#sorted;
  }

  /** Takes an entry of ListExecutions. @returns whether it was new. */
  addListed(item: ExecutionListItem): boolean {
    const { executionArn = '', status = 'RUNNING' } = item;
    const entry = this.#byArn.get(executionArn);
    if (!entry) {
      this.#add(listedRow(item));
      return true;
    }
    const ended = item.stopDate?.toISOString();
    if (entry.row.status !== status || entry.row.ended !== ended) {
      // What was read before stays until the execution is read again.
      this.#change(entry, { status, ...(ended === undefined ? {} : { ended }), detail: 'LISTED' });
    }
    return false;
  }

  /** Marks executions that run no more as to be read again. @param arns all that run of this machine. */
  setRunning(machine: string, arns: ReadonlySet<string>): void {
    for (const entry of this.#byId) {
      const { row } = entry;
      if (row.machine !== machine || row.status !== 'RUNNING' || arns.has(row.arn)) continue;
      entry.readAt = 0;
      this.#change(entry, { detail: 'LISTED' });
    }
  }

  /** Takes what was read of an execution. */
  update({ target: _target, ...view }: ExecutionView, detail: DetailLevel): void {
    const entry = this.#byArn.get(view.arn);
    if (!entry) {
      this.#add({ ...view, detail });
      return;
    }
    entry.readAt = performance.now();
    const { id, changed } = entry.row;
    // Facts of the history stay where only the execution was described this time.
    const known = detail === 'DESCRIBED' ? { ...entry.row, ...view, polls: entry.row.polls } : { ...view, id, changed };
    const row: ExecutionRow = { ...known, detail };
    if (isSame(row, entry.row)) return;
    entry.row = row;
    this.#change(entry, {});
  }

  /** The changes after a version, oldest first. */
  changes(after: number, progress: ListerProgress): ExecutionChanges {
    const changed = this.#byId.filter(({ row }) => row.changed > after).sort((a, b) => a.row.changed - b.row.changed);
    const rows = changed.slice(0, MAX_ROWS).map(({ row }) => row);
    const more = changed.length > rows.length;
    return { ...this.#answer(progress), version: more ? (rows.at(-1)?.changed ?? after) : this.#version, rows, more };
  }

  /** The newest rows only, for the first answer: all changes are still to be asked for. */
  newest(count: number, progress: ListerProgress): ExecutionChanges {
    const rows = this.newestFirst()
      .slice(0, count)
      .map(({ row }) => row);
    return { ...this.#answer(progress), version: 0, rows, more: true };
  }

  #answer(progress: ListerProgress): Pick<ExecutionChanges, 'epoch' | 'progress'> {
    const byStatus: Partial<Record<ExecutionStatus, number>> = {};
    let described = 0;
    for (const { row } of this.#byId) {
      byStatus[row.status] = (byStatus[row.status] ?? 0) + 1;
      if (row.detail !== 'LISTED') described++;
    }
    return { epoch: this.#epoch, progress: { ...progress, total: this.#byId.length, described, byStatus } };
  }

  #add(row: Omit<ExecutionRow, 'id' | 'changed'>): void {
    const entry: TableEntry = { row: { ...row, id: this.#byId.length, changed: ++this.#version }, readAt: 0 };
    this.#byArn.set(row.arn, entry);
    this.#byId.push(entry);
    this.#sorted = undefined;
  }

  #change(entry: TableEntry, changes: Partial<ExecutionRow>): void {
    entry.row = { ...entry.row, ...changes, changed: ++this.#version };
  }
}

function listedRow(item: ExecutionListItem): Omit<ExecutionRow, 'id' | 'changed'> {
  return {
    arn: item.executionArn ?? '',
    name: item.name ?? '',
    machine: (item.stateMachineArn ?? '').split(':').at(-1) ?? '',
    status: item.status ?? 'RUNNING',
    started: (item.startDate ?? new Date(0)).toISOString(),
    ...(item.stopDate === undefined ? {} : { ended: item.stopDate.toISOString() }),
    polls: 0,
    detail: 'LISTED',
  };
}

function isSame(a: ExecutionRow, b: ExecutionRow): boolean {
  return JSON.stringify(sortedEntries(a)) === JSON.stringify(sortedEntries(b));
}

function sortedEntries(row: ExecutionRow): unknown {
  return Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
}
