/** One transition of the engine: the execution it changes, the commands and history events it gives. */

import { draw } from '../../../core/random.ts';
import { isContainer, type Json } from '../model/json.ts';
import { type Compiled, compile, type State, type StateType } from '../model/program.ts';
import type { Thread } from '../model/thread.ts';
import type { Command, EngineEvent, Execution, HistoryEvent, Inspection } from '../model/types.ts';
import { endOfLife } from './limits.ts';

/** Steps are synchronous unless JSONata takes part: a promise a state would cost more than the state. */
export type Step = Promise<void> | undefined;

export type CommandAnswer = Extract<EngineEvent, { id: string }>;

/** What a type of state does; one file a type in states/. */
export interface StateHandler {
  /** Starts the state, or restarts it for a retry. */
  run(transition: Transition, thread: Thread, state: State): Step;
  handle?(transition: Transition, thread: Thread, state: State, answer: CommandAnswer): Step;
  /** A thread that it opened reached its end. */
  childEnded?(transition: Transition, thread: Thread, state: State, child: Thread, output: Json): Step;
  /** A thread that it opened failed; the state's own failure follows. */
  childFailed?(transition: Transition, thread: Thread, state: State, child: Thread): void;
}

export type StateHandlers = { readonly [type in StateType]: StateHandler };

/** The developer guide's quota of history events; the last one is ExecutionFailed with this reason. */
const MAX_EVENTS = 25_000;

/** GetExecutionHistory never truncates data. */
export const NOT_TRUNCATED = { truncated: false };

/** Thrown when only the execution's last event still fits. */
export class HistoryFull extends Error {
  constructor() {
    super(`The execution reached the maximum number of history events (${MAX_EVENTS}).`);
  }
}

export class Transition {
  readonly execution: Execution;
  readonly now: number;
  readonly commands: Command[] = [];
  readonly events: HistoryEvent[] = [];
  readonly compiled: Compiled;
  /** Only of a tested state. */
  readonly inspection: Inspection | undefined;
  readonly handlers: StateHandlers;
  readonly #ready: { thread: Thread; step: () => Step }[] = [];
  #next = 0;
  #lastValue: Json | undefined;
  #lastText = '';

  constructor(execution: Execution, now: number, handlers: StateHandlers) {
    this.execution = execution;
    this.now = now;
    this.handlers = handlers;
    this.inspection = execution.spec.test && {};
    this.compiled = compile(execution.spec.machine.definition);
  }

  get running(): boolean {
    return this.execution.status === 'RUNNING';
  }

  /** Keeps an intermediate value of a tested state. */
  inspect<Field extends keyof Inspection>(field: Field, value: Required<Inspection>[Field]): void {
    if (this.inspection) this.inspection[field] = value;
  }

  /** Adds an event with this previousEventId; returns its id. */
  record(type: string, previous: number, key?: `${string}EventDetails`, details?: Json): number {
    const { execution } = this;
    const id = execution.lastEventId + 1;
    if (id >= MAX_EVENTS && !type.startsWith('Execution')) throw new HistoryFull();
    execution.lastEventId = id;
    const event: HistoryEvent = { timestamp: this.now, type, id, previousEventId: previous };
    if (key && details !== undefined) event[key] = details;
    this.events.push(event);
    return id;
  }

  /** Adds an event to a thread's chain. */
  recordNext(thread: Thread, type: string, key?: `${string}EventDetails`, details?: Json): number {
    thread.last = this.record(type, thread.last, key, details);
    return thread.last;
  }

  /** Adds an event that is not the next one's previousEventId, as AWS does with MapStateSucceeded and the like. */
  recordAside(thread: Thread, type: string, key?: `${string}EventDetails`, details?: Json): number {
    return this.record(type, thread.last, key, details);
  }

  /** JSON text of a value. The last text is kept, since one state's output is the next one's input. */
  stringify(value: Json): string {
    if (!isContainer(value)) return JSON.stringify(value);
    if (value !== this.#lastValue) {
      this.#lastText = JSON.stringify(value);
      this.#lastValue = value;
    }
    return this.#lastText;
  }

  commandId(thread: Thread): string {
    return `${thread.id}:${++this.execution.counters.command}`;
  }

  /** No timer outlasts the execution's maximum duration. */
  timer(thread: Thread, time: number): string {
    const id = this.commandId(thread);
    this.commands.push({ type: 'timer', id, at: Math.min(time, endOfLife(this.execution)) });
    return id;
  }

  cancel(id: string | undefined): void {
    if (id !== undefined) this.commands.push({ type: 'cancel', id });
  }

  readonly random = (): number => {
    const { counters } = this.execution;
    const { state, value } = draw(counters.random);
    counters.random = state;
    return value;
  };

  stateOf(thread: Thread): State {
    const state = this.compiled.programs[thread.program]?.states[thread.state];
    if (!state) throw new Error(`the definition of ${this.execution.spec.arn} has no state ${thread.state}`);
    return state;
  }

  enqueue(thread: Thread, step: () => Step): void {
    this.#ready.push({ thread, step });
  }

  /** The next step of a thread that is still there. */
  nextStep(): { thread: Thread; step: () => Step } | undefined {
    while (this.running) {
      const ready = this.#ready[this.#next++];
      if (!ready) break;
      if (!ready.thread.halted && this.execution.threads[ready.thread.id] === ready.thread) return ready;
    }
    this.#ready.length = 0;
    this.#next = 0;
    return undefined;
  }

  /** A thread at the start of a program, not yet entered. */
  openThread(parent: Thread | undefined, index: number, program: number, last: number): Thread {
    const thread: Thread = {
      id: String(++this.execution.counters.thread),
      ...(parent && { parent: parent.id }),
      index,
      program,
      state: this.compiled.programs[program]?.startAt ?? '',
      input: null,
      last,
      notEntered: true,
      variables: {},
      entered: { id: 0, previous: 0, time: 0 },
      retries: [],
      retryCount: 0,
    };
    this.execution.threads[thread.id] = thread;
    return thread;
  }

  childrenOf(thread: Thread): Thread[] {
    return Object.values(this.execution.threads).filter((other) => other.parent === thread.id);
  }

  parentOf(thread: Thread): Thread | undefined {
    return thread.parent === undefined ? undefined : this.execution.threads[thread.parent];
  }
}
