/** Event invocations: accepted at once, run later, retried, and finally sent to a dead-letter queue or destination. */

import { type Aws, AwsError } from '../../core/aws.ts';
import type { Timer } from '../../core/clock.ts';
import type { Table } from '../../core/store.ts';
import type { FunctionDefinition } from './definition.ts';
import { type Condition, settle } from './destinations.ts';
import type { Answer } from './execution-environment.ts';
import type { Invocation, Runner } from './runner.ts';

/** After the first error a minute, after the second two (Lambda developer guide, asynchronous error handling). */
const ERROR_DELAYS = [60_000, 120_000];
/** Throttles and system errors: from one second, doubling, up to five minutes. */
const FIRST_BACKOFF = 1_000;
const LONGEST_BACKOFF = 300_000;

interface Pending extends Invocation {
  functionName: string;
  /** Milliseconds since 1970. */
  acceptedAt: number;
  dueAt: number;
  /** How often the function ran, and how often it was throttled. */
  invocations: number;
  throttles: number;
}

export interface EventQueueParts {
  aws: Aws;
  functions: ReadonlyMap<string, FunctionDefinition>;
  runner: Runner;
  /** For failures of Lambda itself, such as a destination that refuses. */
  log(message: string): void;
}

export class EventQueue {
  readonly #parts: EventQueueParts;
  readonly #pending: Table<Pending>;
  readonly #timers = new Map<string, Timer>();
  #closed = false;

  constructor(parts: EventQueueParts) {
    this.#parts = parts;
    this.#pending = parts.aws.store.table('lambda_events');
  }

  /** Continues what an earlier process accepted and did not finish. */
  resume(): void {
    for (const [, pending] of this.#pending.entries()) if (!this.#timers.has(pending.requestId)) this.#plan(pending);
  }

  accept({ name }: FunctionDefinition, invocation: Invocation): void {
    const now = this.#parts.aws.clock.now();
    const pending = { ...invocation, functionName: name, acceptedAt: now, dueAt: now, invocations: 0, throttles: 0 };
    this.#keep(pending);
  }

  /** What is under way stays as it was stored, for the next process. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  #keep(pending: Pending): void {
    this.#pending.put(pending.requestId, pending);
    this.#plan(pending);
  }

  #plan(pending: Pending): void {
    const run = () => {
      this.#timers.delete(pending.requestId);
      void this.#attempt(pending);
    };
    this.#timers.set(
      pending.requestId,
      this.#parts.aws.clock.at(pending.dueAt, run, { advancesClock: pending.advancesClock }),
    );
  }

  async #attempt(pending: Pending): Promise<void> {
    const { aws, functions, runner, log } = this.#parts;
    const definition = functions.get(pending.functionName);
    // The template no longer has the function: like Lambda, the events of a deleted function are dropped.
    if (!definition) return this.#pending.delete(pending.requestId);
    if (definition.reservedConcurrency === 0) return this.#end(definition, pending, 'ZeroReservedConcurrency');
    if (aws.clock.now() >= expiry(definition, pending)) return this.#end(definition, pending, 'EventAgeExceeded');
    try {
      const answer = await runner.run(definition, pending);
      if (this.#closed) return;
      const tried = { ...pending, invocations: pending.invocations + 1 };
      if (answer.functionError === undefined) return await this.#end(definition, tried, 'Success', answer);
      if (tried.invocations > definition.asynchronous.maximumRetryAttempts) {
        return await this.#end(definition, tried, 'RetriesExhausted', answer);
      }
      this.#again(definition, tried, ERROR_DELAYS[pending.invocations] as number, answer);
    } catch (error) {
      if (this.#closed) return;
      if (!(error instanceof AwsError)) log(`running ${definition.name}: ${(error as Error).stack ?? error}`);
      this.#again(definition, { ...pending, throttles: pending.throttles + 1 }, backoff(pending.throttles));
    }
  }

  /** Waits, at most until the event reaches its maximum age. */
  #again(definition: FunctionDefinition, pending: Pending, delay: number, answer?: Answer): void {
    const now = this.#parts.aws.clock.now();
    const expires = expiry(definition, pending);
    if (answer !== undefined && now + delay >= expires) {
      return void this.#end(definition, pending, 'EventAgeExceeded', answer);
    }
    this.#keep({ ...pending, dueAt: Math.min(now + delay, expires) });
  }

  async #end(definition: FunctionDefinition, pending: Pending, condition: Condition, answer?: Answer): Promise<void> {
    const { aws, log } = this.#parts;
    const { requestId, payload, invocations, advancesClock } = pending;
    const release = aws.clock.hold();
    try {
      const ending = { condition, requestId, payload, invocations, advancesClock };
      await settle(aws, definition, answer === undefined ? ending : { ...ending, answer });
    } catch (error) {
      log(`the record of ${definition.name}'s invocation ${requestId} was lost: ${(error as Error).message}`);
    } finally {
      if (!this.#closed) this.#pending.delete(requestId);
      release();
    }
  }
}

function expiry({ asynchronous }: FunctionDefinition, { acceptedAt }: Pending): number {
  return acceptedAt + asynchronous.maximumEventAge * 1000;
}

function backoff(throttles: number): number {
  return Math.min(FIRST_BACKOFF * 2 ** throttles, LONGEST_BACKOFF);
}
