/** Lists the executions of every state machine: the newest again and again, all others once, page by page. */

import { type ExecutionStatus, ListExecutionsCommand, type ListExecutionsOutput } from '@aws-sdk/client-sfn';
import { isRequestMachine, type Machine } from '../../../client/stack.ts';
import type { StackClient } from '../../../client/stack-client.ts';
import type { ListProgress } from '../../contract.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { ExecutionTable } from './table.ts';

const NEWEST = 100;
const PAGE = 1_000;

interface MachineProgress {
  token?: string | undefined;
  complete: boolean;
  /** Start of the oldest execution listed without a gap. */
  oldest?: string | undefined;
}

/** Internal machines are listed once in so many rounds. */
const INTERNAL_EVERY = 4;

export class ExecutionLister {
  readonly #client: StackClient;
  readonly #limiter: RateLimiter;
  readonly #table: ExecutionTable;
  readonly #progress = new Map<string, MachineProgress>();
  #rounds = 0;

  constructor({ client, limiter, table }: { client: StackClient; limiter: RateLimiter; table: ExecutionTable }) {
    this.#client = client;
    this.#limiter = limiter;
    this.#table = table;
  }

  /** One round: the newest executions, then one older page of each machine. @returns whether older pages remain. */
  async listRound(): Promise<boolean> {
    const { machines } = await this.#client.stack();
    const requests = machines.filter(({ role }) => isRequestMachine(role));
    const others = this.#rounds++ % INTERNAL_EVERY === 0 ? machines.filter(({ role }) => !isRequestMachine(role)) : [];
    // At AWS's rate a round takes seconds: requests come first.
    await Promise.all([...requests, ...others].map((machine) => this.#listNewest(machine)));
    const unfinished = machines.filter(({ arn }) => !this.#progressOf(arn).complete);
    for (const machine of unfinished) await this.#listOlder(machine);
    return unfinished.some(({ arn }) => !this.#progressOf(arn).complete);
  }

  /** Finds the executions that have ended by listing all that run: cheaper than describing each of thousands. */
  async findEnded(): Promise<void> {
    const { machines } = await this.#client.stack();
    await Promise.all(machines.map((machine) => this.#findEnded(machine)));
  }

  async #findEnded(machine: Machine): Promise<void> {
    const arns = new Set<string>();
    let token: string | undefined;
    do {
      const { executions = [], nextToken } = await this.#page(machine, PAGE, token, 'RUNNING');
      for (const item of executions) {
        arns.add(item.executionArn ?? '');
        this.#table.addListed(item);
      }
      token = nextToken;
    } while (token !== undefined);
    this.#table.setRunning(machine.name, arns);
  }

  /** How far back the list has no gap. */
  progress(): Pick<ListProgress, 'complete' | 'backTo'> {
    const unfinished = [...this.#progress.values()].filter(({ complete }) => !complete);
    if (unfinished.length === 0) return { complete: this.#progress.size > 0 };
    const oldest = unfinished.map((progress) => progress.oldest ?? '').sort();
    const backTo = oldest[0] === '' ? undefined : oldest.at(-1);
    return { complete: false, ...(backTo === undefined ? {} : { backTo }) };
  }

  #progressOf(arn: string): MachineProgress {
    let progress = this.#progress.get(arn);
    if (!progress) {
      progress = { complete: false };
      this.#progress.set(arn, progress);
    }
    return progress;
  }

  /** Stops at the first known execution: all older ones are listed. */
  async #listNewest(machine: Machine): Promise<void> {
    const progress = this.#progressOf(machine.arn);
    let token: string | undefined;
    do {
      const { executions = [], nextToken } = await this.#page(machine, NEWEST, token);
      const fresh = executions.filter((item) => this.#table.addListed(item));
      if (progress.oldest === undefined) {
        progress.oldest = executions.at(-1)?.startDate?.toISOString();
        progress.complete = nextToken === undefined;
        return;
      }
      token = fresh.length === executions.length ? nextToken : undefined;
    } while (token !== undefined);
  }

  async #listOlder(machine: Machine): Promise<void> {
    const progress = this.#progressOf(machine.arn);
    const { executions = [], nextToken } = await this.#page(machine, PAGE, progress.token);
    for (const item of executions) this.#table.addListed(item);
    progress.oldest = executions.at(-1)?.startDate?.toISOString() ?? progress.oldest;
    progress.complete = nextToken === undefined;
    progress.token = nextToken;
  }

  async #page(
    { arn }: Machine,
    maxResults: number,
    nextToken: string | undefined,
    statusFilter?: ExecutionStatus,
  ): Promise<ListExecutionsOutput> {
    await this.#limiter.take('ListExecutions');
    const sfn = await this.#client.aws.sfn();
    return sfn.send(
      new ListExecutionsCommand({
        stateMachineArn: arn,
        maxResults,
        ...(nextToken === undefined ? {} : { nextToken }),
        ...(statusFilter === undefined ? {} : { statusFilter }),
      }),
    );
  }
}
