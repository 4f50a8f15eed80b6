/**
 * Scheduled cleanups: rules of EventBridge on the default bus (AWS runs schedules on no other), named after the stack.
 * The stack deploys some itself; those that people add carry its tags.
 */

import type { DescribeRuleCommandOutput, Rule, Target } from '@aws-sdk/client-eventbridge';
import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import type { Context } from '../../cli/command.ts';
import { CliError } from '../../cli/exit.ts';
import type { CleanupPolicy } from '../../events/cleanup.ts';
import { parse } from '../executions/request-summary.ts';
import { findStack } from '../stack.ts';

/** The tag of every rule that a person added, with the stack's name. */
const STACK_TAG = 'offboard:stack';

const TARGET_ID = 'Cleanup';

/** As for the rules that the stack deploys: EventBridge's own longest. */
const RETRIES = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 };

export interface Schedule {
  /** Without the stack's prefix. */
  name: string;
  rule: string;
  expression: string;
  on: boolean;
  policy?: CleanupPolicy;
  target?: Target;
  /** It was deployed with the stack, which would make it anew. */
  deployed: boolean;
}

function ruleName(context: Context, name: string): string {
  return `${prefixOf(context)}${name}`;
}

function prefixOf(context: Context): string {
  return `${context.connection().stackName}-cleanup-`;
}

/** By name. */
export async function listSchedules(context: Context): Promise<Schedule[]> {
  const client = await context.clients().eventbridge();
  const rules: Rule[] = [];
  for (let token: string | undefined; ; ) {
    const page = await client.send(
      new ListRulesCommand({ NamePrefix: prefixOf(context), ...(token ? { NextToken: token } : {}) }),
    );
    rules.push(...(page.Rules ?? []));
    token = page.NextToken;
    if (!token) break;
  }
  const schedules: Schedule[] = [];
  for (const rule of rules) schedules.push(await scheduleOf(context, rule));
  return schedules.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @throws CliError that names those there are. */
export async function findSchedule(context: Context, name: string): Promise<Schedule> {
  const client = await context.clients().eventbridge();
  const rule = await client
    .send(new DescribeRuleCommand({ Name: ruleName(context, name) }))
    .catch((error: Error): DescribeRuleCommandOutput | undefined => {
      if (error.name !== 'ResourceNotFoundException') throw error;
      return undefined;
    });
  if (rule) return scheduleOf(context, rule);
  const known = (await listSchedules(context)).map((schedule) => schedule.name);
  throw new CliError(`there is no schedule ${name}`, { hints: [`there are: ${known.join(', ') || 'none'}`] });
}

async function scheduleOf(context: Context, { Name = '', ScheduleExpression = '', State }: Rule): Promise<Schedule> {
  const client = await context.clients().eventbridge();
  const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: Name }));
  const [target] = Targets;
  const policy = parse(target?.Input)?.policy as CleanupPolicy | undefined;
  const { resources } = await findStackIfThere(context);
  return {
    name: Name.slice(prefixOf(context).length),
    rule: Name,
    expression: ScheduleExpression,
    on: State !== 'DISABLED',
    deployed: resources.some(
      ({ ResourceType, PhysicalResourceId }) =>
        ResourceType === 'AWS::Events::Rule' && PhysicalResourceId?.split('/').at(-1) === Name,
    ),
    ...(policy ? { policy } : {}),
    ...(target ? { target } : {}),
  };
}

/** Rules outlive a stack that was removed; they must be found all the same. */
async function findStackIfThere(context: Context): Promise<Pick<Awaited<ReturnType<typeof findStack>>, 'resources'>> {
  return findStack(context).catch((error: Error) => {
    if (error instanceof CliError) return { resources: [] };
    throw error;
  });
}

/** Makes the rule, then gives it its target; a rule that got none is taken away again. */
export async function addSchedule(context: Context, policy: CleanupPolicy, expression: string): Promise<void> {
  const { name: stack, outputs } = await findStack(context);
  const [machine, role, letters] = [outputs.CleanupStateMachineArn, outputs.RuleRoleArn, outputs.DeadLettersArn];
  if (!machine || !role || !letters) {
    throw new CliError(`stack ${stack} runs no cleanups`, { hints: ['deploy the stack again'] });
  }
  const client = await context.clients().eventbridge();
  const Name = ruleName(context, policy.name);
  await client.send(
    new PutRuleCommand({
      Name,
      Description: policy.description,
      ScheduleExpression: expression,
      Tags: [{ Key: STACK_TAG, Value: stack }],
    }),
  );
  const target = {
    Id: TARGET_ID,
    Arn: machine,
    RoleArn: role,
    Input: JSON.stringify({ policy }),
    RetryPolicy: RETRIES,
    DeadLetterConfig: { Arn: letters },
  };
  const { FailedEntries = [], FailedEntryCount } = await client.send(
    new PutTargetsCommand({ Rule: Name, Targets: [target] }),
  );
  if (!FailedEntryCount) return;
  await client.send(new DeleteRuleCommand({ Name }));
  throw new CliError(
    `EventBridge refused the target: ${FailedEntries[0]?.ErrorCode}: ${FailedEntries[0]?.ErrorMessage}`,
  );
}

export async function removeSchedule(context: Context, { rule, target }: Schedule): Promise<void> {
  const client = await context.clients().eventbridge();
  if (target?.Id) await client.send(new RemoveTargetsCommand({ Rule: rule, Ids: [target.Id] }));
  await client.send(new DeleteRuleCommand({ Name: rule }));
}
