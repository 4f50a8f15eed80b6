/** The stack's schedules with their next runs and the newest execution of each. */

import { DEFAULT_BUS } from '../../client/events/rules.ts';
import { omitUndefined } from '../../client/json.ts';
import { listSchedules, type Schedule } from '../../client/schedules/list.ts';
import { nextRuns } from '../../client/schedules/next-runs.ts';
import type { StackClient } from '../../client/stack-client.ts';
import type { ScheduleView } from '../contract.ts';
import type { ExecutionTable } from './executions/table.ts';

const NEXT_RUNS = 3;

/** @param now milliseconds since 1970, by the stack's clock. */
export async function readSchedules(client: StackClient, table: ExecutionTable, now: number): Promise<ScheduleView[]> {
  const schedules = await listSchedules(client);
  return schedules.map((schedule) => ({
    ...schedule,
    bus: DEFAULT_BUS,
    next: schedule.enabled ? nextRuns(schedule.expression, now, NEXT_RUNS) : [],
    ...omitUndefined({ last: lastRunOf(schedule, table) }),
  }));
}

/** All cleanups run on one state machine: the policy's name is the label of their executions. */
function lastRunOf({ targets, policy }: Schedule, table: ExecutionTable): ScheduleView['last'] {
  const machines = new Set(targets.map(({ arn }) => arn.split(':').at(-1)));
  const entry = table
    .newestFirst()
    .find(({ row }) => machines.has(row.machine) && (policy === undefined || row.label === policy.name));
  if (!entry) return undefined;
  const { arn, status, started, outcome } = entry.row;
  return { arn, status, started, ...omitUndefined({ outcome }) };
}
