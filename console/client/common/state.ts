/** What the pages know, and when they are drawn again. */

import type { ExecutionChanges, ExecutionRow, ListProgress, StackInfo } from '../../contract.ts';

interface AppState {
  stack: StackInfo | undefined;
  rows: Map<number, ExecutionRow>;
  /** Newest first. */
  sorted: ExecutionRow[];
  /** Grows whenever a row changes. */
  version: number;
  epoch: string;
  progress: ListProgress | undefined;
  /** Set while the server or the stack does not answer. */
  connectionError: string | undefined;
  /** The server gives no answer at all: nothing else is asked of it meanwhile. */
  away: boolean;
  /** When the server answered last, by the stack's clock. */
  answeredAt: number | undefined;
  /** The server is another process than the one that served this page, whose token it does not know. */
  restarted: boolean;
  clock: { base: number; since: number; speed: number; mode: string };
}

export const appState: AppState = {
  stack: undefined,
  rows: new Map(),
  sorted: [],
  version: 0,
  epoch: '',
  progress: undefined,
  connectionError: undefined,
  away: false,
  answeredAt: undefined,
  restarted: false,
  clock: { base: Date.now(), since: performance.now(), speed: 1, mode: 'real' },
};

/** The stack's time in milliseconds since 1970: the local runtime has a clock of its own. */
export function now(): number {
  const { base, since, speed } = appState.clock;
  return base + (performance.now() - since) * speed;
}

/** False for a read-only console. */
export function actionsAllowed(): boolean {
  return appState.stack?.actions === true;
}

/** The role of an execution's state machine: a kind, or `offboard`, `verify`, ... */
export function roleOf({ machine }: Pick<ExecutionRow, 'machine'>): string {
  return appState.stack?.machines.find(({ name }) => name === machine)?.role ?? machine;
}

let draw: () => void = () => {};
let scheduled = false;

export function onRedraw(run: () => void): void {
  draw = run;
}

/** Draws before the next frame, once for any number of calls. */
export function redraw(): void {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    draw();
  });
}

export function mergeExecutions({ epoch, rows, progress }: ExecutionChanges): void {
  appState.progress = progress;
  if (epoch !== appState.epoch) {
    appState.restarted = appState.epoch !== '';
    appState.rows.clear();
    appState.sorted = [];
    appState.epoch = epoch;
  }
  if (rows.length === 0) return;
  const added = rows.filter(({ id }) => !appState.rows.has(id));
  for (const row of rows) appState.rows.set(row.id, row);
  // Start times never change, so known rows keep their order, and sorting a nearly sorted array is cheap.
  const kept = appState.sorted.map((row) => appState.rows.get(row.id) ?? row);
  appState.sorted = added.length === 0 ? kept : [...kept, ...added].sort(newestFirst);
  appState.version++;
}

function newestFirst(a: ExecutionRow, b: ExecutionRow): number {
  if (a.started === b.started) return b.id - a.id;
  return a.started < b.started ? 1 : -1;
}
