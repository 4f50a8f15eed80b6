/** Message move tasks: what is in a dead-letter queue goes back to where it came from, or to another queue. */

import { randomUUID } from 'node:crypto';
import type { Aws } from '../../core/aws.ts';
import type { Table } from '../../core/store.ts';
import type { Queues } from './queues.ts';

export interface MoveTask {
  id: string;
  /** ARNs. Without a destination each message goes back to the queue that it came from. */
  source: string;
  destination?: string;
  /** At most so many messages a second. */
  perSecond?: number;
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  failure?: string;
  started: number;
  moved: number;
  toMove: number;
}

/** "The maximum value is 500": what SQS moves a second where no one says. */
const MOST_PER_SECOND = 500;
const SECOND = 1000;

/** "A list of up to 10 most recently created message movement tasks". */
const KEPT = 10;

export class MoveTasks {
  readonly #aws: Aws;
  readonly #queues: Queues;
  readonly #tasks: Table<MoveTask>;

  constructor(aws: Aws, queues: Queues) {
    this.#aws = aws;
    this.#queues = queues;
    this.#tasks = aws.store.table('sqs_move_tasks');
    for (const [, task] of this.#tasks.entries()) if (task.status === 'RUNNING') this.#schedule(task, 0);
  }

  /** The newest first. */
  of(source: string): MoveTask[] {
    const tasks = Array.from(this.#tasks.entries(`${source}/`), ([, task]) => task);
    return tasks.sort((a, b) => Number(isRunning(b)) - Number(isRunning(a)) || b.started - a.started);
  }

  start(asked: Pick<MoveTask, 'source' | 'destination' | 'perSecond' | 'toMove'>): MoveTask {
    const started = this.#aws.clock.now();
    const task: MoveTask = { ...asked, id: randomUUID(), status: 'RUNNING', started, moved: 0 };
    for (const old of this.of(task.source).slice(KEPT - 1)) this.#tasks.delete(keyOf(old));
    this.#put(task);
    this.#schedule(task, 0);
    return task;
  }

  cancel(task: MoveTask): MoveTask {
    const cancelled: MoveTask = { ...task, status: 'CANCELLED' };
    this.#put(cancelled);
    return cancelled;
  }

  #put(task: MoveTask): void {
    this.#tasks.put(keyOf(task), task);
  }

  #schedule(task: MoveTask, delay: number): void {
    const { clock } = this.#aws;
    clock.at(clock.now() + delay, () => this.#step(keyOf(task)), { advancesClock: true });
  }

  /** Moves what one second allows. */
  #step(key: string): void {
    const task = this.#tasks.get(key);
    if (!task || !isRunning(task)) return;
    const after = this.#aws.store.transaction(() => {
      const next = this.#moveSome(task);
      this.#put(next);
      return next;
    });
    if (isRunning(after)) this.#schedule(after, SECOND);
  }

  #moveSome(task: MoveTask): MoveTask {
    const source = this.#queues.at(task.source);
    if (!source) return { ...task, status: 'FAILED', failure: 'AWS.SimpleQueueService.NonExistentQueue' };
    const most = task.perSecond ?? MOST_PER_SECOND;
    for (let taken = 0; taken < most; taken++) {
      const next = this.#queues.oldest(source);
      if (!next) return { ...task, status: 'COMPLETED' };
      const arn = task.destination ?? next.message.source?.arn;
      if (arn === undefined) return { ...task, status: 'FAILED', failure: 'CouldNotDetermineMessageSource' };
      const target = this.#queues.at(arn);
      if (!target) return { ...task, status: 'FAILED', failure: 'AWS.SimpleQueueService.NonExistentQueue' };
      this.#queues.moveAsNew(next, target);
      task = { ...task, moved: task.moved + 1 };
    }
    return task;
  }
}

function isRunning({ status }: MoveTask): boolean {
  return status === 'RUNNING';
}

function keyOf({ source, id }: MoveTask): string {
  return `${source}/${id}`;
}
