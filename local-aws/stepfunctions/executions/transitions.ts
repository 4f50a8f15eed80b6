/** Turns of the engine, collected until they are written down: many happenings may make one write. */

import type { Advance, Command, Happening, HistoryEvent, Turn } from '../language/model/types.ts';
import { brokenTurn } from './engine-failure.ts';
import type { Live, Pending } from './snapshot.ts';

export class Turns {
  readonly events: HistoryEvent[] = [];
  /** Commands to carry out once they are written down. */
  readonly issued: Pending[] = [];
  /** Commands whose answer is no longer wanted. */
  readonly dropped: Pending[] = [];
  readonly #live: Live;
  readonly #advance: Advance;

  constructor(live: Live, advance: Advance) {
    this.#live = live;
    this.#advance = advance;
  }

  /**
   * @param job the execution behind a submitted `.sync` task.
   * @returns false for what comes too late: the command was answered or dropped, the execution has ended.
   */
  async hear(happening: Happening, now: number, job?: string): Promise<boolean> {
    if (!this.#expects(happening, job)) return false;
    const { execution } = this.#live;
    await this.take(
      await this.#advance(execution, happening, now).catch((error) => brokenTurn(execution, error, now)),
      now,
    );
    return true;
  }

  /** A task counts as started when it is sent, which is as soon as this turn is written down. */
  async take(turn: Turn, now: number): Promise<void> {
    this.#live.execution = turn.execution;
    for (const event of turn.events) this.events.push(event);
    for (const command of turn.commands) this.#note(command);
    if (turn.execution.status !== 'RUNNING') return this.#dropAll();
    for (const command of turn.commands) {
      if (command.type === 'task') await this.hear({ type: 'task-started', id: command.id }, now);
    }
  }

  #expects(happening: Happening, job: string | undefined): boolean {
    const { pending, execution } = this.#live;
    if (!('id' in happening)) return (execution.status === 'RUNNING') === (happening.type !== 'redrive');
    const waiting = pending.get(happening.id);
    if (!waiting) return false;
    if (goesOn.has(happening.type)) Object.assign(waiting, progress(happening, job));
    else pending.delete(happening.id);
    return true;
  }

  #note(command: Command): void {
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

/** What is heard in the course of a command; everything else ends it. */
const goesOn = new Set<Happening['type']>([
  'task-started',
  'task-submitted',
  'task-heartbeat',
  'map-run-started',
  'map-run-redriven',
]);

function progress({ type }: Happening, job: string | undefined): Partial<Pending> {
  if (type === 'task-started' || type === 'task-heartbeat') return {};
  return { submitted: true, ...(job === undefined ? {} : { job }) };
}
