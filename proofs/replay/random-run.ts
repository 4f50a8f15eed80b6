/** One execution of the engine in a random environment, with every event that it was given. */

import { pick } from '@offboard/local-aws/random';
import {
  advance,
  begin,
  type Command,
  type EngineEvent,
  type Execution,
  type ExecutionSpec,
  type HistoryEvent,
  type Json,
  type TransitionResult,
} from '@offboard/local-aws/states-language';

export const START = Date.UTC(2026, 0, 1);

/** Engine events after which a run is given up. */
const MAX_STEPS = 400;

export interface Step {
  event: EngineEvent;
  now: number;
}

export interface RandomRun {
  spec: ExecutionSpec;
  steps: Step[];
  execution: Execution;
  history: HistoryEvent[];
  tasks: number;
  failures: string[];
}

type Task = Extract<Command, { type: 'task' }>;

/** Events that end a task, and the history event that must record each. */
const RECORDED = {
  'task-succeeded': /(?:Task|LambdaFunction)Succeeded$/,
  'task-failed': /(?:Task|LambdaFunction)Failed$/,
};

/** Runs to the end: answers in any order, late, twice, or for unknown ids; stops; a redrive. */
export async function runAtRandom(spec: ExecutionSpec, chance: () => number): Promise<RandomRun> {
  const environment = new RandomEnvironment(chance);
  const run: RandomRun = { spec, steps: [], history: [], tasks: 0, failures: [], execution: {} as Execution };
  const take = (result: TransitionResult) => {
    check(run, result, environment);
    run.execution = result.execution;
    run.history.push(...result.events);
    environment.take(result);
  };
  take(await begin(spec, environment.now));
  while (run.steps.length < MAX_STEPS) {
    const event = environment.next(run.execution);
    if (!event) break;
    const wanted = environment.wants(event);
    const before = wanted ? undefined : JSON.stringify(run.execution);
    run.steps.push({ event, now: environment.now });
    const result = await advance(run.execution, event, environment.now);
    if (
      before !== undefined &&
      (result.events.length > 0 || result.commands.length > 0 || before !== JSON.stringify(result.execution))
    ) {
      run.failures.push(`${describe(event)} was not waited for and changed the execution`);
    }
    checkRecorded(run, event, wanted, result);
    if (wanted) environment.settle(event);
    take(result);
  }
  if (run.execution.status === 'RUNNING') run.failures.push('still RUNNING, and nothing is waited for');
  return run;
}

function check(run: RandomRun, { events, commands }: TransitionResult, environment: RandomEnvironment): void {
  let last = run.history.length;
  for (const { id, previousEventId, type } of events) {
    if (id !== ++last) run.failures.push(`event ${type} has id ${id} where ${last} is next`);
    if (!(previousEventId >= 0 && previousEventId < id))
      run.failures.push(`event ${id} ${type} names ${previousEventId} as the one before it`);
  }
  for (const command of commands) {
    if (command.type === 'cancel') continue;
    if (environment.knows(command.id)) run.failures.push(`command id ${command.id} was used twice`);
  }
  const requested = commands.filter(({ type }) => type === 'task').length;
  const scheduled = events.filter(({ type }) => /^(?:Task|LambdaFunction)Scheduled$/.test(type)).length;
  if (requested !== scheduled)
    run.failures.push(`${scheduled} tasks are scheduled in the history, ${requested} were requested`);
  run.tasks += requested;
}

function checkRecorded(run: RandomRun, event: EngineEvent, wanted: boolean, { events }: TransitionResult): void {
  if (event.type !== 'task-succeeded' && event.type !== 'task-failed') return;
  const recorded = events.filter(({ type }) => RECORDED[event.type].test(type)).length;
  if (recorded !== Number(wanted)) run.failures.push(`${describe(event)} is recorded ${recorded} times in the history`);
}

function describe(event: EngineEvent): string {
  return `${event.type} ${'id' in event ? event.id : ''}`.trim();
}

/** Everything but the engine: what it requested for, and what becomes of that. */
class RandomEnvironment {
  now = START;
  readonly #chance: () => number;
  readonly #open = new Map<string, Task | Extract<Command, { type: 'timer' }>>();
  readonly #known: string[] = [];
  #redriven = false;

  constructor(chance: () => number) {
    this.#chance = chance;
  }

  knows(id: string): boolean {
    return this.#known.includes(id);
  }

  wants(event: EngineEvent): boolean {
    return !('id' in event) || this.#open.has(event.id);
  }

  take({ execution, commands }: TransitionResult): void {
    for (const command of commands) {
      if (command.type === 'cancel') this.#open.delete(command.id);
      else if (command.type === 'task' || command.type === 'timer') this.#open.set(command.id, command);
      if (command.type !== 'cancel') this.#known.push(command.id);
    }
    if (execution.status !== 'RUNNING') this.#open.clear();
  }

  settle(event: EngineEvent): void {
    if (['timer', 'task-succeeded', 'task-failed'].includes(event.type) && 'id' in event) this.#open.delete(event.id);
  }

  next({ status }: Execution): EngineEvent | undefined {
    const chance = this.#chance;
    if (chance() < 0.15) return this.#unwanted();
    if (status !== 'RUNNING') return this.#redriveOnce(status);
    if (chance() < 0.01) return { type: 'stop', error: 'Stopped', cause: 'by someone' };
    const timers = [...this.#open.values()].filter((command) => command.type === 'timer');
    const tasks = [...this.#open.values()].filter((command) => command.type === 'task');
    const timer = timers.sort((a, b) => a.at - b.at)[0];
    if (timer && (tasks.length === 0 || chance() < 0.25)) {
      this.now = Math.max(this.now, timer.at);
      return { type: 'timer', id: timer.id };
    }
    this.now += Math.floor(chance() * 500);
    const late = timers.find(({ at }) => at < this.now);
    if (late) return { type: 'timer', id: late.id };
    return tasks.length > 0 ? this.#answer(pick(tasks, chance)) : undefined;
  }

  #redriveOnce(status: Execution['status']): EngineEvent | undefined {
    if (status === 'SUCCEEDED' || this.#redriven || this.#chance() < 0.5) return undefined;
    this.#redriven = true;
    return { type: 'redrive' };
  }

  #answer({ id, token }: Task): EngineEvent {
    const chance = this.#chance;
    const drawn = chance();
    if (drawn < 0.15) return { type: 'task-started', id };
    if (drawn < 0.25 && token !== undefined) return { type: 'task-heartbeat', id };
    if (drawn < 0.35 && token !== undefined) return { type: 'task-submitted', id, output: { MessageId: 'm' } };
    if (drawn < 0.7) return { type: 'task-succeeded', id, output: { answer: Math.floor(chance() * 100) } };
    const error = pick(['Busy', 'Broken', 'States.Permissions'], chance);
    return { type: 'task-failed', id, phase: 'run', error, cause: 'drawn at random' };
  }

  /** An answer that the engine does not wait for: given before, cancelled, or of an unknown id. */
  #unwanted(): EngineEvent {
    const over = this.#known.filter((id) => !this.#open.has(id));
    const id = over.length > 0 && this.#chance() < 0.9 ? pick(over, this.#chance) : '1:999999';
    return pick<EngineEvent>(
      [
        { type: 'task-succeeded', id, output: 'late' },
        { type: 'task-failed', id, phase: 'run', error: 'Late' },
        { type: 'timer', id },
        { type: 'task-heartbeat', id },
      ],
      this.#chance,
    );
  }
}

/** The same events once more; `copied`: the execution is written to JSON and read again at every transition. */
export async function replay(
  { spec, steps }: RandomRun,
  copied: boolean,
): Promise<{ execution: Execution; history: HistoryEvent[] }> {
  const copy = (execution: Execution) => (copied ? (JSON.parse(JSON.stringify(execution)) as Execution) : execution);
  const first = await begin(spec, START);
  let execution = first.execution;
  const history = [...first.events];
  for (const { event, now } of steps) {
    const result = await advance(copy(execution), event, now);
    execution = result.execution;
    history.push(...result.events);
  }
  return { execution, history };
}

export function specOf(definition: Json, input: Json, seed: string): ExecutionSpec {
  return {
    arn: 'arn:aws:states:us-east-1:111122223333:execution:random:one',
    name: 'one',
    machine: {
      arn: 'arn:aws:states:us-east-1:111122223333:stateMachine:random',
      name: 'random',
      roleArn: 'arn:aws:iam::111122223333:role/random',
      definition,
    },
    input,
    seed,
  };
}
