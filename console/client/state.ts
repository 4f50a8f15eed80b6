/** What the pages know, and when to draw again. */

import type { About, Executions, Reading, Row } from '../contract.ts';

interface Known {
  about: About | undefined;
  rows: Map<number, Row>;
  /** Newest first. */
  sorted: Row[];
  /** Grows whenever a row changes. */
  version: number;
  epoch: string;
  reading: Reading | undefined;
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
export function take({ epoch, rows, reading }: Executions): void {
  known.reading = reading;
  if (epoch !== known.epoch) {
    known.rows.clear();
    known.epoch = epoch;
  }
  if (rows.length === 0) return;
  for (const row of rows) known.rows.set(row.id, row);
  known.sorted = [...known.rows.values()].sort((a, b) =>
    a.started < b.started ? 1 : a.started > b.started ? -1 : b.id - a.id,
  );
  known.version++;
}
