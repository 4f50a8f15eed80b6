import { DescribeExecutionCommand, type DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { mapConcurrently } from '../concurrency.ts';
import { listExecutions } from '../executions/list.ts';
import { parseObject } from '../json.ts';
import { machineOf } from '../stack.ts';
import type { StackClient } from '../stack-client.ts';
import type { Schedule } from './list.ts';
import { nextRuns } from './next-runs.ts';

/** How many executions are searched. */
const SEARCHED = 300;

export interface CleanupRun {
  execution: string;
  /** ISO 8601. */
  startedAt: string;
  /** As `resultOf` says it. */
  result: string;
}

/** The newest run of each policy, by the policy's name. */
export async function lastRuns(client: StackClient): Promise<Map<string, CleanupRun>> {
  const machines = [machineOf(await client.stack(), 'cleanup')];
  const items = await listExecutions(client, { machines, limit: SEARCHED });
  const sfn = await client.aws.sfn();
  const described = await mapConcurrently(items, ({ executionArn }) =>
    sfn.send(new DescribeExecutionCommand({ executionArn })),
  );
  const newest = new Map<string, CleanupRun>();
  for (const each of described) {
    const { policy } = (parseObject(each.input) ?? {}) as { policy?: { name?: string } };
    if (policy?.name !== undefined && !newest.has(policy.name)) newest.set(policy.name, runOf(each));
  }
  return newest;
}

function runOf(described: DescribeExecutionOutput): CleanupRun {
  const { executionArn = '', startDate } = described;
  return { execution: executionArn, startedAt: startDate?.toISOString() ?? '', result: resultOf(described) };
}

/** `nothing matched`, `3 would be removed`, `2 of 3 removed`, or the error. */
export function resultOf({ status = 'RUNNING', output, error }: DescribeExecutionOutput): string {
  if (status === 'RUNNING') return 'running';
  if (status !== 'SUCCEEDED') return (error ?? status).toLowerCase().replaceAll('_', ' ');
  const { plan, rollUp } = (parseObject(output) ?? {}) as {
    plan?: { associations: number };
    rollUp?: { planned: number };
  };
  if (rollUp) return `${rollUp.planned} of ${rollUp.planned} gone`;
  return plan?.associations ? `${plan.associations} would be removed` : 'nothing matched';
}

/** ISO 8601, or why there is none: `paused`, `within 1 hour`, `never again`. A rate counts from the last run. */
export function nextRunOf(
  { expression, enabled }: Pick<Schedule, 'expression' | 'enabled'>,
  last: CleanupRun | undefined,
  now: Date,
): string {
  if (!enabled) return 'paused';
  if (expression.startsWith('rate') && last === undefined) return `within ${expression.slice(5, -1)}`;
  const anchor = last === undefined ? undefined : Date.parse(last.startedAt);
  return nextRuns(expression, now.getTime(), 1, anchor)[0] ?? 'never again';
}
