/** The actions of the pages: each one call of AWS's API, with its input checked. */

import { DisableRuleCommand, EnableRuleCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import type { AwsGateway } from './aws-gateway.ts';
import { emit } from './emit.ts';
import { HttpError } from './http.ts';
import { policyIn, targetsOf } from './schedules.ts';

export type Body = Readonly<Record<string, unknown>>;
type Action = (aws: AwsGateway, body: Body) => Promise<unknown>;

/** POST /api/<name>. */
export const actions: Readonly<Record<string, Action>> = {
  stop,
  redrive,
  again,
  answer,
  emit,
  disable,
  enable,
  run,
  match,
  resend: (aws) => aws.resendDeadLetters(),
  purge,
};

async function stop({ clients }: AwsGateway, body: Body) {
  const client = await clients.sfn();
  const cause = typeof body.reason === 'string' && body.reason !== '' ? body.reason : 'stopped from the console';
  await client.send(new StopExecutionCommand({ executionArn: text(body, 'arn'), error: 'Stopped', cause }));
  return {};
}

async function redrive({ clients }: AwsGateway, body: Body) {
  const client = await clients.sfn();
  await client.send(new RedriveExecutionCommand({ executionArn: text(body, 'arn') }));
  return {};
}

/** Starts a new execution of the same machine with the same input. */
async function again({ clients }: AwsGateway, body: Body) {
  const client = await clients.sfn();
  const { stateMachineArn, input } = await client.send(
    new DescribeExecutionCommand({ executionArn: text(body, 'arn') }),
  );
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn, ...(input === undefined ? {} : { input }) }),
  );
  return { arn: executionArn };
}

/** Approves or denies a plan. */
async function answer({ offboardings }: AwsGateway, body: Body) {
  const decision = text(body, 'decision');
  if (decision !== 'approve' && decision !== 'deny') {
    throw new HttpError(400, 'InvalidDecision', `decision must be approve or deny, not '${decision}'`);
  }
  await offboardings.answer(text(body, 'arn'), decision, text(body, 'reason'));
  return {};
}

async function disable({ clients }: AwsGateway, body: Body) {
  const client = await clients.eventbridge();
  await client.send(new DisableRuleCommand(ruleOf(body)));
  return {};
}

async function enable({ clients }: AwsGateway, body: Body) {
  const client = await clients.eventbridge();
  await client.send(new EnableRuleCommand(ruleOf(body)));
  return {};
}

/** Starts a schedule's state machine with the schedule's input. */
async function run(aws: AwsGateway, body: Body) {
  const { Name } = ruleOf(body);
  const target = (await targetsOf(aws, Name)).find(({ arn }) => arn.includes(':stateMachine:'));
  if (!target) throw new HttpError(400, 'NoStateMachine', `rule ${Name} has no state machine as its target`);
  const sfn = await aws.clients.sfn();
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn: target.arn, input: target.input }),
  );
  return { arn: executionArn };
}

/** Plans what a scheduled cleanup would match now. */
async function match(aws: AwsGateway, body: Body) {
  const { Name } = ruleOf(body);
  const policy = policyIn(await targetsOf(aws, Name));
  if (!policy) throw new HttpError(400, 'NoPolicy', `the input of rule ${Name} has no cleanup policy`);
  return { arn: await aws.offboardings.match(policy) };
}

/** Deletes every message of one of the stack's own queues. */
async function purge({ clients, stack }: AwsGateway, body: Body) {
  const url = text(body, 'queue');
  if (!(await stack()).queues.includes(url)) throw new HttpError(400, 'NoSuchQueue', `the stack has no queue ${url}`);
  const client = await clients.sqs();
  await client.send(new PurgeQueueCommand({ QueueUrl: url }));
  return {};
}

function ruleOf(body: Body): { Name: string; EventBusName: string } {
  return { Name: text(body, 'rule'), EventBusName: text(body, 'bus') };
}

function text(body: Body, field: string): string {
  const value = body[field];
  if (typeof value !== 'string' || value === '') throw new HttpError(400, 'MissingField', `${field} is required`);
  return value;
}
