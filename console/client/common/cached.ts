/** Results computed from the list of executions. */

import { appState, now } from './state.ts';

/** Keeps the last result until a row or its key changes: a page is drawn far more often than its rows change. */
export function cached<Arguments extends readonly unknown[], Result>(
  keyOf: (...given: Arguments) => unknown,
  compute: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  let last: { key: string; result: Result } | undefined;
  return (...given) => {
    const key = JSON.stringify([appState.epoch, appState.version, keyOf(...given)]);
    if (last?.key !== key) last = { key, result: compute(...given) };
    return last.result;
  };
}

/** For the key of a result that depends on the time. */
export function seconds(): number {
  return Math.floor(now() / 1000);
}
