/** The execution that is open: read again while its page is. */

import type { ExecutionUpdate } from '../../contract.ts';
import { errorText, get, isUnreachable } from './api.ts';
import { setVisibleRows } from './executions-refresh.ts';
import { appState, redraw } from './state.ts';
import { type StateTimeline, stateTimelineOf } from './state-timeline.ts';

export interface ExecutionDetail extends ExecutionUpdate {
  definition: string;
  timeline: StateTimeline;
}

/** Milliseconds between two reads of a running execution. */
const INTERVAL = { local: 500, aws: 5_000 };
/** An execution that has ended is read more rarely: it can be redriven. */
const ENDED_FACTOR = 6;

let arn = '';
let detail: ExecutionDetail | undefined;
let error = '';
/** The epoch of the server from which it was read. */
let readFrom = '';

/** @returns what has been read of the execution; from the first call on it is kept current. */
export function openExecution(id: string): { detail: ExecutionDetail | undefined; error: string } {
  if (id !== arn) {
    arn = id;
    detail = undefined;
    error = '';
    setVisibleRows([]);
    void follow(id);
  }
  return { detail, error };
}

/** To be called after an action on the execution. */
export function refreshExecution(): void {
  void refresh(arn).then(redraw);
}

async function follow(id: string): Promise<void> {
  while (arn === id && location.pathname.startsWith('/executions/')) {
    if (!appState.away) await refresh(id);
    redraw();
    const running = !detail || detail.view.status === 'RUNNING';
    const interval = appState.stack?.local === false ? INTERVAL.aws : INTERVAL.local;
    await new Promise((resolve) => setTimeout(resolve, running ? interval : interval * ENDED_FACTOR));
  }
  if (arn === id) arn = '';
}

async function refresh(id: string): Promise<void> {
  try {
    const { epoch } = appState;
    // Another server may have another history of it.
    const before = epoch === readFrom ? detail : undefined;
    const after = before?.events.at(-1)?.id ?? 0;
    const update = await get<ExecutionUpdate>('execution', { arn: id, after });
    if (arn !== id) return;
    const events = before ? [...before.events, ...update.events] : update.events;
    const timeline = before && update.events.length === 0 ? before.timeline : stateTimelineOf(events);
    readFrom = epoch;
    detail = { ...update, events, timeline, definition: update.definition ?? before?.definition ?? '{}' };
    error = '';
  } catch (failure) {
    if (!isUnreachable(failure)) error = errorText(failure);
  }
}
