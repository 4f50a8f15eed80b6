/** Every execution known so far, newest first, and what changed since someone last asked. */

import { randomUUID } from 'node:crypto';
import type { ExecutionListItem } from '@aws-sdk/client-sfn';
import type { ExecutionStatus, ExecutionView } from '../../../client/executions/view.ts';
import type { DetailLevel, ExecutionChanges, ExecutionRow, ListProgress } from '../../contract.ts';

export interface Entry {
  row: ExecutionRow;
  /** When it was last read, by performance.now(). */
  readAt: number;
}

/** Rows in one answer: about half a megabyte. */
const MOST_AT_ONCE = 1_500;

export class ExecutionTable {
  readonly #epoch = randomUUID();
  readonly #byArn = new Map<string, Entry>();
  readonly #byId: Entry[] = [];
  #version = 0;
  #sorted: Entry[] | undefined;

  get size(): number {
    return this.#byId.length;
  }

  get(arn: string): Entry | undefined {
    return this.#byArn.get(arn);
  }

  byId(id: number): Entry | undefined {
    return this.#byId[id];
  }

  newestFirst(): readonly Entry[] {
    this.#sorted ??= this.#byId.toSorted((a, b) => (a.row.started < b.row.started ? 1 : -1));
    return this.#sorted;
  }

  /** Takes a line of ListExecutions. @returns whether it was new. */
  list(item: ExecutionListItem): boolean {
    const { executionArn = '', status = 'RUNNING' } = item;
    const entry = this.#byArn.get(executionArn);
    if (!entry) {
      this.#add(listed(item));
      return true;
    }
    const ended = item.stopDate?.toISOString();
    if (entry.row.status !== status || entry.row.ended !== ended) {
      // It moved on since it was read: what was read of it is shown until it has been read again.
      this.#change(entry, { status, ...(ended === undefined ? {} : { ended }), depth: 'LISTED' });
    }
    return false;
  }

  /** What runs no more is to be read again: of all that a machine has, only these run. */
  running(machine: string, arns: ReadonlySet<string>): void {
    for (const entry of this.#byId) {
      const { row } = entry;
      if (row.machine !== machine || row.status !== 'RUNNING' || arns.has(row.arn)) continue;
      entry.readAt = 0;
      this.#change(entry, { depth: 'LISTED' });
    }
  }

  /** Takes what was read of one. */
  tell({ target: _target, ...view }: ExecutionView, depth: DetailLevel): void {
    const entry = this.#byArn.get(view.arn);
    if (!entry) {
      this.#add({ ...view, depth });
      return;
    }
    entry.readAt = performance.now();
    const { id, changed } = entry.row;
    // What only the history tells stays where this time only the execution was described.
    const before = depth === 'DESCRIBED' ? { ...entry.row, ...view, polls: entry.row.polls } : { ...view, id, changed };
    const row: ExecutionRow = { ...before, depth };
    if (same(row, entry.row)) return;
    entry.row = row;
    this.#change(entry, {});
  }

  /** What changed after a version, oldest change first. */
  changes(after: number, reading: Omit<ListProgress, 'total' | 'described' | 'byStatus'>): ExecutionChanges {
    const changed = this.#byId.filter(({ row }) => row.changed > after).sort((a, b) => a.row.changed - b.row.changed);
    const rows = changed.slice(0, MOST_AT_ONCE).map(({ row }) => row);
    const more = changed.length > rows.length;
    return { ...this.#answer(reading), version: more ? (rows.at(-1)?.changed ?? after) : this.#version, rows, more };
  }

  /** The newest alone, for the first sight; everything is still to be asked for. */
  newest(most: number, reading: Omit<ListProgress, 'total' | 'described' | 'byStatus'>): ExecutionChanges {
    const rows = this.newestFirst()
      .slice(0, most)
      .map(({ row }) => row);
    return { ...this.#answer(reading), version: 0, rows, more: true };
  }

  #answer(reading: Omit<ListProgress, 'total' | 'described' | 'byStatus'>) {
    const byStatus: Partial<Record<ExecutionStatus, number>> = {};
    let described = 0;
    for (const { row } of this.#byId) {
      byStatus[row.status] = (byStatus[row.status] ?? 0) + 1;
      if (row.depth !== 'LISTED') described++;
    }
    return { epoch: this.#epoch, reading: { ...reading, total: this.size, described, byStatus } };
  }

  #add(row: Omit<ExecutionRow, 'id' | 'changed'>): void {
    const entry: Entry = { row: { ...row, id: this.size, changed: ++this.#version }, readAt: 0 };
    this.#byArn.set(row.arn, entry);
    this.#byId.push(entry);
    this.#sorted = undefined;
  }

  #change(entry: Entry, changes: Partial<ExecutionRow>): void {
    entry.row = { ...entry.row, ...changes, changed: ++this.#version };
  }
}

function listed(item: ExecutionListItem): Omit<ExecutionRow, 'id' | 'changed'> {
  return {
    arn: item.executionArn ?? '',
    name: item.name ?? '',
    machine: (item.stateMachineArn ?? '').split(':').at(-1) ?? '',
    status: item.status ?? 'RUNNING',
    started: (item.startDate ?? new Date(0)).toISOString(),
    ...(item.stopDate === undefined ? {} : { ended: item.stopDate.toISOString() }),
    polls: 0,
    depth: 'LISTED',
  };
}

function same(a: ExecutionRow, b: ExecutionRow): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(row: ExecutionRow): unknown {
  return Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
}
