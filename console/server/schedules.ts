/** The stack's scheduled rules: next runs, targets, newest executions. */

import { ListTargetsByRuleCommand, type Rule } from '@aws-sdk/client-eventbridge';
import { omitUndefined, parseObject } from '../../client/json.ts';
import type { Schedule } from '../contract.ts';
import type { AwsGateway } from './aws-gateway.ts';
import type { ExecutionTable } from './executions/table.ts';
import { paginateListRules } from './list-rules.ts';
import { nextRuns } from './next-runs.ts';

/** EventBridge has scheduled rules on the default bus only. */
const BUS = 'default';

/** @param now milliseconds since 1970, by the stack's clock. */
export async function readSchedules(aws: AwsGateway, table: ExecutionTable, now: number): Promise<Schedule[]> {
  const [client, { name }] = await Promise.all([aws.clients.eventbridge(), aws.stack()]);
  const rules = await paginateListRules(client, { EventBusName: BUS, NamePrefix: name });
  return Promise.all(
    rules
      .filter(({ ScheduleExpression }) => ScheduleExpression !== undefined)
      .map(async (rule) => {
        const targets = await targetsOf(aws, rule.Name ?? '');
        const policy = policyIn(targets);
        return {
          ...described(rule, now),
          ...omitUndefined({
            last: lastOf(table, targets, policy?.name),
            policy: policy && { name: policy.name, mode: policy.mode ?? 'plan' },
          }),
          targets,
        };
      }),
  );
}

/** The targets of a rule with their inputs: a constant, or else the event that EventBridge makes. */
export async function targetsOf({ clients }: AwsGateway, rule: string): Promise<Schedule['targets']> {
  const client = await clients.eventbridge();
  const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: rule, EventBusName: BUS }));
  return Targets.map(({ Id = '', Arn = '', Input = scheduledEvent(rule) }) => ({ id: Id, arn: Arn, input: Input }));
}

/** The cleanup policy in the targets' inputs; undefined for other schedules. */
export function policyIn(targets: Schedule['targets']): { name: string; mode?: string } | undefined {
  const policies = targets.map(
    ({ input }) => parseObject(input)?.policy as { name?: unknown; mode?: string } | undefined,
  );
  return policies.find((policy): policy is { name: string } => typeof policy?.name === 'string');
}

function scheduledEvent(rule: string): string {
  return JSON.stringify({ 'detail-type': 'Scheduled Event', source: 'aws.events', resources: [rule], detail: {} });
}

function described({ Name = '', Description, ScheduleExpression = '', State }: Rule, now: number) {
  const enabled = State !== 'DISABLED';
  return {
    ...omitUndefined({ description: Description }),
    name: Name,
    bus: BUS,
    expression: ScheduleExpression,
    enabled,
    next: enabled ? nextRuns(ScheduleExpression, now, 3) : [],
  };
}

/** All cleanups run on one state machine: the policy's name is the label of their executions. */
function lastOf(table: ExecutionTable, targets: Schedule['targets'], policy: string | undefined): Schedule['last'] {
  const machines = new Set(targets.map(({ arn }) => arn.split(':').at(-1)));
  const row = table
    .newestFirst()
    .map((entry) => entry.row)
    .find(({ machine, label }) => machines.has(machine) && (policy === undefined || label === policy));
  if (!row) return undefined;
  return { arn: row.arn, status: row.status, started: row.started, ...omitUndefined({ outcome: row.outcome }) };
}
