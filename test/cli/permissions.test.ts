/** The ready-made policies, evaluated by the local IAM: each is enough for its commands, and for no others. */

import { join } from 'node:path';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it, vi } from 'vitest';
import type { Audience, PolicyDocument } from '../../cli/common/permissions.ts';
import { connect } from '../../client/connection.ts';
import { readQueues } from '../../client/dead-letters/read.ts';
import { createStackClient } from '../../client/stack-client.ts';
import { disassociationCompleted, disassociationRequested, offboardingCompleted } from '../../events/index.ts';
import { newMetadata } from '../../events/metadata.ts';
import { err, folder, json, offboard, out, runtime } from './harness.ts';

const USER = { arn: 'arn:aws:iam::111122223333:user/owner', account: '111122223333' };
const path = (name: string) => join(folder, name);

/** Makes a role of a printed policy, and types everything from now on as a session of it. */
async function become(audience: Audience, ...words: string[]): Promise<string> {
  vi.unstubAllEnvs();
  expect(await offboard('permissions', '--for', audience, ...words)).toBe(0);
  const PolicyDocument = JSON.parse(out) as PolicyDocument & { Statement: { Effect: 'Allow' }[] };
  const arn = `arn:aws:iam::111122223333:role/${[audience, ...words.slice(1)].join('-')}`;
  granted.set(
    arn,
    PolicyDocument.Statement.flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} ${resource}`)),
    ),
  );
  runtime.iam.addRole({
    arn,
    trust: { Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } },
    policies: [{ PolicyName: audience, PolicyDocument }] as never,
  });
  session = arn;
  return arn;
}

let session = '';

/** A session lasts an hour, and a command that waits jumps over hours. */
async function signIn(): Promise<void> {
  const credentials = { accessKeyId: 'owner', secretAccessKey: 'secret' };
  const sts = new STSClient({ endpoint: runtime.endpoint, region: 'us-east-1', credentials });
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: session, RoleSessionName: 'test' }));
  vi.stubEnv('AWS_ACCESS_KEY_ID', Credentials?.AccessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', Credentials?.SecretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', Credentials?.SessionToken);
}

async function type(...words: string[]): Promise<void> {
  await signIn();
  expect(await offboard(...words), `${words.join(' ')}: ${err}${out}`).toBe(0);
}

const PLAN = ['--user', 'alice', '--reason', 'left'];
const FIELDS = ['domain=acme', 'repository=api', 'externalConnection=public:pypi'];
const LOGS = 'arn:aws:redshift:us-east-1:444455556666:datashare:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/logs';
const KIND = 'codeartifact-external-connection';

async function deadLetter(event: object, target: string, queue = 'dead-letters'): Promise<void> {
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  const message = {
    QueueUrl: `${runtime.endpoint}/111122223333/offboard-dev-${queue}`,
    MessageBody: JSON.stringify(event),
    MessageAttributes: { ERROR_CODE: text('THROTTLING'), TARGET_ARN: text(target) },
  };
  await runtime.aws.call('sqs', 'SendMessage', message, { identity: USER });
}

/** A request that has just been sent, and whose execution runs: the clock stands still. */
async function running(): Promise<string> {
  runtime.clock.set('real');
  await signIn();
  const words = ['opensearch-packages', 'domainName=movies', 'packageIds=F123456789'];
  expect(await offboard('request', ...words, '--wait', '--timeout', '1s', '--json')).toBe(4);
  return json<{ arn: string }>().arn;
}

/** An offboarding that waits for approval, asked for by somebody else. */
async function waiting(): Promise<string> {
  vi.unstubAllEnvs();
  expect(await offboard('plan', '--repository', 'jobs', '--json')).toBe(0);
  const { plan } = json<{ plan: { id: string } }>();
  runtime.clock.set('real');
  expect(await offboard('apply', plan.id, '--yes', '--approval', 'required', '--no-wait', '--json')).toBe(0);
  const { offboarding } = json<{ offboarding: string }>();
  const pending = async () => ((await offboard('approvals', '--json')) === 0 ? out : err);
  await expect.poll(pending, { interval: 100 }).toContain(offboarding);
  return offboarding;
}

/** Every action of the role's policy on every resource it names, but what has been used. */
function unused(arn: string): string[] {
  const used = runtime.iam.record.used().filter(({ owner }) => owner === arn);
  return grantsOf(arn).filter((grant) => !used.some(({ action, resource }) => `${action} ${resource}` === grant));
}

const granted = new Map<string, string[]>();

function grantsOf(arn: string): string[] {
  return granted.get(arn) ?? [];
}

async function deniedFor(...lines: string[][]): Promise<void> {
  for (const words of lines) {
    await signIn();
    expect(await offboard(...words), words.join(' ')).not.toBe(0);
    expect(err, words.join(' ')).toMatch(/is not authorized to perform/);
  }
}

describe('the policy of', () => {
  let ended = '';

  it('an operator is enough to plan, request, apply, restore, stop, watch and resend, and not to schedule', async () => {
    const arn = await become('operator');
    await deniedFor(['schedule', 'pause', 'stuck-packages'], ['schedule', 'run', 'stuck-packages']);
    await type('stop', await running());
    runtime.clock.set('jump');
    await type('request', KIND, ...FIELDS, '--wait', '--json');
    const { requestId } = json<{ requestId: string }>();
    await type('plan', ...PLAN, '--out', path('alice.json'));
    await type('apply', path('alice.json'), '--yes', '--json');
    ({ offboarding: ended } = json<{ offboarding: string }>());
    await signIn();
    expect(await offboard('apply', path('alice.json'), '--yes')).toBe(5);
    await type('evidence', ended, '--out', path('evidence.json'));
    await type('evidence', 'verify', path('evidence.json'));
    await type('restore', ended, '--yes');
    await type('list');
    await type('show', requestId);
    await type('watch', ended);
    await type('schedule', 'show', 'stuck-packages');
    await signIn();
    expect(await offboard('doctor'), out).toBe(0);
    const detail = { metadata: newMetadata({ timestamp: new Date(runtime.clock.now()).toISOString() }), data: {} };
    const machine = (role: string) => `arn:aws:states:us-east-1:111122223333:stateMachine:offboard-dev-${role}`;
    await deadLetter({ source: 'offboard', 'detail-type': disassociationRequested.detailType, detail }, machine(KIND));
    const { sample } = disassociationCompleted;
    await deadLetter(sample, machine('verify'));
    await deadLetter(offboardingCompleted.sample, machine('notice'));
    await deadLetter(
      { source: 'offboard', 'detail-type': disassociationRequested.detailType, detail },
      machine(KIND),
      'reject-failures',
    );
    await signIn();
    // The console counts them.
    const connection = connect({ endpoint: runtime.endpoint, stage: 'dev' });
    const queues = await readQueues(createStackClient(connection, new AbortController().signal));
    expect(queues.map(({ messages }) => messages)).toEqual([3, 1]);
    await type('dead-letters', '--resend');
    expect(out).toMatch(/^4 sent again/);
    // What is read only where an association changes between the two discoveries of one offboarding.
    expect(unused(arn).filter((grant) => !grant.endsWith('/work/*/rechecked.json'))).toEqual([]);
  });

  it('an approver is enough to read a plan and to answer it, which no other policy is, and not to request', async () => {
    const offboarding = await waiting();
    for (const other of ['operator', 'auditor', 'automation'] as const) {
      await become(other);
      await deniedFor(['approve', offboarding, '--reason', 'mine'], ['deny', offboarding, '--reason', 'mine']);
    }
    const arn = await become('approver');
    await deniedFor(['request', KIND, ...FIELDS], ['plan', ...PLAN], ['restore', ended, '--yes']);
    await deniedFor(['stop', offboarding], ['dead-letters']);
    await type('list', '--kind', 'offboard');
    await type('show', offboarding);
    await type('approve', offboarding, '--reason', 'agreed with the team');
    await type('evidence', ended);
    expect(unused(arn)).toEqual([]);
  });

  it('an auditor is enough to read evidence and executions, and to change nothing', async () => {
    const arn = await become('auditor');
    await deniedFor(['request', KIND, ...FIELDS], ['plan', ...PLAN], ['restore', ended, '--yes'], ['stop', ended]);
    await deniedFor(['dead-letters']);
    await type('evidence', ended);
    await type('evidence', 'verify', path('evidence.json'));
    await signIn();
    await offboard('report', '--json');
    expect(json<{ rows: unknown[] }>().rows).not.toEqual([]);
    await type('show', ended);
    expect(unused(arn)).toEqual([]);
  });

  it('a program is enough to send requests and to wait for their end', async () => {
    const arn = await become('automation');
    await deniedFor(['restore', ended, '--yes'], ['stop', ended], ['dead-letters'], ['evidence', ended]);
    await type('request', 'redshift-datashare-consumer', `dataShareArn=${LOGS}`, 'consumerRegion=us-east-1', '--wait');
    expect(unused(arn)).toEqual([]);
  });

  it('one kind is enough for its requests, and for nothing of another kind or of an offboarding', async () => {
    const arn = await become('automation', '--kind', KIND);
    await deniedFor(['plan', ...PLAN], ['show', ended]);
    await type('request', KIND, 'domain=acme', 'repository=web', 'externalConnection=public:npmjs', '--wait');
    expect(unused(arn)).toEqual([]);
  });

  it('an approver has no kind', async () => {
    expect(await offboard('permissions', '--for', 'approver', '--kind', KIND)).toBe(2);
    expect(err).toContain('--kind narrows operator and automation only');
  });
});
