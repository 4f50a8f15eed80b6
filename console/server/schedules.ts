/** The stack's scheduled rules, from EventBridge: when they run next and what they start. */

import { ListTargetsByRuleCommand, type Rule } from '@aws-sdk/client-eventbridge';
import { parse, pruned } from '../../client/executions/request-summary.ts';
import type { Schedule } from '../contract.ts';
import type { AwsGateway } from './aws-gateway.ts';
import type { ExecutionTable } from './executions/table.ts';
import { paginateListRules } from './list-rules.ts';
import { nextRuns } from './next-runs.ts';

/** Schedules live on the default bus; EventBridge has them nowhere else. */
const BUS = 'default';

/** @param now milliseconds since 1970, by the clock the schedules run by. */
export async function readSchedules(source: AwsGateway, rows: ExecutionTable, now: number): Promise<Schedule[]> {
  const [client, { name }] = await Promise.all([source.clients.eventbridge(), source.stack()]);
  const rules = await paginateListRules(client, { EventBusName: BUS, NamePrefix: name });
  return Promise.all(
    rules
      .filter(({ ScheduleExpression }) => ScheduleExpression !== undefined)
      .map(async (rule) => {
        const targets = await targetsOf(source, rule.Name ?? '');
        const policy = policyIn(targets);
        return {
          ...described(rule, now),
          ...pruned({
            last: lastOf(rows, targets, policy?.name),
            policy: policy && { name: policy.name, mode: policy.mode ?? 'plan' },
          }),
          targets,
        };
      }),
  );
}

/** What a schedule starts, each with what it is handed: its own input, or else the event that EventBridge makes. */
export async function targetsOf({ clients }: AwsGateway, rule: string): Promise<Schedule['targets']> {
  const client = await clients.eventbridge();
  const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: rule, EventBusName: BUS }));
  return Targets.map(({ Id = '', Arn = '', Input = scheduledEvent(rule) }) => ({ id: Id, arn: Arn, input: Input }));
}

/** The policy that a cleanup's schedule hands over; undefined for other schedules. */
export function policyIn(targets: Schedule['targets']): { name: string; mode?: string } | undefined {
  const policies = targets.map(({ input }) => parse(input)?.policy as { name?: unknown; mode?: string } | undefined);
  return policies.find((policy): policy is { name: string } => typeof policy?.name === 'string');
}

function scheduledEvent(rule: string): string {
  return JSON.stringify({ 'detail-type': 'Scheduled Event', source: 'aws.events', resources: [rule], detail: {} });
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

/** All cleanups run on one machine: whose run it was, its policy's name tells. */
function lastOf(rows: ExecutionTable, targets: Schedule['targets'], policy: string | undefined): Schedule['last'] {
  const machines = new Set(targets.map(({ arn }) => arn.split(':').at(-1)));
  const row = rows
    .newestFirst()
    .map((entry) => entry.row)
    .find(({ machine, label }) => machines.has(machine) && (policy === undefined || label === policy));
  if (!row) return undefined;
  return { arn: row.arn, status: row.status, started: row.started, ...pruned({ outcome: row.outcome }) };
}
