/** Carries out the commands of executions: timers, tasks, the jobs behind `.sync`, map runs. */

import type { Aws } from '../../core/aws.ts';
import type { Timer } from '../../core/clock.ts';
import type { EngineEvent, TaskCommand } from '../language/model/types.ts';
import type { MapRuns } from './map-runs.ts';
import type { Principal } from './principal.ts';
import type { ExecutionRecord } from './records.ts';
import type { Pending, TimerCommand } from './snapshot.ts';
import { attempt, jobResult, stopJob } from './tasks.ts';

/** Receives the answers, and finds the execution that a job is. */
interface AnswerReceiver {
  deliver(id: number, event: EngineEvent, job?: string): Promise<boolean>;
  find(executionArn: string): ExecutionRecord | undefined;
}

export class CommandRunner {
  readonly #aws: Aws;
  readonly #receiver: AnswerReceiver;
  readonly #mapRuns: MapRuns;
  readonly #timers = new Map<string, Timer>();
  /** Callbacks for the end of an execution, by its id. */
  readonly #waiting = new Map<number, (() => void)[]>();
  #closed = false;

  constructor(aws: Aws, receiver: AnswerReceiver, mapRuns: MapRuns) {
    this.#aws = aws;
    this.#receiver = receiver;
    this.#mapRuns = mapRuns;
  }

  run(principal: Principal, { command, ...accepted }: Pending): void {
    if (command.type === 'timer') this.#startTimer(principal, command);
    else if (command.type === 'map-run') this.#mapRuns.start(principal, command, accepted);
    else if (command.type === 'redrive-map-run') this.#mapRuns.redrive(principal, command, accepted);
    else void this.#attempt(principal, command);
  }

  /** After a restart: submitted tasks are waited for, everything else is run again. */
  resume(principal: Principal, pending: readonly Pending[]): void {
    for (const waiting of pending) {
      const { command, submitted, job } = waiting;
      if (command.type !== 'task' || !submitted) this.run(principal, waiting);
      else if (job !== undefined) this.#awaitJob(principal, command, job);
    }
  }

  cancel(principal: Principal, { command, job }: Pending): void {
    if (command.type === 'timer') this.#cancelTimer(principal, command);
    else if (command.type === 'map-run' || command.type === 'redrive-map-run') this.#mapRuns.stop(principal, command);
    else if (job !== undefined) void stopJob(this.#aws, command, principal, job);
  }

  executionEnded(id: number): void {
    const waiting = this.#waiting.get(id) ?? [];
    this.#waiting.delete(id);
    for (const callback of waiting) callback();
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  #startTimer({ id: execution, advancesClock }: Principal, { id, at }: TimerCommand): void {
    const key = `${execution}/${id}`;
    const ring = () => {
      this.#timers.delete(key);
      void this.#receiver.deliver(execution, { type: 'timer', id });
    };
    this.#timers.set(key, this.#aws.clock.at(at, ring, { advancesClock }));
  }

  #cancelTimer({ id: execution }: Principal, { id }: TimerCommand): void {
    const key = `${execution}/${id}`;
    this.#timers.get(key)?.cancel();
    this.#timers.delete(key);
  }

  async #attempt(principal: Principal, command: TaskCommand): Promise<void> {
    let job: string | undefined;
    const accepted = await this.#holdingClock(async () => {
      const made = await attempt(this.#aws, command, principal);
      job = made.job;
      return this.#receiver.deliver(principal.id, made.event, job);
    });
    if (job === undefined) return;
    if (accepted) this.#awaitJob(principal, command, job);
    else if (!this.#closed) void stopJob(this.#aws, command, principal, job);
  }

  #awaitJob(principal: Principal, command: TaskCommand, job: string): void {
    const deliverResult = () => {
      void this.#holdingClock(async () =>
        this.#receiver.deliver(principal.id, await jobResult(this.#aws, command, principal, job)),
      );
    };
    const record = this.#receiver.find(job);
    if (record?.status === 'RUNNING')
      this.#waiting.set(record.id, [...(this.#waiting.get(record.id) ?? []), deliverResult]);
    else deliverResult();
  }

  /** The clock does not jump between a call and the transition that its answer makes. */
  async #holdingClock(work: () => Promise<boolean>): Promise<boolean> {
    const release = this.#aws.clock.hold();
    try {
      return await work();
    } finally {
      release();
    }
  }
}
