/** What an execution's history says of its states: each visit, what went in and out, and which way it went on. */

import type { HistoryRecord } from '../contract.ts';

export interface StateVisit {
  /** The id of the event that entered it. */
  id: number;
  name: string;
  /** `Task`, `Wait`, ... */
  type: string;
  /** Milliseconds since 1970. */
  entered: number;
  left?: number;
  input?: string;
  output?: string;
  assigned?: Record<string, string>;
  /** Attempts that failed, in order. */
  failures: { at: number; error: string; cause: string }[];
  /** How often its work was begun. */
  attempts: number;
  /** The visit of a Map or Parallel that this one is inside of. */
  parent?: StateVisit;
  /** The visit it came from. */
  from?: StateVisit;
}

export interface StateTimeline {
  visits: StateVisit[];
  /** `From>To` -> how often. */
  edges: ReadonlyMap<string, number>;
}

const BEGUN = /^(TaskScheduled|LambdaFunctionScheduled|ActivityScheduled)$/;
const FAILED =
  /^(Task|LambdaFunction|Activity)(Start|Submit|Schedule)?(Failed|TimedOut)$|^(EvaluationFailed|MapRunFailed)$/;

export function stateTimelineOf(events: readonly HistoryRecord[]): StateTimeline {
  const visits: StateVisit[] = [];
  const edges = new Map<string, number>();
  // After each event: the visit one is in, and the visit that was left last at this level.
  const inside = new Map<number, StateVisit | undefined>();
  const leftLast = new Map<number, StateVisit | undefined>();
  for (const event of events) {
    const before = event.previousEventId ?? 0;
    let current = inside.get(before);
    let left = leftLast.get(before);
    const at = Date.parse(event.timestamp);
    if (event.stateEnteredEventDetails) {
      const visit = enter(event, at, current, left);
      visits.push(visit);
      if (left) edges.set(`${left.name}>${visit.name}`, (edges.get(`${left.name}>${visit.name}`) ?? 0) + 1);
      current = visit;
      left = undefined;
    } else if (event.stateExitedEventDetails) {
      const visit = closest(current, event.stateExitedEventDetails.name);
      if (visit) leave(visit, event, at);
      left = visit;
      current = visit?.parent;
    } else if (/^(MapIteration|ParallelState|MapState)Started$/.test(event.type)) {
      left = undefined;
    } else if (current) work(current, event, at);
    inside.set(event.id, current);
    leftLast.set(event.id, left);
  }
  return { visits, edges };
}

function enter(
  event: HistoryRecord,
  at: number,
  parent: StateVisit | undefined,
  from: StateVisit | undefined,
): StateVisit {
  const { name = '', input } = event.stateEnteredEventDetails ?? {};
  return {
    id: event.id,
    name,
    type: event.type.replace(/StateEntered$/, ''),
    entered: at,
    failures: [],
    attempts: 0,
    ...(input === undefined ? {} : { input }),
    ...(parent === undefined ? {} : { parent }),
    ...(from === undefined ? {} : { from }),
  };
}

function leave(visit: StateVisit, { stateExitedEventDetails: details }: HistoryRecord, at: number): void {
  visit.left = at;
  if (details?.output !== undefined) visit.output = details.output;
  const { assignedVariables } = (details ?? {}) as { assignedVariables?: Record<string, string> };
  if (assignedVariables) visit.assigned = assignedVariables;
}

function closest(visit: StateVisit | undefined, name: string | undefined): StateVisit | undefined {
  let found = visit;
  while (found && found.name !== name) found = found.parent;
  return found;
}

function work(visit: StateVisit, event: HistoryRecord, at: number): void {
  if (BEGUN.test(event.type)) visit.attempts++;
  else if (FAILED.test(event.type)) {
    const { error = event.type, cause = '' } = failureIn(event);
    visit.failures.push({ at, error, cause });
  }
}

/** Every failure carries error and cause in details named after its type. */
function failureIn(event: HistoryRecord): { error?: string; cause?: string } {
  return (
    Object.values(event).find(
      (value): value is { error?: string; cause?: string } =>
        typeof value === 'object' && value !== null && 'error' in value,
    ) ?? {}
  );
}
