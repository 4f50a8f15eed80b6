/** What the pages know, and when to draw again. */

import type { ExecutionChanges, ExecutionRow, ListProgress, StackInfo } from '../contract.ts';

interface Known {
  about: StackInfo | undefined;
  rows: Map<number, ExecutionRow>;
  /** Newest first. */
  sorted: ExecutionRow[];
  /** Grows whenever a row changes. */
  version: number;
  epoch: string;
  reading: ListProgress | undefined;
  /** Why nothing new comes, while nothing does. */
  lost: string | undefined;
  clock: { base: number; since: number; speed: number; mode: string };
}

export const known: Known = {
  about: undefined,
  rows: new Map(),
  sorted: [],
  version: 0,
  epoch: '',
  reading: undefined,
  lost: undefined,
  clock: { base: Date.now(), since: performance.now(), speed: 1, mode: 'real' },
};

/** The time of the place that is looked at, in milliseconds since 1970: the local runtime has a clock of its own. */
export function now(): number {
  const { base, since, speed } = known.clock;
  return base + (performance.now() - since) * speed;
}

let draw: () => void = () => {};
let asked = false;

export function onRedraw(run: () => void): void {
  draw = run;
}

/** Draws once, however often it is asked for, before the next frame. */
export function redraw(): void {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    draw();
  });
}

/** Takes an answer of /api/executions. */
export function take({ epoch, rows, reading }: ExecutionChanges): void {
  known.reading = reading;
  if (epoch !== known.epoch) {
    known.rows.clear();
    known.sorted = [];
    known.epoch = epoch;
  }
  if (rows.length === 0) return;
  const added = rows.filter(({ id }) => !known.rows.has(id));
  for (const row of rows) known.rows.set(row.id, row);
  // A row never starts anew, so those that are known keep their places; a sort of what is nearly sorted costs little.
  const kept = known.sorted.map((row) => known.rows.get(row.id) ?? row);
  known.sorted = added.length === 0 ? kept : [...kept, ...added].sort(newestFirst);
  known.version++;
}

function newestFirst(a: ExecutionRow, b: ExecutionRow): number {
  if (a.started === b.started) return b.id - a.id;
  return a.started < b.started ? 1 : -1;
}
