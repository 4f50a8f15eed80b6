/** TestState: runs one state, with a mocked result or error if there is one. */

import { evaluate } from '../engine/evaluate.ts';
import { failureOf, StateFailure } from '../engine/failure.ts';
import type { Items } from '../engine/map-items.ts';
import { finish, shapedInput } from '../engine/output.ts';
import type { StateHandler, Transition } from '../engine/transition.ts';
import { engineWith } from '../index.ts';
import { childInputs } from '../map-run/child-inputs.ts';
import { type ReaderConfig, readItems } from '../map-run/item-reader.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { rootOf, type Thread } from '../model/thread.ts';
import type {
  Command,
  EngineEvent,
  Execution,
  ExecutionSpec,
  HistoryEvent,
  Inspection,
  StartMapRunCommand,
  TaskCommand,
  TransitionResult,
} from '../model/types.ts';
import { machineOf, type TestedState, targetName } from './machine.ts';

export interface StateTest {
  state: TestedState;
  /** All but the machine's definition. */
  spec: ExecutionSpec;
  mock?: { result: Json } | { error: string; cause: string | undefined };
  configuration: {
    retrierRetryCount?: number | undefined;
    mapIterationFailureCount?: number | undefined;
    mapItemReaderData?: string | undefined;
  };
  /** Carries out a task that is not mocked. */
  perform(command: TaskCommand): Promise<EngineEvent>;
}

interface StateTestResult {
  status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  output?: string;
  error?: string;
  cause?: string;
  nextState?: string;
  inspection: Inspected;
  variables: JsonObject;
}

/** inspectionData, its members as values. */
export type Inspected = Omit<Inspection, 'failure'> & {
  input: Json;
  afterItemsPath?: Json;
  afterItemSelector?: Json;
  afterItemBatcher?: Json;
  afterItemsPointer?: Json;
  maxConcurrency?: number;
  toleratedFailureCount?: number;
  toleratedFailurePercentage?: number;
};

/** A Parallel's branches are not run: it waits for its mock like a task. */
const parallel: StateHandler = {
  run(transition, thread, state) {
    const { Arguments } = state.fields;
    if (!state.jsonata) return wait(transition, thread, shapedInput(transition, thread, state));
    if (Arguments === undefined) return wait(transition, thread, thread.input);
    return evaluate(transition, thread, { field: 'Arguments', template: Arguments }, {}).then((input) =>
      wait(transition, thread, input),
    );
  },

  handle(transition, thread, state, answer) {
    if (answer.type === 'task-failed') {
      const { error, cause } = answer;
      throw new StateFailure({ ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) });
    }
    return answer.type === 'task-succeeded' ? finish(transition, thread, state, answer.output) : undefined;
  },
};

function wait(transition: Transition, thread: Thread, parameters: Json): undefined {
  const command = transition.commandId(thread);
  thread.work = { kind: 'map-run', command };
  transition.commands.push({ type: 'task', id: command, stateName: thread.state, resource: '', parameters });
}

const engine = engineWith({ Parallel: parallel });

export async function testState(test: StateTest, now: number): Promise<StateTestResult> {
  const { spec, configuration, state } = test;
  const machine = { ...spec.machine, definition: machineOf(state) };
  const events: HistoryEvent[] = [];
  const inspected: Inspected = { input: spec.input };
  let result = await engine.begin({ ...spec, machine, test: { ...spec.test } }, now);
  const { execution } = result;
  if (execution.status === 'RUNNING')
    rootOf(execution).retries = (state.fields.Retry ?? []).map(() => configuration.retrierRetryCount ?? 0);
  for (;;) {
    events.push(...result.events);
    Object.assign(inspected, result.inspection);
    const command = waitsFor(result);
    if (!command) break;
    if (command.type === 'map-run') result = await advanceMap(command, test, now, result.execution, inspected);
    else result = await engine.advance(result.execution, await answer(command, test), now);
  }
  return outcome(result, events, inspected);
}

/** The command that the state waits for: not a task's timer, and not a retry. */
function waitsFor({ commands, execution }: TransitionResult): Command | undefined {
  const work = execution.status === 'RUNNING' ? rootOf(execution).work : undefined;
  if (!work || work.kind === 'children' || work.kind === 'retry') return undefined;
  return commands.find(({ id }) => id === work.command);
}

async function answer(command: Command, test: StateTest): Promise<EngineEvent> {
  const { id } = command;
  const { mock } = test;
  if (command.type === 'timer') return { type: 'timer', id };
  if (!mock) return test.perform(command as TaskCommand);
  if ('result' in mock) return { type: 'task-succeeded', id, output: mock.result };
  const { error, cause } = mock;
  return { type: 'task-failed', id, phase: 'run', error, ...(cause !== undefined && { cause }) };
}

/** A Map whose items cannot be read, selected or batched fails before its mock counts. */
async function advanceMap(
  command: StartMapRunCommand,
  test: StateTest,
  now: number,
  execution: Execution,
  inspected: Inspected,
): Promise<TransitionResult> {
  try {
    Object.assign(inspected, await inspectMap(command, test, now));
  } catch (thrown) {
    const { error = '', cause = '' } = failureOf(rootOf(execution), thrown);
    return engine.advance(execution, { type: 'map-run-failed', id: command.id, error, cause }, now);
  }
  return engine.advance(execution, mapAnswer(command, test), now);
}

function mapAnswer(
  { id, map, items = [] }: StartMapRunCommand,
  { mock, state, configuration }: StateTest,
): EngineEvent {
  if (mock && 'error' in mock) return { type: 'map-run-failed', id, error: mock.error, cause: mock.cause ?? '' };
  const output = mock?.result ?? null;
  const failures = configuration.mapIterationFailureCount ?? 0;
  const total = Array.isArray(output) ? output.length : items.length;
  const { ToleratedFailureCount, ToleratedFailurePercentage } = limitsOf(state);
  const exceeded =
    (ToleratedFailureCount && failures > map.toleratedFailureCount) ||
    (ToleratedFailurePercentage && (failures / total) * 100 > map.toleratedFailurePercentage);
  if (!exceeded) return { type: 'map-run-succeeded', id, output };
  const cause = 'The specified tolerated failure threshold was exceeded';
  return { type: 'map-run-failed', id, error: 'States.ExceedToleratedFailureThreshold', cause };
}

/** Which thresholds a Map has; a mocked Map without one tolerates all failures. */
function limitsOf({ fields }: TestedState) {
  const has = (name: string) => name in fields || `${name}Path` in fields;
  return {
    ToleratedFailureCount: has('ToleratedFailureCount'),
    ToleratedFailurePercentage: has('ToleratedFailurePercentage'),
  };
}

async function inspectMap(command: StartMapRunCommand, test: StateTest, now: number): Promise<Partial<Inspected>> {
  const { state, spec, configuration } = test;
  const { map, reader } = command;
  const { ToleratedFailureCount, ToleratedFailurePercentage } = limitsOf(state);
  const found = itemsOf(command, configuration.mapItemReaderData);
  const random = { random: () => 0, now };
  const { batcher: _batcher, ...unbatched } = map;
  const selected = map.selector !== undefined && (await childInputs({ ...command, map: unbatched }, found, random));
  const batched = map.batcher !== undefined && (await childInputs(command, found, random));
  const pointer = (reader?.config as ReaderConfig | undefined)?.ItemsPointer;
  return {
    maxConcurrency: map.maxConcurrency,
    ...(ToleratedFailureCount && { toleratedFailureCount: map.toleratedFailureCount }),
    ...(ToleratedFailurePercentage && { toleratedFailurePercentage: map.toleratedFailurePercentage }),
    ...(!state.jsonata && !reader && { afterItemsPath: command.items ?? spec.input }),
    ...(pointer !== undefined && { afterItemsPointer: found.items }),
    ...(selected && { afterItemSelector: selected.inputs }),
    ...(batched && { afterItemBatcher: batched.inputs }),
  };
}

function itemsOf({ items = [], keyed, reader }: StartMapRunCommand, data: string | undefined): Items {
  if (!reader || data === undefined) return { items, ...(keyed && { keyed }) };
  return readItems({ Body: data }, reader.config as ReaderConfig);
}

function outcome(
  { execution }: TransitionResult,
  events: HistoryEvent[],
  found: Inspected & Inspection,
): StateTestResult {
  const { failure, ...inspection } = found;
  const root = execution.status === 'RUNNING' ? rootOf(execution) : undefined;
  const exited = events.find((event) => event.stateExitedEventDetails)?.stateExitedEventDetails as
    | JsonObject
    | undefined;
  const entered = events.filter((event) => event.stateEnteredEventDetails)[1]?.stateEnteredEventDetails as
    | JsonObject
    | undefined;
  const common = { inspection, variables: variablesIn(exited, execution.spec) };
  if (root?.work?.kind === 'retry') return { status: 'RETRIABLE', ...failure, ...common };
  if (!exited) {
    const { error, cause } = execution;
    return {
      status: 'FAILED',
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
      ...common,
    };
  }
  const caught = inspection.errorDetails?.catchIndex !== undefined;
  return {
    status: caught ? 'CAUGHT_ERROR' : 'SUCCEEDED',
    output: exited.output as string,
    ...(caught && failure),
    ...(entered && { nextState: targetName(String(entered.name)) }),
    ...common,
  };
}

/** The variables that were given, and those that the state assigned. */
function variablesIn(exited: JsonObject | undefined, { test }: ExecutionSpec): JsonObject {
  const assigned = Object.entries((exited?.assignedVariables ?? {}) as Record<string, string>);
  return {
    ...test?.variables,
    ...Object.fromEntries(assigned.map(([name, text]) => [name, JSON.parse(text) as Json])),
  };
}
