/** The runs of scheduled cleanups: when the last was, how it ended, and when the next will be. */

import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { nextRun, ScheduleError } from '@offboard/schedule-expression';
import type { Context } from '../../cli/command.ts';
import { forEach, listExecutions } from '../executions/read.ts';
import { parse } from '../executions/request-summary.ts';
import { findStack } from '../stack.ts';
import type { Schedule } from './schedules.ts';

/** How far back runs are searched. */
const SEARCHED = 300;

export interface CleanupRun {
  execution: string;
  startedAt: string;
  /** `nothing matched`, `3 would be ended`, `2 of 3 gone`, or why not. */
  result: string;
}

/** The newest run of each policy, by the policy's name. */
export async function lastRuns(context: Context): Promise<Map<string, CleanupRun>> {
  const machines = (await findStack(context)).machines.filter(({ role }) => role === 'cleanup');
  const items = await listExecutions(context, { machines, most: SEARCHED });
  const client = await context.clients().sfn();
  const runs = await forEach(items, async ({ executionArn }) => {
    const {
      input,
      status = '',
      output,
      error,
      startDate,
    } = await client.send(new DescribeExecutionCommand({ executionArn }));
    const { policy } = (parse(input) ?? {}) as { policy?: { name?: string } };
    const run = { execution: executionArn ?? '', startedAt: startDate?.toISOString() ?? '' };
    return { name: policy?.name, run: { ...run, result: resultOf({ status, output, error }) } };
  });
  const newest = new Map<string, CleanupRun>();
  for (const { name, run } of runs) if (name !== undefined && !newest.has(name)) newest.set(name, run);
  return newest;
}

interface Ended {
  status: string;
  output: string | undefined;
  error: string | undefined;
}

function resultOf({ status, output, error }: Ended): string {
  if (status === 'RUNNING') return 'going on';
  if (status !== 'SUCCEEDED') return (error ?? status).toLowerCase().replaceAll('_', ' ');
  const { plan, rollUp } = (parse(output) ?? {}) as {
    plan?: { associations: number };
    rollUp?: { planned: number };
  };
  if (rollUp) return `${rollUp.planned} of ${rollUp.planned} gone`;
  return plan?.associations ? `${plan.associations} would be ended` : 'nothing matched';
}

/** EventBridge does not tell when a rule runs next; its expressions do. A rate counts from the last run that is known. */
export function nextRunOf({ expression, on }: Schedule, last: CleanupRun | undefined, at: Date): string {
  if (!on) return 'paused';
  const now = at.getTime();
  try {
    if (expression.startsWith('rate') && last === undefined) return `within ${expression.slice(5, -1)}`;
    const next = nextRun(expression, now, last === undefined ? now : Date.parse(last.startedAt));
    return next === undefined ? 'never again' : new Date(next).toISOString();
  } catch (error) {
    if (error instanceof ScheduleError) return 'unknown';
    throw error;
  }
}
