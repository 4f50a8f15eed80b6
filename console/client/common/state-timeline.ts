/** The states that an execution visited, from its event history: times, input, output, errors and transitions. */

import type { HistoryRecord } from '../../contract.ts';

export interface StateVisit {
  /** The id of the event that entered it. */
  id: number;
  name: string;
  /** `Task`, `Wait`, ... */
  type: string;
  /** Milliseconds since 1970. */
  entered: number;
  exited?: number;
  input?: string;
  output?: string;
  /** In scope when it was entered, each as JSON. */
  variables: Readonly<Record<string, string>>;
  /** In scope from the next state on. */
  assigned?: Record<string, string>;
  /** Failed attempts, in order. */
  failures: { at: number; error: string; cause: string }[];
  /** Attempts of its task. */
  attempts: number;
  /** The visit of the Map or Parallel state around it. */
  parent?: StateVisit;
  /** The visit before it. */
  from?: StateVisit;
}

export interface StateTimeline {
  visits: StateVisit[];
  /** `From>To` -> number of transitions. */
  edges: ReadonlyMap<string, number>;
  /** To which the last event belongs; absent before the first state. */
  current?: StateVisit;
}

const ATTEMPT_STARTED = /^(TaskScheduled|LambdaFunctionScheduled|ActivityScheduled)$/;
const ATTEMPT_FAILED =
  /^(Task|LambdaFunction|Activity)(Start|Submit|Schedule)?(Failed|TimedOut)$|^(EvaluationFailed|MapRunFailed)$/;

export function stateTimelineOf(events: readonly HistoryRecord[]): StateTimeline {
  const visits: StateVisit[] = [];
  const edges = new Map<string, number>();
  // By event id: the visit that is open after it, and the visit that was exited last at its level.
  const openAfter = new Map<number, StateVisit | undefined>();
  const exitedAfter = new Map<number, StateVisit | undefined>();
  let current: StateVisit | undefined;
  for (const event of events) {
    const before = event.previousEventId ?? 0;
    let open = openOf(event, openAfter.get(before), visits);
    let exited = exitedAfter.get(before);
    const at = Date.parse(event.timestamp);
    if (event.stateEnteredEventDetails) {
      const visit = enter(event, at, open, exited);
      visits.push(visit);
      if (exited) increment(edges, `${exited.name}>${visit.name}`);
      open = visit;
      exited = undefined;
    } else if (event.stateExitedEventDetails) {
      const visit = closest(open, event.stateExitedEventDetails.name);
      if (visit) exit(visit, event, at);
      exited = visit;
      open = visit?.parent;
    } else if (/^(MapIteration|ParallelState|MapState)Started$/.test(event.type)) {
      exited = undefined;
    } else if (open) recordAttempt(open, event, at);
    openAfter.set(event.id, open);
    exitedAfter.set(event.id, exited);
    current = exited ?? open;
  }
  return { visits, edges, ...(current && { current }) };
}

/** The visit that an event is of, where its previousEventId leads elsewhere. */
function openOf(event: HistoryRecord, open: StateVisit | undefined, visits: readonly StateVisit[]) {
  const { evaluationFailedEventDetails: failed } = event;
  // AWS names the event before the state where the evaluation fails as the state is entered.
  if (failed) return visits.findLast(({ name, exited }) => name === failed.state && exited === undefined) ?? open;
  if (event.type === 'ExecutionRedriven') return visits.findLast(({ exited }) => exited === undefined);
  // A Map or Parallel that is retried names the last event of the state that failed in it.
  const container = /^(Map|Parallel)State(Started|Failed)$/.exec(event.type)?.[1];
  return container === undefined ? open : closest(open, (visit) => visit.type === container);
}

/** The variables after its exit. */
export function variablesAfter({ variables, assigned }: StateVisit): Readonly<Record<string, string>> {
  return assigned ? { ...variables, ...assigned } : variables;
}

/** One JSON text of variables that are JSON each. */
export function jsonOfVariables(variables: Readonly<Record<string, string>>): string {
  return `{${Object.entries(variables).map(([name, text]) => `${JSON.stringify(name)}:${text}`)}}`;
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
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
    variables: from ? variablesAfter(from) : (parent?.variables ?? {}),
    failures: [],
    attempts: 0,
    ...(input === undefined ? {} : { input }),
    ...(parent === undefined ? {} : { parent }),
    ...(from === undefined ? {} : { from }),
  };
}

function exit(visit: StateVisit, { stateExitedEventDetails: details }: HistoryRecord, at: number): void {
  visit.exited = at;
  if (details?.output !== undefined) visit.output = details.output;
  const { assignedVariables } = (details ?? {}) as { assignedVariables?: Record<string, string> };
  if (assignedVariables) visit.assigned = assignedVariables;
}

function closest(
  visit: StateVisit | undefined,
  wanted: string | undefined | ((visit: StateVisit) => boolean),
): StateVisit | undefined {
  const isWanted = typeof wanted === 'function' ? wanted : ({ name }: StateVisit) => name === wanted;
  let found = visit;
  while (found && !isWanted(found)) found = found.parent;
  return found;
}

function recordAttempt(visit: StateVisit, event: HistoryRecord, at: number): void {
  if (ATTEMPT_STARTED.test(event.type)) visit.attempts++;
  else if (ATTEMPT_FAILED.test(event.type)) {
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
