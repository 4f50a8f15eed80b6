/** The package as its users start it: a stack of their own, by the library and by the command line. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { expect, it, vi } from 'vitest';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../index.ts';
import { main } from '../main.ts';
import { Bundles } from './lambda/runtime.ts';

const START = Date.parse('2026-03-01T12:00:00Z');
const ACCOUNT = '111122223333';
const USER = { arn: `arn:aws:iam::${ACCOUNT}:user/someone`, account: ACCOUNT, advancesClock: true };

const bundles = new Bundles();

/** A rule starts a machine that waits an hour and calls a function, with the role that a packager gives it. */
const template = {
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: { Effect: 'Allow', Principal: { Service: '*' }, Action: 'sts:AssumeRole' },
        },
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
      },
    },
    Double: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'double',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { S3Bucket: 'bucket', S3Key: 'any/path/double-code.zip' },
      },
    },
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'doubles',
        RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Definition: {
          StartAt: 'Wait',
          States: {
            Wait: { Type: 'Wait', Seconds: 3600, Next: 'Double' },
            Double: { Type: 'Task', Resource: { 'Fn::GetAtt': ['Double', 'Arn'] }, End: true },
          },
        },
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['shop'] },
        Targets: [
          { Id: 'machine', Arn: { Ref: 'Machine' }, RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] }, InputPath: '$.detail' },
        ],
      },
    },
  },
};

async function start(options: LocalAwsOptions): Promise<LocalAws & AsyncDisposable> {
  const localAws = await startLocalAws({ clock: 'jump', start: START, ...options });
  return { ...localAws, [Symbol.asyncDispose]: () => localAws.close() };
}

async function packaged(): Promise<string> {
  return dirname(await bundles.zip('double-code', 'export const handler = ({ n }) => ({ n: 2 * n })'));
}

it('runs a stack of one’s own, with any role, where IAM only reports', async () => {
  await using localAws = await start({ template, bundles: await packaged(), iam: 'report' });
  const Entries = [{ Source: 'shop', DetailType: 'Ordered', Detail: '{"n":21}' }];
  await localAws.aws.call('eventbridge', 'PutEvents', { Entries }, { identity: USER });
  await localAws.settled();
  const [stateMachineArn] = localAws.info().machines;
  const { executions } = await localAws.aws.call<{ executions: { executionArn: string }[] }>(
    'sfn',
    'ListExecutions',
    { stateMachineArn },
    { identity: USER },
  );
  const { executionArn } = executions[0] as { executionArn: string };
  const execution = await localAws.aws.call<DescribeExecutionOutput>(
    'sfn',
    'DescribeExecution',
    { executionArn },
    { identity: USER },
  );
  expect(execution).toMatchObject({ status: 'SUCCEEDED', output: '{"n":42}' });
  expect(localAws.clock.now()).toBeGreaterThanOrEqual(START + 3_600_000);
  expect(localAws.missingPermissions().join('\n')).toMatch(/not authorized to perform: lambda:InvokeFunction/);
});

it('creates machines with a role that does not exist, where IAM only reports', async () => {
  const machine = {
    name: 'own',
    roleArn: `arn:aws:iam::${ACCOUNT}:role/any`,
    definition: JSON.stringify({ StartAt: 'P', States: { P: { Type: 'Pass', End: true } } }),
  };
  const create = (localAws: LocalAws) => localAws.aws.call('sfn', 'CreateStateMachine', machine, { identity: USER });
  await using reporting = await start({ iam: 'report' });
  await create(reporting);
  await using enforcing = await start({});
  await expect(create(enforcing)).rejects.toThrow(/authorized to assume the provided role/);
});

it('answers the caller’s services, control routes and other paths', async () => {
  await using localAws = await start({
    services: () => [
      {
        name: 'ping',
        signingName: 'ping',
        protocol: 'awsJson1.0',
        operations: { Ping: { permissions: () => [], run: () => 'pong' } },
      },
    ],
    controlRoutes: { 'GET pings': () => ({ pings: 1 }) },
    fallback: async ({ path }) => (path === '/page' ? { status: 200, headers: {}, body: 'a page' } : undefined),
  });
  expect(await localAws.aws.call('ping', 'Ping', {}, { identity: USER })).toBe('pong');
  const read = async (path: string) => (await fetch(`${localAws.endpoint}${path}`)).text();
  expect(JSON.parse(await read('/_local-aws/pings'))).toEqual({ pings: 1 });
  expect(await read('/page')).toBe('a page');
  expect(await read('/elsewhere')).toContain('MissingAuthenticationToken');
});

it('starts by its command line', async () => {
  const directory = await packaged();
  const file = join(directory, 'template.json');
  writeFileSync(file, JSON.stringify(template));
  const bin = join(import.meta.dirname, '..', 'bin', 'local-aws.mjs');
  const child = spawn(process.execPath, [
    bin,
    '--template',
    file,
    '--port',
    '0',
    '--iam',
    'report',
    '--stack-name',
    'shop',
  ]);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  expect(line).toMatch(/^shop runs at http:\/\/127\.0\.0\.1:\d+ \(account 111122223333, us-east-1, clock real\)$/);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it.each([
  [[], /--template is required/, 2],
  [['--template', 'elsewhere.json', '--iam', 'never'], /--iam is enforce or report, not 'never'/, 2],
  [['--template', 'elsewhere.json'], /elsewhere\.json does not exist/, 1],
])('says what is wrong with its arguments: %j', async (args, message, code) => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    expect(await main(args)).toBe(code);
    expect(error.mock.calls.join('\n')).toMatch(message);
  } finally {
    error.mockRestore();
  }
});
