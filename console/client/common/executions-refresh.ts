/** Keeps the list of executions and the local runtime's clock current while the page is open. */

import type { ExecutionChanges } from '../../contract.ts';
import { controlApi, get, isUnreachable } from './api.ts';
import { appState, mergeExecutions, now, redraw } from './state.ts';

/** Milliseconds between two requests to the console's server, which limits its own calls to AWS. */
const INTERVAL = { local: 300, aws: 1_000 };
/** Between two requests to a server that does not answer: each wait is twice the one before. */
const MAX_WAIT = 10_000;
/** Rows of the first answer. */
const FIRST_ROWS = 60;

let version = 0;
let visibleRows: readonly number[] = [];

/** Rows on the screen are read before all others. */
export function setVisibleRows(ids: readonly number[]): void {
  visibleRows = ids;
}

export async function keepRefreshed(): Promise<void> {
  let failures = 0;
  for (let first = true; ; first = false) {
    try {
      await (first ? readNewest() : readChanges());
      failures = 0;
      Object.assign(appState, { connectionError: undefined, away: false, answeredAt: now() });
    } catch (error) {
      failures++;
      appState.away = isUnreachable(error);
      appState.connectionError = appState.away
        ? 'The console’s server does not answer. Retrying …'
        : (error as Error).message;
    }
    redraw();
    const interval = appState.stack?.local ? INTERVAL.local : INTERVAL.aws;
    const wait = Math.min(interval * 2 ** failures, MAX_WAIT);
    await new Promise((resolve) => setTimeout(resolve, first && failures === 0 ? 0 : failures === 0 ? interval : wait));
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
