/** One execution of the engine in a random outside world, with everything that happened to it written down. */

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

const START = Date.UTC(2026, 0, 1);

/** Happenings that a run may take before it is stopped. */
const MAX_STEPS = 400;

export interface Step {
  event: EngineEvent;
  now: number;
}

export interface Course {
  spec: ExecutionSpec;
  steps: Step[];
  execution: Execution;
  history: HistoryEvent[];
  tasks: number;
  failures: string[];
}

type Task = Extract<Command, { type: 'task' }>;

/** Answers that ended a task, and the history event that must tell of each. */
const TOLD = { 'task-succeeded': /(?:Task|LambdaFunction)Succeeded$/, 'task-failed': /(?:Task|LambdaFunction)Failed$/ };

/** Runs to the end: answers in any order, late ones, doubled ones, to things never asked; stops; a redrive. */
export async function runCourse(spec: ExecutionSpec, chance: () => number): Promise<Course> {
  const outside = new Outside(chance);
  const course: Course = { spec, steps: [], history: [], tasks: 0, failures: [], execution: {} as Execution };
  const take = (turn: TransitionResult) => {
    check(course, turn, outside);
    course.execution = turn.execution;
    course.history.push(...turn.events);
    outside.take(turn);
  };
  take(await begin(spec, outside.now));
  while (course.steps.length < MAX_STEPS) {
    const event = outside.next(course.execution);
    if (!event) break;
    const wanted = outside.wants(event);
    const before = wanted ? undefined : JSON.stringify(course.execution);
    course.steps.push({ event, now: outside.now });
    const turn = await advance(course.execution, event, outside.now);
    if (
      before !== undefined &&
      (turn.events.length > 0 || turn.commands.length > 0 || before !== JSON.stringify(turn.execution))
    ) {
      course.failures.push(`${describe(event)} was not waited for and changed the execution`);
    }
    checkTold(course, event, wanted, turn);
    if (wanted) outside.heard(event);
    take(turn);
  }
  if (course.execution.status === 'RUNNING') course.failures.push('still RUNNING, and nothing is waited for');
  return course;
}

function check(course: Course, { events, commands }: TransitionResult, outside: Outside): void {
  let last = course.history.length;
  for (const { id, previousEventId, type } of events) {
    if (id !== ++last) course.failures.push(`event ${type} has id ${id} where ${last} is next`);
    if (!(previousEventId >= 0 && previousEventId < id))
      course.failures.push(`event ${id} ${type} names ${previousEventId} as the one before it`);
  }
  for (const command of commands) {
    if (command.type === 'cancel') continue;
    if (outside.knows(command.id)) course.failures.push(`command id ${command.id} was used twice`);
  }
  const asked = commands.filter(({ type }) => type === 'task').length;
  const scheduled = events.filter(({ type }) => /^(?:Task|LambdaFunction)Scheduled$/.test(type)).length;
  if (asked !== scheduled) course.failures.push(`${scheduled} tasks are told in the history, ${asked} were asked for`);
  course.tasks += asked;
}

function checkTold(course: Course, event: EngineEvent, wanted: boolean, { events }: TransitionResult): void {
  if (event.type !== 'task-succeeded' && event.type !== 'task-failed') return;
  const told = events.filter(({ type }) => TOLD[event.type].test(type)).length;
  if (told !== Number(wanted)) course.failures.push(`${describe(event)} is told ${told} times in the history`);
}

function describe(event: EngineEvent): string {
  return `${event.type} ${'id' in event ? event.id : ''}`.trim();
}

/** Everything but the engine: what it asked for, and what becomes of that. */
class Outside {
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

  heard(event: EngineEvent): void {
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
    return { type: 'task-failed', id, phase: 'run', error, cause: 'it is so' };
  }

  /** An answer that nobody waits for: given before, given up, or never asked. */
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

/** The same events once more; `copied`, with the execution written to JSON and read again at every turn. */
export async function replay(
  { spec, steps }: Course,
  copied: boolean,
): Promise<{ execution: Execution; history: HistoryEvent[] }> {
  const copy = (execution: Execution) => (copied ? (JSON.parse(JSON.stringify(execution)) as Execution) : execution);
  const first = await begin(spec, START);
  let execution = first.execution;
  const history = [...first.events];
  for (const { event, now } of steps) {
    const turn = await advance(copy(execution), event, now);
    execution = turn.execution;
    history.push(...turn.events);
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
