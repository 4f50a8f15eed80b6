/** What can be done from the console. Each is one call of AWS's API, and each refuses what it cannot read. */

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
type Action = (source: AwsGateway, body: Body) => Promise<unknown>;

export const actions: Readonly<Record<string, Action>> = {
  stop,
  redrive,
  again,
  answer,
  emit,
  pause,
  resume,
  run,
  match,
  resend,
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

/** Another execution of the same machine with the same input. */
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

/** A person's word on a plan that waits for one. */
async function answer({ offboardings }: AwsGateway, body: Body) {
  const decision = text(body, 'decision');
  if (decision !== 'approve' && decision !== 'deny') {
    throw new HttpError(400, 'BadDecision', `decision is approve or deny, not '${decision}'`);
  }
  await offboardings.answer(text(body, 'arn'), decision, text(body, 'reason'));
  return {};
}

async function pause({ clients }: AwsGateway, body: Body) {
  const client = await clients.eventbridge();
  await client.send(new DisableRuleCommand(ruleOf(body)));
  return {};
}

async function resume({ clients }: AwsGateway, body: Body) {
  const client = await clients.eventbridge();
  await client.send(new EnableRuleCommand(ruleOf(body)));
  return {};
}

/** Starts what the schedule starts, with the input that the schedule hands it. */
async function run(source: AwsGateway, body: Body) {
  const { Name } = ruleOf(body);
  const target = (await targetsOf(source, Name)).find(({ arn }) => arn.includes(':stateMachine:'));
  if (!target) throw new HttpError(400, 'NoStateMachine', `rule ${Name} starts no state machine`);
  const sfn = await source.clients.sfn();
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn: target.arn, input: target.input }),
  );
  return { arn: executionArn };
}

/** What a scheduled cleanup would match now. */
async function match(source: AwsGateway, body: Body) {
  const { Name } = ruleOf(body);
  const policy = policyIn(await targetsOf(source, Name));
  if (!policy) throw new HttpError(400, 'NoPolicy', `rule ${Name} hands over no cleanup's policy`);
  return { arn: await source.offboardings.match(policy) };
}

async function resend(source: AwsGateway) {
  return source.resendLetters();
}

/** Every letter of one of the stack's own queues. */
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
  if (typeof value !== 'string' || value === '') throw new HttpError(400, 'MissingField', `${field} is missing`);
  return value;
}
