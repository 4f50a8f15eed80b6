import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import { SUMMARY_EVENTS } from '../../../client/executions/read.ts';
import type { StackClient } from '../../../client/stack-client.ts';
import type { RateLimiter } from './rate-limiter.ts';

const PAGE = 1_000;

export class HistoryReader {
  readonly #client: StackClient;
  readonly #limiter: RateLimiter;

  constructor(client: StackClient, limiter: RateLimiter) {
    this.#client = client;
    this.#limiter = limiter;
  }

  async describe(executionArn: string): Promise<DescribeExecutionOutput> {
    await this.#limiter.take('DescribeExecution');
    const sfn = await this.#client.aws.sfn();
    const { $metadata: _metadata, ...described } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return described as DescribeExecutionOutput;
  }

  /** The newest events, oldest first. */
  async readRecent(executionArn: string): Promise<HistoryEvent[]> {
    const { events = [] } = await this.#page(executionArn, SUMMARY_EVENTS, true);
    return events.reverse();
  }

  /** The events after the known ones, oldest first; all events where none are known. */
  async readAfter(executionArn: string, known: readonly HistoryEvent[]): Promise<HistoryEvent[]> {
    const last = known.at(-1)?.id;
    const reverse = last !== undefined;
    const added: HistoryEvent[] = [];
    let token: string | undefined;
    do {
      const { events = [], nextToken } = await this.#page(
        executionArn,
        reverse ? SUMMARY_EVENTS : PAGE,
        reverse,
        token,
      );
      const fresh = events.filter(({ id = 0 }) => id > (last ?? 0));
      added.push(...fresh);
      token = fresh.length === events.length ? nextToken : undefined;
    } while (token !== undefined);
    return reverse ? added.reverse() : added;
  }

  async #page(executionArn: string, maxResults: number, reverseOrder: boolean, nextToken?: string) {
    await this.#limiter.take('GetExecutionHistory');
    const sfn = await this.#client.aws.sfn();
    return sfn.send(
      new GetExecutionHistoryCommand({
        executionArn,
        maxResults,
        reverseOrder,
        ...(nextToken === undefined ? {} : { nextToken }),
      }),
    );
  }
}
