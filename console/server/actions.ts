/** What can be done from the console. Each is one call of AWS's API, and each refuses what it cannot read. */

import { DisableRuleCommand, EnableRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { emit } from './emit.ts';
import { Refused } from './http.ts';
import type { Source } from './source.ts';

export type Body = Readonly<Record<string, unknown>>;
type Action = (source: Source, body: Body) => Promise<unknown>;

export const actions: Readonly<Record<string, Action>> = { stop, redrive, again, answer, emit, pause, resume, run };

async function stop({ clients }: Source, body: Body) {
  const client = await clients.sfn();
  const cause = typeof body.reason === 'string' && body.reason !== '' ? body.reason : 'stopped from the console';
  await client.send(new StopExecutionCommand({ executionArn: text(body, 'arn'), error: 'Stopped', cause }));
  return {};
}

async function redrive({ clients }: Source, body: Body) {
  const client = await clients.sfn();
  await client.send(new RedriveExecutionCommand({ executionArn: text(body, 'arn') }));
  return {};
}

/** Another execution of the same machine with the same input. */
async function again({ clients }: Source, body: Body) {
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
async function answer({ offboardings }: Source, body: Body) {
  const decision = text(body, 'decision');
  if (decision !== 'approve' && decision !== 'deny') {
    throw new Refused(400, 'BadDecision', `decision is approve or deny, not '${decision}'`);
  }
  await offboardings.answer(text(body, 'arn'), decision, text(body, 'reason'));
  return {};
}

async function pause({ clients }: Source, body: Body) {
  const client = await clients.eventbridge();
  await client.send(new DisableRuleCommand(ruleOf(body)));
  return {};
}

async function resume({ clients }: Source, body: Body) {
  const client = await clients.eventbridge();
  await client.send(new EnableRuleCommand(ruleOf(body)));
  return {};
}

/** Starts what the schedule starts, with the input that the schedule hands it. */
async function run({ clients }: Source, body: Body) {
  const { Name, EventBusName } = ruleOf(body);
  const client = await clients.eventbridge();
  const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: Name, EventBusName }));
  const target = Targets.find(({ Arn }) => Arn?.includes(':stateMachine:'));
  if (!target) throw new Refused(400, 'NoStateMachine', `rule ${Name} starts no state machine`);
  const sfn = await clients.sfn();
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn: target.Arn, input: target.Input ?? scheduledEvent(Name) }),
  );
  return { arn: executionArn };
}

/** The event that EventBridge makes when a schedule is due. */
function scheduledEvent(rule: string): string {
  return JSON.stringify({
    version: '0',
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    time: new Date().toISOString(),
    resources: [rule],
    detail: {},
  });
}

function ruleOf(body: Body): { Name: string; EventBusName: string } {
  return { Name: text(body, 'rule'), EventBusName: text(body, 'bus') };
}

function text(body: Body, field: string): string {
  const value = body[field];
  if (typeof value !== 'string' || value === '') throw new Refused(400, 'MissingField', `${field} is missing`);
  return value;
}
