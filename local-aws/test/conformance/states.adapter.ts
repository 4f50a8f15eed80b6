/**
 * Runs recorded scenarios through the pure core on a virtual clock: a wait or a retry takes no time, and a task that
 * never settles runs into its timeout. The scenarios and their runner live outside this repository.
 */

import { advance, begin } from '../../stepfunctions/language/index.ts';
import { advanceMapRun, beginMapRun } from '../../stepfunctions/language/map-run/index.ts';
import type { MapRun, MapRunCommand, MapRunTransition } from '../../stepfunctions/language/map-run/types.ts';
import type { Json } from '../../stepfunctions/language/model/json.ts';
import type {
  Command,
  EngineEvent,
  Execution,
  ExecutionSpec,
  HistoryEvent,
  StartMapRunCommand,
  TaskCommand,
  TransitionResult,
} from '../../stepfunctions/language/model/types.ts';

interface Handlers {
  invoke(call: {
    stateName: string;
    resource: string;
    parameters: string;
    onSubmitted(output: Json): void;
  }): Promise<Json>;
}

interface Outcome {
  status: string;
  output?: Json;
  error?: string | undefined;
  cause?: string | undefined;
  history: HistoryEvent[];
}

/** The account that the recordings show. */
const ARN = 'arn:aws:states:us-east-1:111111111111';
const START = Date.UTC(2026, 0, 1);

/** Turns of the event loop in which a task that is going to settle has settled. */
const SETTLING_TURNS = 5;

export async function run(
  definition: Json,
  input: Json,
  handlers: Handlers,
  { type, id }: { type: 'STANDARD' | 'EXPRESS'; id: string },
): Promise<Outcome> {
  const world = new World(handlers);
  const kind = type === 'EXPRESS' ? 'express' : 'execution';
  const root = world.start({
    arn: `${ARN}:${kind}:machine:conformance${type === 'EXPRESS' ? ':run' : ''}`,
    name: 'conformance',
    machine: { arn: `${ARN}:stateMachine:machine`, name: 'machine', roleArn: 'role', definition },
    input,
    seed: id,
    type,
  });
  await world.settle();
  const { status, output, error, cause } = root.execution as Execution;
  return { status, ...(output !== undefined && { output }), error, cause, history: root.history };
}

/** An execution under way, and whom its end is told. */
interface Running {
  execution?: Execution;
  history: HistoryEvent[];
  ended: (execution: Execution) => void;
}

class World {
  #now = START;
  #jobs: (() => Promise<void>)[] = [];
  #timers = new Map<string, { at: number; order: number; run: Running; id: string }>();
  #order = 0;
  readonly #handlers: Handlers;

  constructor(handlers: Handlers) {
    this.#handlers = handlers;
  }

  start(spec: ExecutionSpec, ended: Running['ended'] = () => {}): Running {
    const running: Running = { history: [], ended };
    this.#jobs.push(async () => this.#take(running, await begin(spec, this.#now)));
    return running;
  }

  /** Works until nothing happens any more; moves the clock only when nothing else can. */
  async settle(): Promise<void> {
    for (let idle = 0; ; ) {
      const job = this.#jobs.shift();
      if (job) {
        idle = 0;
        await job();
      } else if (idle++ < SETTLING_TURNS) await new Promise((resolve) => setImmediate(resolve));
      else if (this.#fireNextTimer()) idle = 0;
      else return;
    }
  }

  #fireNextTimer(): boolean {
    const [next] = [...this.#timers.values()].sort((a, b) => a.at - b.at || a.order - b.order);
    if (!next) return false;
    this.#now = Math.max(this.#now, next.at);
    this.#timers.delete(this.#key(next.run, next.id));
    this.#deliver(next.run, { type: 'timer', id: next.id });
    return true;
  }

  #deliver(running: Running, event: EngineEvent): void {
    this.#jobs.push(async () => {
      if (!running.execution) return;
      // What is written down and read back must do as well as the object itself.
      const restored = JSON.parse(JSON.stringify(running.execution)) as Execution;
      this.#take(running, await advance(restored, event, this.#now));
    });
  }

  #take(running: Running, { execution, commands, events }: TransitionResult): void {
    const before = running.execution?.status;
    running.execution = execution;
    running.history.push(...events);
    for (const command of commands) this.#obey(running, command);
    if (before !== execution.status && execution.status !== 'RUNNING') running.ended(execution);
  }

  #obey(running: Running, command: Command): void {
    switch (command.type) {
      case 'timer':
        this.#timers.set(this.#key(running, command.id), {
          at: command.at,
          order: this.#order++,
          run: running,
          id: command.id,
        });
        return;
      case 'cancel':
        this.#timers.delete(this.#key(running, command.id));
        return;
      case 'task':
        this.#invoke(running, command);
        return;
      case 'map-run':
        this.#beginMapRun(running, command);
    }
  }

  #key(running: Running, id: string): string {
    return `${running.execution?.spec.arn} ${id}`;
  }

  #invoke(running: Running, { id, stateName, resource, parameters }: TaskCommand): void {
    this.#deliver(running, { type: 'task-started', id });
    let submitted = !/\.(sync|waitForTaskToken)/.test(resource);
    const onSubmitted = (output: Json) => {
      submitted = true;
      this.#deliver(running, { type: 'task-submitted', id, output });
    };
    // The recordings hold what the history shows: JSON text.
    this.#handlers.invoke({ stateName, resource, parameters: JSON.stringify(parameters), onSubmitted }).then(
      (output) => this.#deliver(running, { type: 'task-succeeded', id, output }),
      ({ error, causeText }: { error?: string; causeText?: string }) =>
        this.#deliver(running, {
          type: 'task-failed',
          id,
          phase: submitted ? 'run' : 'submit',
          ...(error != null && { error }),
          ...(causeText != null && { cause: causeText }),
        }),
    );
  }

  #beginMapRun(running: Running, command: StartMapRunCommand): void {
    const arn = `${ARN}:mapRun:machine/${command.label}:${command.id}`;
    this.#deliver(running, { type: 'map-run-started', id: command.id, mapRunArn: arn });
    this.#jobs.push(async () => this.#takeMapRun(running, command, await beginMapRun(command, arn, this.#now)));
  }

  #takeMapRun(running: Running, asked: StartMapRunCommand, { mapRun, commands }: MapRunTransition): void {
    for (const command of commands) this.#obeyMapRun(running, asked, mapRun, command);
  }

  #obeyMapRun(running: Running, asked: StartMapRunCommand, mapRun: MapRun, command: MapRunCommand): void {
    if (command.type === 'start-child') this.#startChild(running, asked, mapRun, command);
    if (command.type !== 'finish') return;
    this.#deliver(
      running,
      command.status === 'SUCCEEDED'
        ? { type: 'map-run-succeeded', id: asked.id, output: command.output }
        : { type: 'map-run-failed', id: asked.id, error: command.error, cause: command.cause },
    );
  }

  #startChild(
    running: Running,
    asked: StartMapRunCommand,
    mapRun: MapRun,
    { index, name, input }: Extract<MapRunCommand, { type: 'start-child' }>,
  ): void {
    const label = `machine/${mapRun.child.label}`;
    const spec: ExecutionSpec = {
      arn: `${ARN}:execution:${label}:${name}`,
      name,
      machine: {
        arn: `${ARN}:stateMachine:${label}`,
        name: label,
        roleArn: 'role',
        definition: mapRun.child.definition,
      },
      input,
      seed: name,
      mapRun: { arn: mapRun.arn, index },
      type: mapRun.child.type,
    };
    this.start(spec, (execution) => {
      const { status, startDate, stopDate = startDate, output, error, cause } = execution;
      const result = {
        executionArn: spec.arn,
        name,
        status: status as 'SUCCEEDED' | 'FAILED',
        startDate,
        stopDate,
        ...(output !== undefined && { output }),
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
      };
      this.#jobs.push(async () =>
        this.#takeMapRun(
          running,
          asked,
          await advanceMapRun(mapRun, { type: 'child-ended', index, result }, this.#now),
        ),
      );
    });
  }
}
