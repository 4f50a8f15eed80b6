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

/** @param id of one of the events; another is taken for the last. */
export function indexOf(events: readonly HistoryRecord[], id: number): number {
  const index = events.findIndex((event) => event.id === id);
  return index === -1 ? events.length - 1 : index;
}

/** @param events the history, oldest first. @param id as of `indexOf`. */
export function stepAt(events: readonly HistoryRecord[], id: number): ExecutionStep | undefined {
  const until = events.slice(0, indexOf(events, id) + 1);
  const event = until.at(-1);
  if (!event) return undefined;
  const timeline = stateTimelineOf(until);
  const { current: visit } = timeline;
  if (!visit) return { event, timeline, variables: {} };
  return { event, timeline, visit, variables: visit.exited === undefined ? visit.variables : variablesAfter(visit) };
}
