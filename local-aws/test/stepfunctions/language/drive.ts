import { advance, begin } from '../../../stepfunctions/language/index.ts';
import type { Json } from '../../../stepfunctions/language/model/json.ts';
import type {
  Command,
  EngineEvent,
  Execution,
  ExecutionSpec,
  HistoryEvent,
  TaskCommand,
} from '../../../stepfunctions/language/model/types.ts';

export const START = Date.UTC(2026, 0, 1);

/** What becomes of a task: a result, a failure, a value that was submitted first, or nothing ever. */
export type Outcome =
  | { ok: Json; submitted?: Json }
  | { error: string; cause?: string; phase?: 'schedule' | 'start' | 'submit' | 'run' }
  | 'never';

export interface Options {
  input?: Json;
  /** In the order in which tasks are asked for. */
  tasks?: Outcome[];
  spec?: Partial<ExecutionSpec>;
  /** Whether the execution goes through JSON after every turn; it must make no difference. */
  roundTrip?: boolean;
}

export function specOf(definition: unknown, { input = {}, spec = {} }: Options = {}): ExecutionSpec {
  return {
    arn: 'arn:aws:states:us-east-1:111122223333:execution:machine:run',
    name: 'run',
    machine: {
      arn: 'arn:aws:states:us-east-1:111122223333:stateMachine:machine',
      name: 'machine',
      roleArn: 'arn:aws:iam::111122223333:role/machine',
      definition: definition as Json,
    },
    input,
    seed: 'seed',
    ...spec,
  };
}

/** An execution on virtual time, with what it asked for and its history. */
export class Drive {
  execution!: Execution;
  now = START;
  readonly history: HistoryEvent[] = [];
  readonly tasks: TaskCommand[] = [];
  readonly commands: Command[] = [];
  readonly #timers = new Map<string, number>();
  readonly #events: EngineEvent[] = [];
  readonly #outcomes: Outcome[];
  readonly #roundTrip: boolean;

  constructor({ tasks = [], roundTrip = true }: Options = {}) {
    this.#outcomes = [...tasks];
    this.#roundTrip = roundTrip;
  }

  async begin(spec: ExecutionSpec): Promise<void> {
    this.#take(await begin(spec, this.now));
  }

  async deliver(event: EngineEvent): Promise<void> {
    const execution = this.#roundTrip ? (JSON.parse(JSON.stringify(this.execution)) as Execution) : this.execution;
    this.#take(await advance(execution, event, this.now));
  }

  /** Answers tasks and fires timers until nothing happens any more, or time would pass `until`. */
  async settle(until = Number.POSITIVE_INFINITY): Promise<void> {
    for (;;) {
      const event = this.#events.shift() ?? this.#dueBy(until);
      if (!event) return;
      await this.deliver(event);
    }
  }

  #dueBy(until: number): EngineEvent | undefined {
    const [next] = [...this.#timers].sort(([, a], [, b]) => a - b);
    if (!next || next[1] > until) return undefined;
    this.now = Math.max(this.now, next[1]);
    this.#timers.delete(next[0]);
    return { type: 'timer', id: next[0] };
  }

  #take({ execution, commands, events }: Awaited<ReturnType<typeof begin>>): void {
    this.execution = execution;
    this.history.push(...events);
    this.commands.push(...commands);
    for (const command of commands) {
      if (command.type === 'timer') this.#timers.set(command.id, command.at);
      if (command.type === 'cancel') this.#timers.delete(command.id);
      if (command.type === 'task') this.#answer(command);
    }
  }

  #answer(command: TaskCommand): void {
    const { id } = command;
    this.tasks.push(command);
    const outcome = this.#outcomes.shift() ?? 'never';
    if (outcome === 'never' || !('phase' in outcome && outcome.phase === 'schedule'))
      this.#events.push({ type: 'task-started', id });
    if (outcome === 'never') return;
    if ('error' in outcome) {
      const { error, cause, phase = 'run' } = outcome;
      this.#events.push({ type: 'task-failed', id, phase, error, ...(cause !== undefined && { cause }) });
      return;
    }
    if (outcome.submitted !== undefined) this.#events.push({ type: 'task-submitted', id, output: outcome.submitted });
    this.#events.push({ type: 'task-succeeded', id, output: outcome.ok });
  }
}

/** Runs a definition to its end. */
export async function drive(definition: unknown, options: Options = {}): Promise<Drive> {
  const driven = new Drive(options);
  await driven.begin(specOf(definition, options));
  await driven.settle();
  return driven;
}

/** The history in short: `3<2 TaskScheduled`. */
export function eventChain({ history }: Drive): string[] {
  return history.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`);
}

/** A machine of one state. */
export function only(state: { [field: string]: unknown }, more: { [field: string]: unknown } = {}): unknown {
  return { StartAt: 'S', States: { S: { End: true, ...state } }, ...more };
}

export const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:f';
