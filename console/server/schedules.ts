/** The stack's scheduled rules, from EventBridge: when they run next and what they start. */

import { ListTargetsByRuleCommand, type Rule } from '@aws-sdk/client-eventbridge';
import { pruned } from '../../views/words.ts';
import type { Schedule } from '../contract.ts';
import { nextRuns } from './next-runs.ts';
import { paginateListRules } from './pages.ts';
import type { Rows } from './rows.ts';
import type { Source } from './source.ts';

/** Schedules live on the default bus; EventBridge has them nowhere else. */
const BUS = 'default';

/** @param now milliseconds since 1970, by the clock the schedules run by. */
export async function readSchedules(source: Source, rows: Rows, now: number): Promise<Schedule[]> {
  const [client, { name }] = await Promise.all([source.clients.eventbridge(), source.stack()]);
  const rules = await paginateListRules(client, { EventBusName: BUS, NamePrefix: name });
  return Promise.all(
    rules
      .filter(({ ScheduleExpression }) => ScheduleExpression !== undefined)
      .map(async (rule) => {
        const { Targets = [] } = await client.send(
          new ListTargetsByRuleCommand({ Rule: rule.Name, EventBusName: BUS }),
        );
        const targets = Targets.map(({ Id = '', Arn = '' }) => ({ id: Id, arn: Arn }));
        return { ...described(rule, now), targets, ...pruned({ last: lastOf(rows, targets) }) };
      }),
  );
}

function described({ Name = '', Description, ScheduleExpression = '', State }: Rule, now: number) {
  const enabled = State !== 'DISABLED';
  return {
    ...pruned({ description: Description }),
    name: Name,
    bus: BUS,
    expression: ScheduleExpression,
    enabled,
    next: enabled ? nextRuns(ScheduleExpression, now, 3) : [],
  };
}

function lastOf(rows: Rows, targets: Schedule['targets']): Schedule['last'] {
  const machines = new Set(targets.map(({ arn }) => arn.split(':').at(-1)));
  const row = rows.newestFirst().find((entry) => machines.has(entry.row.machine))?.row;
  return row && { arn: row.arn, status: row.status, started: row.started };
}
