/** An execution as it was right after one of its events. */

import type { HistoryRecord } from '../../contract.ts';
import { type StateTimeline, type StateVisit, stateTimelineOf, variablesAfter } from './state-timeline.ts';

export interface ExecutionStep {
  event: HistoryRecord;
  timeline: StateTimeline;
  /** To which the event belongs; absent before the first state. */
  visit?: StateVisit;
  /** In scope, each as JSON. */
  variables: Readonly<Record<string, string>>;
}

/** @param events the history, oldest first. @param id of one of them; another is taken for the last. */
export function stepAt(events: readonly HistoryRecord[], id: number): ExecutionStep | undefined {
  const index = events.findIndex((event) => event.id === id);
  const until = index === -1 ? events : events.slice(0, index + 1);
  const event = until.at(-1);
  if (!event) return undefined;
  const timeline = stateTimelineOf(until);
  const { current: visit } = timeline;
  if (!visit) return { event, timeline, variables: {} };
  return { event, timeline, visit, variables: visit.exited === undefined ? visit.variables : variablesAfter(visit) };
}
