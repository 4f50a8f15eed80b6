/** Keeps the list of executions and the local runtime's clock current while the page is open. */

import type { ExecutionChanges } from '../../contract.ts';
import { controlApi, get } from './api.ts';
import { appState, mergeExecutions, redraw } from './state.ts';

/** Milliseconds between two requests to the console's server, which limits its own calls to AWS. */
const INTERVAL = { local: 300, aws: 1_000 };
/** Rows of the first answer. */
const FIRST_ROWS = 60;

let version = 0;
let visibleRows: readonly number[] = [];

/** Rows on the screen are read before all others. */
export function setVisibleRows(ids: readonly number[]): void {
  visibleRows = ids;
}

export async function keepRefreshed(): Promise<void> {
  for (let first = true; ; first = false) {
    try {
      await (first ? readNewest() : readChanges());
      appState.connectionError = undefined;
    } catch (error) {
      appState.connectionError =
        error instanceof TypeError ? 'The console’s server does not answer. Retrying …' : (error as Error).message;
    }
    redraw();
    const interval = appState.stack?.local ? INTERVAL.local : INTERVAL.aws;
    await new Promise((resolve) => setTimeout(resolve, first ? 0 : interval));
  }
}

async function readNewest(): Promise<void> {
  mergeExecutions(await get<ExecutionChanges>('executions', { newest: FIRST_ROWS }));
}

async function readChanges(): Promise<void> {
  if (appState.stack?.local) void readClock();
  for (let more = true; more; ) {
    const epoch = appState.epoch;
    const answer = await get<ExecutionChanges>('executions', { after: version, visible: visibleRows.join(',') });
    mergeExecutions(answer);
    // A restarted server numbers its rows anew.
    version = epoch !== '' && answer.epoch !== epoch ? 0 : answer.version;
    more = answer.more;
  }
}

/** While the runtime does not answer the clock runs on; the failing list of executions shows the error. */
export async function readClock(): Promise<void> {
  const answer = await controlApi<{ now: string; mode: string }>('GET', 'clock').catch(() => undefined);
  if (!answer) return;
  const { now, mode } = answer;
  const speed = mode.startsWith('x') ? Number(mode.slice(1)) : 1;
  appState.clock = { base: Date.parse(now), since: performance.now(), speed, mode };
}
