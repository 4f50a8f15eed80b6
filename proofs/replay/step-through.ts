/** The console's step-through of an execution, beside the engine's own state at each event. */

import { isDeepStrictEqual } from 'node:util';
import {
  advance,
  begin,
  type Execution,
  type ExecutionSpec,
  type HistoryEvent,
  type Json,
} from '@offboard/local-aws/states-language';
import { stepAt } from '../../console/client/common/execution-step.ts';
import type { HistoryRecord } from '../../console/contract.ts';
import type { Step } from './random-run.ts';

export interface Definition {
  [field: string]: Json;
  StartAt: string;
  States: { [name: string]: Json };
}

type Thread = Execution['threads'][string];

/** A thread of the engine, as it was when an event was recorded. */
interface Witness {
  /** What the event names as the one before it, where the event is this thread's. */
  last: number;
  state: string;
  input: Json;
  variables: Record<string, Json>;
}

/** What belongs to no thread: of the execution, or of an iteration or branch that has ended. */
const ASIDE = /^(?:Execution|MapIteration|MapState|ParallelState|MapRun)/;

/** The definition behind a short wait, so that each of its states is entered where the engine can be watched. */
export function delayed(definition: Definition): Json {
  const { StartAt, States } = definition;
  return { ...definition, StartAt: 'Begin', States: { ...States, Begin: { Type: 'Wait', Seconds: 1, Next: StartAt } } };
}

/**
 * Not before the first wait or task, where the engine cannot be watched; and up to a redrive: which branch goes on with an event after it, AWS's history does not say.
 * @returns how many events were compared, and each at which the step-through differs.
 */
export async function compareStepThrough(
  spec: ExecutionSpec,
  steps: readonly Step[],
  startedAt: number,
): Promise<{ compared: number; differences: string[] }> {
  const { history, witnesses } = await witnessedReplay(spec, steps, startedAt);
  const records = history.map(toRecord);
  const differences: string[] = [];
  for (const event of history) {
    const witnessed = witnesses.get(event.id);
    const wrong = witnessed && differenceAt(event, records, witnessed);
    if (wrong !== undefined) differences.push(`step-through at event ${event.id} ${event.type}: ${wrong}`);
  }
  return { compared: witnesses.size, differences };
}

async function witnessedReplay(spec: ExecutionSpec, steps: readonly Step[], startedAt: number) {
  const witnesses = new Map<number, Witness[]>();
  const first = await begin(spec, startedAt);
  const history = [...first.events];
  let { execution } = first;
  for (const { event, now } of steps) {
    if (event.type === 'redrive') break;
    // The engine numbers each event as it records it.
    let { lastEventId } = execution;
    const watched = Object.defineProperty({ ...execution }, 'lastEventId', {
      enumerable: true,
      get: () => lastEventId,
      set(id: number) {
        lastEventId = id;
        witnesses.set(
          id,
          Object.values(watched.threads).map((thread) => witnessOf(watched, thread)),
        );
      },
    });
    const result = await advance(watched, event, now);
    execution = result.execution;
    history.push(...result.events);
  }
  return { history, witnesses };
}

function witnessOf({ threads }: Execution, thread: Thread): Witness {
  const { last, state, input } = thread;
  return { last, state, input, variables: variablesOf(threads, thread) };
}

function variablesOf(threads: Execution['threads'], { parent, variables }: Thread): Record<string, Json> {
  const around = parent === undefined ? undefined : threads[parent];
  return around ? { ...variablesOf(threads, around), ...variables } : { ...variables };
}

function differenceAt(
  event: HistoryEvent,
  records: readonly HistoryRecord[],
  witnesses: readonly Witness[],
): string | undefined {
  if (ASIDE.test(event.type)) return undefined;
  const step = stepAt(records, event.id);
  const owners = witnesses.filter(({ last }) => last === event.previousEventId);
  const found = step?.visit && {
    state: step.visit.name,
    input: JSON.parse(step.visit.input ?? 'null') as Json,
    variables: parsed(step.variables),
  };
  if (owners.some((owner) => isDeepStrictEqual(found, pick(owner)))) return undefined;
  return `${JSON.stringify(found)} is none of ${JSON.stringify(owners.map(pick))}`;
}

function pick({ state, input, variables }: Witness) {
  return { state, input: JSON.parse(JSON.stringify(input)) as Json, variables };
}

function parsed(variables: Readonly<Record<string, string>>): Record<string, Json> {
  return Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, JSON.parse(text) as Json]));
}

function toRecord(event: HistoryEvent): HistoryRecord {
  return { ...event, timestamp: new Date(event.timestamp).toISOString() } as HistoryRecord;
}
