/** Reads executions from Step Functions: the newest events for a line of a table, or the whole history. */

import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
} from '@aws-sdk/client-sfn';
import type { StackClient } from '../stack-client.ts';
import { type ExecutionView, viewExecution } from './view.ts';

/** The last poll and everything after it are among so many events. */
export const SUMMARY_EVENTS = 40;

export interface ExecutionHistory {
  described: DescribeExecutionOutput;
  /** The whole history, oldest first. */
  events: HistoryEvent[];
}

export async function readHistory(client: StackClient, executionArn: string): Promise<ExecutionHistory> {
  const sfn = await client.aws.sfn();
  const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  const events: HistoryEvent[] = [];
  for await (const page of paginateGetExecutionHistory({ client: sfn, pageSize: 1000 }, { executionArn })) {
    events.push(...(page.events ?? []));
  }
  return { described, events };
}

/** What a line of a table needs, from the newest events alone. */
export async function readSummary(client: StackClient, executionArn: string): Promise<ExecutionView> {
  const sfn = await client.aws.sfn();
  const [described, { events = [] }] = await Promise.all([
    sfn.send(new DescribeExecutionCommand({ executionArn })),
    sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: SUMMARY_EVENTS, reverseOrder: true })),
  ]);
  return viewExecution(described, events.reverse());
}
