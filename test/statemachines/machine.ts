/** A state machine of ours on virtual time, its tasks answered by the test. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  advance,
  begin,
  type EngineEvent,
  type Execution,
  type ExecutionSpec,
  type HistoryEvent,
  type Json,
  type TaskCommand,
  type TransitionResult,
} from '@offboard/local-aws/states-language';
import { paceSubstitutions } from '../../associations/common/pace.ts';

export const START = Date.UTC(2026, 10, 20, 15, 24, 51);

export type Answer = { ok: unknown } | { error: string; cause?: string };

/** What a task's function would answer: by its state's name, what it was handed, and the (virtual) time. */
export type Functions = (state: string, handed: Json, now: number) => Answer;

export interface Run {
  spec: ExecutionSpec;
  /** What the engine was given, and when. */
  steps: { event: EngineEvent; now: number }[];
  execution: Execution;
  history: HistoryEvent[];
  /** The states entered, in order. */
  path: string[];
  /** Each task's state and the seconds from the start at which it was run. */
  tasks: { state: string; at: number }[];
  /** Billed by Step Functions: states entered, and retries. */
  transitions: number;
  seconds: number;
}

export function definitionOf(name: string, substitutions: Readonly<Record<string, string>> = {}): Json {
  const path = join(import.meta.dirname, '..', '..', 'statemachines', `${name}.asl.json`);
  const values: Record<string, string> = { ...paceSubstitutions, SingleRequestLimit: '25', ...substitutions };
  return JSON.parse(
    readFileSync(path, 'utf8').replace(
      /\$\{(\w+)\}/g,
      (_, named: string) => values[named] ?? `arn:aws:lambda:us-east-1:111122223333:function:${named}`,
    ),
  ) as Json;
}

/** Runs it to its end. @param substitutions what of the template counts on the way; else each name is an ARN. */
export async function run(
  name: string,
  input: unknown,
  functions: Functions,
  substitutions: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const machine = new Machine(functions);
  machine.take(
    await begin(
      {
        arn: `arn:aws:states:us-east-1:111122223333:execution:offboard-dev-${name}:run`,
        name: 'run',
        machine: {
          arn: `arn:aws:states:us-east-1:111122223333:stateMachine:offboard-dev-${name}`,
          name: `offboard-dev-${name}`,
          roleArn: 'arn:aws:iam::111122223333:role/offboard-dev',
          definition: definitionOf(name, substitutions),
        },
        input: input as Json,
        seed: 'paths',
      },
      START,
    ),
  );
  await machine.settle();
  return machine.told();
}

class Machine {
  readonly #functions: Functions;
  readonly #timers = new Map<string, number>();
  readonly #events: EngineEvent[] = [];
  readonly #history: HistoryEvent[] = [];
  readonly #tasks: Run['tasks'] = [];
  readonly #steps: Run['steps'] = [];
  #execution: Execution | undefined;
  #now = START;

  constructor(functions: Functions) {
    this.#functions = functions;
  }

  take({ execution, commands, events }: TransitionResult): void {
    this.#execution = execution;
    this.#history.push(...events);
    for (const command of commands) {
      if (command.type === 'timer') this.#timers.set(command.id, command.at);
      if (command.type === 'cancel') this.#timers.delete(command.id);
      if (command.type === 'task') this.#answer(command);
      // Of a distributed Map that had nothing to do.
      if (command.type === 'map-run')
        this.#events.push({ type: 'map-run-succeeded', id: command.id, output: [] as Json });
    }
  }

  async settle(): Promise<void> {
    while (this.#execution?.status === 'RUNNING') {
      const event = this.#events.shift() ?? this.#nextTimer();
      this.#steps.push({ event, now: this.#now });
      this.take(await advance(this.#execution, event, this.#now));
    }
  }

  told(): Run {
    const execution = this.#execution as Execution;
    const entered = this.#history.flatMap(({ stateEnteredEventDetails: details }) =>
      details === undefined ? [] : [(details as { name: string }).name],
    );
    const asked = this.#history.filter(({ type }) => /^(LambdaFunction|Task)Scheduled$/.test(type)).length;
    const taskStates = this.#history.filter(({ type }) => type === 'TaskStateEntered').length;
    return {
      spec: execution.spec,
      steps: this.#steps,
      execution,
      history: this.#history,
      path: entered,
      tasks: this.#tasks,
      transitions: entered.length + asked - taskStates,
      seconds: (this.#now - START) / 1000,
    };
  }

  #nextTimer(): EngineEvent {
    const [next] = [...this.#timers].sort(([, a], [, b]) => a - b);
    if (next === undefined) throw new Error('the execution runs, and waits for nothing');
    this.#now = Math.max(this.#now, next[1]);
    this.#timers.delete(next[0]);
    return { type: 'timer', id: next[0] };
  }

  #answer({ id, stateName, parameters }: TaskCommand): void {
    this.#tasks.push({ state: stateName, at: (this.#now - START) / 1000 });
    this.#events.push({ type: 'task-started', id });
    const answer = this.#functions(stateName, parameters, this.#now);
    this.#events.push(
      'ok' in answer
        ? { type: 'task-succeeded', id, output: answer.ok as Json }
        : { type: 'task-failed', id, phase: 'run', error: answer.error, cause: answer.cause ?? '' },
    );
  }
}
