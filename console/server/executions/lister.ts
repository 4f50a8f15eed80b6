/** Lists the executions of every machine: again and again the newest, and once, page by page, all the others. */

import { type ExecutionStatus, ListExecutionsCommand, type ListExecutionsOutput } from '@aws-sdk/client-sfn';
import { isRequest } from '../../roles.ts';
import type { AwsGateway, Stack } from '../aws-gateway.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { ExecutionTable } from './table.ts';

const HEAD = 100;
const PAGE = 1_000;

interface Progress {
  token?: string | undefined;
  complete: boolean;
  /** Start of the oldest one listed without a gap. */
  oldest?: string | undefined;
}

/** What only works for requests is listed once in so many rounds. */
const OTHERS_EVERY = 4;

type Machine = Stack['machines'][number];

export class ExecutionLister {
  readonly #source: AwsGateway;
  readonly #budget: RateLimiter;
  readonly #rows: ExecutionTable;
  readonly #progress = new Map<string, Progress>();
  #rounds = 0;

  constructor({ source, budget, rows }: { source: AwsGateway; budget: RateLimiter; rows: ExecutionTable }) {
    this.#source = source;
    this.#budget = budget;
    this.#rows = rows;
  }

  /** One round: the newest of machines, then one more page of the past. @returns whether there is more past. */
  async round(): Promise<boolean> {
    const { machines } = await this.#source.stack();
    const requests = machines.filter(({ role }) => isRequest(role));
    const others = this.#rounds++ % OTHERS_EVERY === 0 ? machines.filter(({ role }) => !isRequest(role)) : [];
    await Promise.all([...requests, ...others].map((machine) => this.#head(machine)));
    const unfinished = machines.filter(({ arn }) => !this.#of(arn).complete);
    for (const machine of unfinished) await this.#past(machine);
    return unfinished.some(({ arn }) => !this.#of(arn).complete);
  }

  /** Asks what still runs, in pages of a thousand: thousands that wait for a week need not be read one by one. */
  async sweep(): Promise<void> {
    const { machines } = await this.#source.stack();
    await Promise.all(machines.map((machine) => this.#sweep(machine)));
  }

  async #sweep(machine: Machine): Promise<void> {
    const arns = new Set<string>();
    let token: string | undefined;
    do {
      const { executions = [], nextToken } = await this.#list(machine, PAGE, token, 'RUNNING');
      for (const item of executions) {
        arns.add(item.executionArn ?? '');
        this.#rows.list(item);
      }
      token = nextToken;
    } while (token !== undefined);
    this.#rows.running(machine.name, arns);
  }

  /** How far back every execution is listed; nothing can be said of that while a machine was never asked. */
  reach(): { complete: boolean; backTo?: string } {
    const open = [...this.#progress.values()].filter(({ complete }) => !complete);
    if (open.length === 0) return { complete: this.#progress.size > 0 };
    const oldest = open.map((progress) => progress.oldest ?? '').sort();
    const backTo = oldest[0] === '' ? undefined : oldest.at(-1);
    return { complete: false, ...(backTo === undefined ? {} : { backTo }) };
  }

  #of(arn: string): Progress {
    let progress = this.#progress.get(arn);
    if (!progress) {
      progress = { complete: false };
      this.#progress.set(arn, progress);
    }
    return progress;
  }

  /** Until one is met that is known: all before it are. */
  async #head(machine: Machine): Promise<void> {
    const progress = this.#of(machine.arn);
    let token: string | undefined;
    do {
      const { executions = [], nextToken } = await this.#list(machine, HEAD, token);
      const fresh = executions.filter((item) => this.#rows.list(item));
      if (progress.oldest === undefined) {
        progress.oldest = executions.at(-1)?.startDate?.toISOString();
        progress.complete = nextToken === undefined;
        return;
      }
      token = fresh.length === executions.length ? nextToken : undefined;
    } while (token !== undefined);
  }

  async #past(machine: Machine): Promise<void> {
    const progress = this.#of(machine.arn);
    const { executions = [], nextToken } = await this.#list(machine, PAGE, progress.token);
    for (const item of executions) this.#rows.list(item);
    progress.oldest = executions.at(-1)?.startDate?.toISOString() ?? progress.oldest;
    progress.complete = nextToken === undefined;
    progress.token = nextToken;
  }

  async #list(
    { arn }: Machine,
    most: number,
    nextToken: string | undefined,
    statusFilter?: ExecutionStatus,
  ): Promise<ListExecutionsOutput> {
    await this.#budget.take('ListExecutions');
    const client = await this.#source.clients.sfn();
    return client.send(
      new ListExecutionsCommand({
        stateMachineArn: arn,
        maxResults: most,
        ...(nextToken === undefined ? {} : { nextToken }),
        ...(statusFilter === undefined ? {} : { statusFilter }),
      }),
    );
  }
}
