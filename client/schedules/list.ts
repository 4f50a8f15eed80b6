/**
 * The stack's scheduled rules: on the default bus, since EventBridge runs schedules on no other, and named after the
 * stack. Those that start a cleanup are deployed with the stack or added by people.
 */

import { DescribeRuleCommand, ListTargetsByRuleCommand, type Rule } from '@aws-sdk/client-eventbridge';
import type { CleanupPolicy } from '../../events/cleanup.ts';
import { ClientError } from '../errors.ts';
import { deployedRules } from '../events/deployed-rules.ts';
import { DEFAULT_BUS, listRules } from '../events/rules.ts';
import { omitUndefined, parseObject } from '../json.ts';
import type { StackClient } from '../stack-client.ts';

export interface ScheduleTarget {
  id: string;
  arn: string;
  /** The input of what it starts: its own, or else the event that EventBridge makes. */
  input: string;
}

export interface Schedule {
  /** The rule's name. */
  rule: string;
  description?: string;
  expression: string;
  enabled: boolean;
  targets: ScheduleTarget[];
  /** What a cleanup's schedule polls for. */
  policy?: CleanupPolicy;
}

export interface CleanupSchedule extends Schedule {
  /** The rule's name without the stack's prefix. */
  name: string;
  /** Deployed with the stack, whose next deployment would restore it. */
  deployed: boolean;
}

export async function listSchedules(client: StackClient): Promise<Schedule[]> {
  const rules = await listRules(client, { EventBusName: DEFAULT_BUS, NamePrefix: client.connection.stackName });
  const scheduled = rules.filter(({ ScheduleExpression }) => ScheduleExpression !== undefined);
  const schedules = await Promise.all(scheduled.map((rule) => scheduleOf(client, rule)));
  return schedules.sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

export async function listCleanupSchedules(client: StackClient): Promise<CleanupSchedule[]> {
  const prefix = cleanupPrefix(client);
  const schedules = (await listSchedules(client)).filter(({ rule }) => rule.startsWith(prefix));
  return withOrigin(client, schedules);
}

/** @throws ClientError NOT_FOUND that names those there are. */
export async function findCleanupSchedule(client: StackClient, name: string): Promise<CleanupSchedule> {
  const schedule = await readSchedule(client, cleanupRule(client, name));
  const [found] = schedule ? await withOrigin(client, [schedule]) : [];
  if (found) return found;
  const known = (await listCleanupSchedules(client)).map((each) => each.name);
  throw new ClientError('NOT_FOUND', `there is no schedule ${name}`, `there are: ${known.join(', ') || 'none'}`);
}

/** @returns undefined where the default bus has no rule of this name. */
export async function readSchedule(client: StackClient, rule: string): Promise<Schedule | undefined> {
  const eventbridge = await client.aws.eventbridge();
  const described = await eventbridge.send(new DescribeRuleCommand({ Name: rule })).catch((error: Error) => {
    if (error.name !== 'ResourceNotFoundException') throw error;
    return undefined;
  });
  return described && scheduleOf(client, described);
}

export function cleanupRule(client: StackClient, name: string): string {
  return `${cleanupPrefix(client)}${name}`;
}

function cleanupPrefix({ connection }: StackClient): string {
  return `${connection.stackName}-cleanup-`;
}

async function scheduleOf(client: StackClient, rule: Omit<Rule, 'Arn'>): Promise<Schedule> {
  const { Name = '', Description, ScheduleExpression = '', State } = rule;
  const eventbridge = await client.aws.eventbridge();
  const { Targets = [] } = await eventbridge.send(new ListTargetsByRuleCommand({ Rule: Name }));
  const targets = Targets.map(({ Id = '', Arn = '', Input = scheduledEvent(Name) }) => ({
    id: Id,
    arn: Arn,
    input: Input,
  }));
  return {
    ...omitUndefined({ description: Description, policy: policyIn(targets) }),
    rule: Name,
    expression: ScheduleExpression,
    enabled: State !== 'DISABLED',
    targets,
  };
}

function scheduledEvent(rule: string): string {
  return JSON.stringify({ 'detail-type': 'Scheduled Event', source: 'aws.events', resources: [rule], detail: {} });
}

function policyIn(targets: readonly ScheduleTarget[]): CleanupPolicy | undefined {
  const policies = targets.map(({ input }) => parseObject(input)?.policy as CleanupPolicy | undefined);
  return policies.find((policy) => typeof policy?.name === 'string');
}

async function withOrigin(client: StackClient, schedules: readonly Schedule[]): Promise<CleanupSchedule[]> {
  const deployed = new Set((await deployedRules(client)).map(({ rule }) => rule));
  const { length } = cleanupPrefix(client);
  return schedules.map((each) => ({ ...each, name: each.rule.slice(length), deployed: deployed.has(each.rule) }));
}
