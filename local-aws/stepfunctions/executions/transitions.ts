/** Transitions of one execution, collected until they are stored: many events may make one write. */

import type { Advance, Command, EngineEvent, HistoryEvent, TransitionResult } from '../language/model/types.ts';
import { failedTransition } from './engine-failure.ts';
import type { LiveExecution, Pending } from './snapshot.ts';

export class TransitionBatch {
  readonly events: HistoryEvent[] = [];
  /** Commands to carry out once they are written down. */
  readonly issued: Pending[] = [];
  /** Commands whose answer is no longer wanted. */
  readonly dropped: Pending[] = [];
  readonly #live: LiveExecution;
  readonly #advance: Advance;

  constructor(live: LiveExecution, advance: Advance) {
    this.#live = live;
    this.#advance = advance;
  }

  /**
   * @param job the execution behind a submitted `.sync` task.
   * @returns false for what comes too late: the command was answered or dropped, the execution has ended.
   */
  async apply(event: EngineEvent, now: number, job?: string): Promise<boolean> {
    if (!this.#expects(event, job)) return false;
    const { execution } = this.#live;
    await this.take(
      await this.#advance(execution, event, now).catch((error) => failedTransition(execution, error, now)),
      now,
    );
    return true;
  }

  /** A task counts as started when it is sent, which is as soon as this transition is written down. */
  async take(transition: TransitionResult, now: number): Promise<void> {
    this.#live.execution = transition.execution;
    for (const event of transition.events) this.events.push(event);
    for (const command of transition.commands) this.#track(command);
    if (transition.execution.status !== 'RUNNING') return this.#dropAll();
    for (const command of transition.commands) {
      if (command.type === 'task') await this.apply({ type: 'task-started', id: command.id }, now);
    }
  }

  #expects(event: EngineEvent, job: string | undefined): boolean {
    const { pending, execution } = this.#live;
    if (!('id' in event)) return (execution.status === 'RUNNING') === (event.type !== 'redrive');
    const waiting = pending.get(event.id);
    if (!waiting) return false;
    if (CONTINUING.has(event.type)) Object.assign(waiting, submission(event, job));
    else pending.delete(event.id);
    return true;
  }

  #track(command: Command): void {
    const { pending } = this.#live;
    if (command.type === 'cancel') {
      const waiting = pending.get(command.id);
      if (waiting) this.dropped.push(waiting);
      pending.delete(command.id);
      return;
    }
    const waiting = { command };
    pending.set(command.id, waiting);
    this.issued.push(waiting);
  }

  #dropAll(): void {
    this.dropped.push(...this.#live.pending.values());
    this.#live.pending.clear();
  }
}

/** The events after which a command goes on; every other event ends it. */
const CONTINUING = new Set<EngineEvent['type']>([
  'task-started',
  'task-submitted',
  'task-heartbeat',
  'map-run-started',
  'map-run-redriven',
]);

function submission({ type }: EngineEvent, job: string | undefined): Partial<Pending> {
  if (type === 'task-started' || type === 'task-heartbeat') return {};
  return { submitted: true, ...(job === undefined ? {} : { job }) };
}
