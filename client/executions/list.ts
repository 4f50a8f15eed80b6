import { type ExecutionListItem, paginateListExecutions } from '@aws-sdk/client-sfn';
import type { Machine } from '../stack.ts';
import type { StackClient } from '../stack-client.ts';

export type StatusFilter = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface ListOptions {
  /** All of the stack's without it. */
  machines?: readonly Machine[];
  status?: StatusFilter;
  /** At most so many over all machines. */
  limit: number;
}

/** Newest first over all machines. */
export async function listExecutions(
  client: StackClient,
  { machines, status, limit }: ListOptions,
): Promise<ExecutionListItem[]> {
  const sfn = await client.aws.sfn();
  const lists = await Promise.all(
    (machines ?? (await client.stack()).machines).map(async ({ arn }) => {
      const items: ExecutionListItem[] = [];
      const pages = paginateListExecutions(
        { client: sfn, pageSize: Math.min(limit, 1000) },
        { stateMachineArn: arn, ...(status ? { statusFilter: status } : {}) },
      );
      for await (const { executions = [] } of pages) {
        items.push(...executions);
        if (items.length >= limit) break;
      }
      return items;
    }),
  );
  return lists
    .flat()
    .sort((a, b) => Number(b.startDate) - Number(a.startDate))
    .slice(0, limit);
}
