/** The stack's schedules with their next runs and the newest execution of each. */

import { DEFAULT_BUS } from '../../client/events/rules.ts';
import { omitUndefined } from '../../client/json.ts';
import { listSchedules, type Schedule } from '../../client/schedules/list.ts';
import { nextRuns } from '../../client/schedules/next-runs.ts';
import { resultOf } from '../../client/schedules/runs.ts';
import type { StackClient } from '../../client/stack-client.ts';
import type { ExecutionRow, ScheduleView } from '../contract.ts';
import type { LiveExecutionList } from './executions/live-list.ts';

const NEXT_RUNS = 3;

/** @param now milliseconds since 1970, by the stack's clock. */
export async function readSchedules(
  client: StackClient,
  list: LiveExecutionList,
  now: number,
): Promise<ScheduleView[]> {
  const schedules = await listSchedules(client);
  return Promise.all(
    schedules.map(async (schedule) => {
      const last = lastRunOf(schedule, list);
      const isCleanup = last !== undefined && schedule.policy !== undefined;
      return {
        ...schedule,
        bus: DEFAULT_BUS,
        next: schedule.enabled ? nextRuns(schedule.expression, now, NEXT_RUNS) : [],
        ...omitUndefined({
          last: last && summaryOf(last),
          lastResult: isCleanup ? await resultIn(last, list) : undefined,
        }),
      };
    }),
  );
}

/** All cleanups run on one state machine: the policy's name is the label of their executions. */
function lastRunOf({ targets, policy }: Schedule, { table }: LiveExecutionList): ExecutionRow | undefined {
  const machines = new Set(targets.map(({ arn }) => arn.split(':').at(-1)));
  return table
    .newestFirst()
    .find(({ row }) => machines.has(row.machine) && (policy === undefined || row.label === policy.name))?.row;
}

function summaryOf({ arn, status, started, outcome }: ExecutionRow): NonNullable<ScheduleView['last']> {
  return { arn, status, started, ...omitUndefined({ outcome }) };
}

/** By the row, which is replaced whenever the execution changes. */
const results = new WeakMap<ExecutionRow, string>();

async function resultIn(row: ExecutionRow, list: LiveExecutionList): Promise<string> {
  const known = results.get(row) ?? resultOf(await list.histories.describe(row.arn));
  results.set(row, known);
  return known;
}
