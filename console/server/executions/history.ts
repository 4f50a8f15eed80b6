/** Reads executions through the budget: the newest of a history for a line of a list, all of it for a page. */

import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import type { AwsGateway } from '../aws-gateway.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** The last look and everything after it are among these. */
const GLANCE = 40;
const PAGE = 1_000;

export class HistoryReader {
  readonly #source: AwsGateway;
  readonly #budget: RateLimiter;

  constructor(source: AwsGateway, budget: RateLimiter) {
    this.#source = source;
    this.#budget = budget;
  }

  async describe(executionArn: string): Promise<DescribeExecutionOutput> {
    await this.#budget.take('DescribeExecution');
    const client = await this.#source.clients.sfn();
    const { $metadata: _metadata, ...described } = await client.send(new DescribeExecutionCommand({ executionArn }));
    return described as DescribeExecutionOutput;
  }

  /** The newest events, oldest first. */
  async glance(executionArn: string): Promise<HistoryEvent[]> {
    const { events = [] } = await this.#page(executionArn, GLANCE, true);
    return events.reverse();
  }

  /** What was added after these events, oldest first; everything where there are none. */
  async after(executionArn: string, known: readonly HistoryEvent[]): Promise<HistoryEvent[]> {
    const last = known.at(-1)?.id;
    const reverse = last !== undefined;
    const added: HistoryEvent[] = [];
    let token: string | undefined;
    do {
      const { events = [], nextToken } = await this.#page(executionArn, reverse ? GLANCE : PAGE, reverse, token);
      const fresh = events.filter(({ id = 0 }) => id > (last ?? 0));
      added.push(...fresh);
      token = fresh.length === events.length ? nextToken : undefined;
    } while (token !== undefined);
    return reverse ? added.reverse() : added;
  }

  async #page(executionArn: string, most: number, reverseOrder: boolean, nextToken?: string) {
    await this.#budget.take('GetExecutionHistory');
    const client = await this.#source.clients.sfn();
    return client.send(
      new GetExecutionHistoryCommand({
        executionArn,
        maxResults: most,
        reverseOrder,
        ...(nextToken === undefined ? {} : { nextToken }),
      }),
    );
  }
}
