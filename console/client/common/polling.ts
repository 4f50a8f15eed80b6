import { errorText, isUnreachable } from './api.ts';
import { appState, redraw } from './state.ts';

export interface Polled<Value> {
  value: Value | undefined;
  /** Of the last read; empty where it succeeded. */
  error: string;
  /** Called whenever the page is drawn: polling goes on while it is. */
  keepPolling(): void;
  /** Reads at once. */
  refresh(): void;
}

/** A page is drawn at least every second while it is open. */
const CLOSED_AFTER_MS = 2_500;

/** @param interval milliseconds on the local runtime; five times that on AWS. */
export function polled<Value>(read: () => Promise<Value>, interval: number): Polled<Value> {
  let drawnAt = 0;
  let running = false;
  const state: Polled<Value> = {
    value: undefined,
    error: '',
    keepPolling() {
      drawnAt = performance.now();
      if (!running) void run();
    },
    refresh: () => void once(),
  };
  const once = async () => {
    try {
      state.value = await read();
      state.error = '';
    } catch (error) {
      if (!isUnreachable(error)) state.error = errorText(error);
    }
    redraw();
  };
  const run = async () => {
    running = true;
    while (performance.now() - drawnAt < CLOSED_AFTER_MS) {
      if (!appState.away) await once();
      await new Promise((resolve) => setTimeout(resolve, appState.stack?.local === false ? 5 * interval : interval));
    }
    running = false;
  };
  return state;
}
