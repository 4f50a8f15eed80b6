/** EventBridge with real queues and real IAM around it, and targets that only note what they are asked. */

import { AwsError, type Identity, type Service } from '../../core/aws.ts';
import { Calls } from '../../core/calls.ts';
import { type ClockMode, RuntimeClock } from '../../core/clock.ts';
import { Dispatcher } from '../../core/dispatch.ts';
import { Faults } from '../../core/faults.ts';
import { Store } from '../../core/store.ts';
import { type EventBridge, eventbridge } from '../../eventbridge/index.ts';
import { createIam, type Role } from '../../iam/index.ts';
import { sqs } from '../../sqs/index.ts';

export const START = Date.parse('2026-03-01T12:00:00Z');
export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/deliver`;
export const MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:work`;
export const FUNCTION = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:work`;

export const busArn = (name: string) => `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${name}`;
export const queueArn = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;

/** The account's own user, for whom the jumping clock moves. */
export const USER: Identity = { arn: `arn:aws:iam::${ACCOUNT}:user/someone`, account: ACCOUNT, advancesClock: true };

export interface Asked {
  operation: string;
  input: Record<string, unknown>;
  identity: Identity;
}

export type Runtime = ReturnType<typeof runtime>;

export function runtime({ store = new Store(), mode = 'real' as ClockMode, start = START } = {}) {
  const clock = new RuntimeClock(mode, start);
  const iam = createIam({ now: () => clock.now() });
  iam.addRole(role(ROLE, [{ Effect: 'Allow', Action: 'states:StartExecution', Resource: MACHINE }]));
  const faults = new Faults(() => 0.5);
  const aws = new Dispatcher({
    region: REGION,
    account: ACCOUNT,
    clock,
    store,
    faults,
    calls: new Calls(),
    decide: (identity, permission, policy) => iam.decide(identity, permission, policy),
    assume: (arn, session, trusted, source) => iam.assume(arn, session, trusted, source),
  });
  const asked: Asked[] = [];
  const bus: EventBridge = eventbridge(aws, { random: () => 0.5 });
  for (const service of [
    bus.service,
    sqs(aws, { endpoint: () => 'http://127.0.0.1:1' }),
    machines(asked),
    functions(asked),
  ]) {
    aws.add(service);
  }
  const call = <Output = Record<string, unknown>>(
    operation: string,
    input: unknown,
    identity = USER,
    service = 'eventbridge',
  ) => aws.call<Output>(service, operation, input, { identity });
  return { clock, iam, faults, aws, asked, bus, store, call };
}

export function role(arn: string, statements: object[]): Role {
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:events:${REGION}:${ACCOUNT}:rule/*` } },
  } as const;
  return {
    arn,
    trust: { Version: '2012-10-17', Statement: [trust] },
    policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
  } as Role;
}

/** Step Functions as far as a delivery sees it: a name may be used once. */
function machines(asked: Asked[]): Service {
  const names = new Set<unknown>();
  return {
    name: 'sfn',
    signingName: 'states',
    protocol: 'awsJson1.0',
    operations: {
      StartExecution: {
        permissions: ({ stateMachineArn }) => [{ action: 'states:StartExecution', resource: stateMachineArn }],
        run(input, { identity }) {
          if (names.has(input.name))
            throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${input.name}'`);
          names.add(input.name);
          asked.push({ operation: 'StartExecution', input, identity });
          return { executionArn: `${MACHINE.replace('stateMachine', 'execution')}:${input.name}` };
        },
      },
    },
  };
}

function functions(asked: Asked[]): Service {
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: FUNCTION,
        Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:events:${REGION}:${ACCOUNT}:rule/allowed` } },
      },
    ],
  };
  return {
    name: 'lambda',
    signingName: 'lambda',
    protocol: 'restJson1',
    operations: {
      Invoke: {
        permissions: ({ FunctionName }) => [{ action: 'lambda:InvokeFunction', resource: FunctionName }],
        resourcePolicy: () => policy,
        run(input, { identity }) {
          asked.push({ operation: 'Invoke', input, identity });
          return { StatusCode: 202 };
        },
      },
    },
  };
}

/** A queue into which the rules of this account may put messages. */
export async function makeQueue({ call }: Runtime, name: string, open = true): Promise<void> {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queueArn(name),
    Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:events:${REGION}:${ACCOUNT}:rule/*` } },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await call('CreateQueue', { QueueName: name, ...(open ? { Attributes: { Policy } } : {}) }, USER, 'sqs');
}

export interface Letter {
  body: unknown;
  attributes: Record<string, string>;
}

/** Everything in the queue. */
export async function receive({ call }: Runtime, name: string): Promise<Letter[]> {
  const QueueUrl = `http://127.0.0.1:1/${ACCOUNT}/${name}`;
  const input = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
  const { Messages = [] } = await call<{
    Messages?: { Body: string; MessageAttributes?: Record<string, { StringValue: string }> }[];
  }>('ReceiveMessage', input, USER, 'sqs');
  return Messages.map(({ Body, MessageAttributes = {} }) => ({
    body: JSON.parse(Body),
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([key, { StringValue }]) => [key, StringValue]),
    ),
  }));
}

/** A rule for events of the source `test` with one target. */
export async function ruleTo({ call }: Runtime, target: object, Name = 'r', rest: object = {}): Promise<void> {
  await call('PutRule', { Name, EventPattern: '{"source":["test"]}', ...rest });
  const { EventBusName } = rest as { EventBusName?: string };
  await call('PutTargets', {
    Rule: Name,
    ...(EventBusName ? { EventBusName } : {}),
    Targets: [{ Id: 't', ...target }],
  });
}

export const toMachine = { Arn: MACHINE, RoleArn: ROLE };

export const entry = (rest: object = {}) => ({ Source: 'test', DetailType: 'Asked', Detail: '{"n":1.0}', ...rest });

export interface PutOutput {
  FailedEntryCount: number;
  Entries: { EventId?: string; ErrorCode?: string; ErrorMessage?: string }[];
}

/** Puts one event, waits until nothing is under way, and says its id. */
export async function put({ call, clock }: Runtime, rest: object = {}, identity = USER): Promise<string> {
  const { Entries } = await call<PutOutput>('PutEvents', { Entries: [entry(rest)] }, identity);
  await clock.idle();
  return Entries[0]?.EventId ?? '';
}
