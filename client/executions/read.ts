/** Finds executions and reads where they stand, through the Step Functions API alone. */

import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  type HistoryEvent,
  paginateGetExecutionHistory,
  paginateListExecutions,
} from '@aws-sdk/client-sfn';
import type { Context } from '../../cli/command.ts';
import { CliError } from '../../cli/exit.ts';
import { findStack, type Machine } from '../stack.ts';
import { aboutInput } from './request-summary.ts';
import { type ExecutionView, viewExecution } from './view.ts';

export type StatusFilter = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** Step Functions lets an account list 5 times and describe 15 times a second; this many at once stays below. */
const MAX_CONCURRENCY = 5;

export interface Listing {
  machines?: readonly Machine[];
  status?: StatusFilter;
  /** Newest first, at most so many over all machines. */
  most: number;
}

/** Newest first over all machines of the stack. */
export async function listExecutions(
  context: Context,
  { machines, status, most }: Listing,
): Promise<ExecutionListItem[]> {
  const client = await context.clients().sfn();
  const lists = await Promise.all(
    (machines ?? (await findStack(context)).machines).map(async ({ arn }) => {
      const items: ExecutionListItem[] = [];
      const pages = paginateListExecutions(
        { client, pageSize: Math.min(most, 1000) },
        { stateMachineArn: arn, ...(status ? { statusFilter: status } : {}) },
      );
      for await (const { executions = [] } of pages) {
        items.push(...executions);
        if (items.length >= most) break;
      }
      return items;
    }),
  );
  return lists
    .flat()
    .sort((a, b) => Number(b.startDate) - Number(a.startDate))
    .slice(0, most);
}

export interface Reading {
  view: ExecutionView;
  events: HistoryEvent[];
}

/** One execution with its whole history. */
export async function readExecution(context: Context, executionArn: string): Promise<Reading> {
  const client = await context.clients().sfn();
  const described = await client.send(new DescribeExecutionCommand({ executionArn }));
  const events: HistoryEvent[] = [];
  for await (const page of paginateGetExecutionHistory({ client, pageSize: 1000 }, { executionArn })) {
    events.push(...(page.events ?? []));
  }
  return { view: viewExecution(described, events), events };
}

/** Where one stands, from the newest events alone: enough for a line of a table. */
export async function glance(context: Context, executionArn: string): Promise<ExecutionView> {
  const { GetExecutionHistoryCommand } = await import('@aws-sdk/client-sfn');
  const client = await context.clients().sfn();
  const [described, history] = await Promise.all([
    client.send(new DescribeExecutionCommand({ executionArn })),
    client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 40, reverseOrder: true })),
  ]);
  return viewExecution(described, (history.events ?? []).reverse());
}

/** Runs a reading for each, a few at a time, in order. */
export async function forEach<Item, Result>(
  items: readonly Item[],
  read: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) results[index] = await read(items[index] as Item);
  };
  await Promise.all(Array.from({ length: Math.min(MAX_CONCURRENCY, items.length) }, worker));
  return results;
}

/** How far back a search by request id goes, in executions. */
const SEARCHED = 2_000;

/**
 * The execution of this id: an execution's ARN or name, an event's id (with which the names begin), or a request's.
 * @throws CliError that says what was searched.
 */
export async function findExecution(context: Context, id: string): Promise<string> {
  if (id.startsWith('arn:')) return id;
  const items = await listExecutions(context, { most: SEARCHED });
  const named = items.find(({ name }) => name === id || name?.startsWith(`${id}_`));
  if (named?.executionArn) return named.executionArn;
  const client = await context.clients().sfn();
  for (let from = 0; from < items.length; from += MAX_CONCURRENCY) {
    const described = await Promise.all(
      items
        .slice(from, from + MAX_CONCURRENCY)
        .map(({ executionArn }) => client.send(new DescribeExecutionCommand({ executionArn }))),
    );
    const match = described.find(({ input }) => aboutInput(input).requestId === id);
    if (match?.executionArn) return match.executionArn;
  }
  throw new CliError(`no execution of ${(await findStack(context)).name} has the id ${id}`, {
    hints: [
      `searched: the newest ${items.length} executions by name and by the request in their input`,
      'an execution ARN finds older ones',
    ],
  });
}
