import {
  DeleteRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { CleanupPolicy } from '../../events/cleanup.ts';
import { ClientError } from '../errors.ts';
import type { StackClient } from '../stack-client.ts';
import { cleanupRule, type Schedule } from './list.ts';

/** The tag of every rule that a person added, with the stack's name. */
const STACK_TAG = 'offboard:stack';

const TARGET_ID = 'Cleanup';

/** As in the rules that the stack deploys: EventBridge's maximum. */
const RETRY_POLICY = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 };

/** Makes the rule, then its target; a rule whose target is rejected is deleted again. */
export async function addCleanupSchedule(
  client: StackClient,
  policy: CleanupPolicy,
  expression: string,
): Promise<void> {
  const { name: stack, outputs } = await client.stack();
  const { CleanupStateMachineArn: machine, RuleRoleArn: role, DeadLettersArn: queue } = outputs;
  if (!machine || !role || !queue) {
    throw new ClientError('FAILED', `stack ${stack} has no cleanup state machine`, 'deploy the stack again');
  }
  const eventbridge = await client.aws.eventbridge();
  const Name = cleanupRule(client, policy.name);
  await eventbridge.send(
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
    RetryPolicy: RETRY_POLICY,
    DeadLetterConfig: { Arn: queue },
  };
  const { FailedEntries = [], FailedEntryCount } = await eventbridge.send(
    new PutTargetsCommand({ Rule: Name, Targets: [target] }),
  );
  if (!FailedEntryCount) return;
  await eventbridge.send(new DeleteRuleCommand({ Name }));
  const [entry] = FailedEntries;
  throw new ClientError('FAILED', `EventBridge rejected the target: ${entry?.ErrorCode}: ${entry?.ErrorMessage}`);
}

export async function removeSchedule(client: StackClient, { rule, targets }: Schedule): Promise<void> {
  const eventbridge = await client.aws.eventbridge();
  const Ids = targets.map(({ id }) => id);
  if (Ids.length > 0) await eventbridge.send(new RemoveTargetsCommand({ Rule: rule, Ids }));
  await eventbridge.send(new DeleteRuleCommand({ Name: rule }));
}

export async function pauseSchedule(client: StackClient, rule: string): Promise<void> {
  await (await client.aws.eventbridge()).send(new DisableRuleCommand({ Name: rule }));
}

export async function resumeSchedule(client: StackClient, rule: string): Promise<void> {
  await (await client.aws.eventbridge()).send(new EnableRuleCommand({ Name: rule }));
}

/** Starts now what the rule starts, with the same input. @returns the execution's ARN. */
export async function runSchedule(client: StackClient, { rule, targets }: Schedule): Promise<string> {
  const target = targets.find(({ arn }) => arn.includes(':stateMachine:'));
  if (!target) throw new ClientError('INVALID', `rule ${rule} starts no state machine`);
  const sfn = await client.aws.sfn();
  const { executionArn = '' } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn: target.arn, input: target.input }),
  );
  return executionArn;
}
