/** Keeps what is known current while the page is open: executions all the time, the runtime's clock where there is one. */

import type { ExecutionChanges } from '../contract.ts';
import { controlApi, get } from './api.ts';
import { known, redraw, take } from './state.ts';

/** Between two questions to the console's own server, in milliseconds; how often that asks AWS is its own affair. */
const EVERY = { local: 300, aws: 1_000 };
/** Rows for the first sight. */
const FIRST = 60;

let version = 0;
let visible: readonly number[] = [];

/** Rows on the screen are read before all others. */
export function setVisibleRows(ids: readonly number[]): void {
  visible = ids;
}

export async function keepRefreshed(): Promise<void> {
  for (let first = true; ; first = false) {
    try {
      await (first ? begin() : goOn());
      known.lost = undefined;
    } catch (error) {
      known.lost =
        error instanceof TypeError ? 'The console does not answer; it is tried again.' : (error as Error).message;
    }
    redraw();
    await new Promise((resolve) => setTimeout(resolve, first ? 0 : known.about?.local ? EVERY.local : EVERY.aws));
  }
}

async function begin(): Promise<void> {
  take(await get<ExecutionChanges>('executions', { newest: FIRST }));
}

async function goOn(): Promise<void> {
  if (known.about?.local) void readClock();
  for (let more = true; more; ) {
    const epoch = known.epoch;
    const answer = await get<ExecutionChanges>('executions', { after: version, visible: visible.join(',') });
    take(answer);
    // Another server answers: everything is new.
    version = epoch !== '' && answer.epoch !== epoch ? 0 : answer.version;
    more = answer.more;
  }
}

/** Where the runtime does not answer, the clock goes on as it was; the executions that fail to come tell of it. */
export async function readClock(): Promise<void> {
  const read = await controlApi<{ now: string; mode: string }>('GET', 'clock').catch(() => undefined);
  if (!read) return;
  const { now, mode } = read;
  const speed = mode.startsWith('x') ? Number(mode.slice(1)) : 1;
  known.clock = { base: Date.parse(now), since: performance.now(), speed, mode };
}
