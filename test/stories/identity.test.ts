/** What people without the permission to approve try, over the wire. */

import { createHash } from 'node:crypto';
import { setTimeout as tick } from 'node:timers/promises';
import { KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { answerHash } from '../../offboardings/answer.ts';
import { approvalPrefix, workPrefix } from '../../offboardings/keys.ts';
import {
  answer,
  attest,
  clientConfig,
  effects,
  ended,
  historyOf,
  offboard,
  provenBy,
  WEB,
  waiting,
} from './offboardings.ts';
import { Stack } from './stack.ts';

const user = (name: string) => `arn:aws:iam::111122223333:user/${name}`;
const APPLY = { ...WEB, options: { mode: 'apply', approval: 'required' } };

let stack: Stack;
let mallory: { sfn: SFNClient; s3: S3Client };
beforeAll(async () => {
  stack = await Stack.start({ clock: 'real' });
  const config = clientConfig(stack, 'mallory');
  mallory = { sfn: new SFNClient(config), s3: new S3Client(config) };
});
afterAll(async () => {
  for (const client of Object.values(mallory)) client.destroy();
  await stack[Symbol.asyncDispose]();
});

type Asked = Awaited<ReturnType<typeof waiting>>;

const approve = (asked: Asked, by: string) => answer(stack, by, { ...asked, decision: 'approve' });

/** Nothing was removed; a denial ends the wait. */
async function endsDenied(asked: Asked, by = 'eve'): Promise<void> {
  expect(effects(stack)).toEqual([]);
  expect(await answer(stack, by, { ...asked, decision: 'deny' })).toBe('SUCCEEDED');
  const { reasons } = await ended(stack, asked.offboarding, 'OffboardingRejected');
  expect(reasons).toEqual([expect.objectContaining({ reason: 'denied', by: user(by) })]);
}

describe('a requester', () => {
  it('is who signed, whomever the request names', async () => {
    const asked = await waiting(stack, { ...provenBy(stack, 'mallory'), requestedBy: user('the-ciso') });
    expect(asked).toMatchObject({ requester: { name: user('mallory'), proof: 'proven' }, approvalsNeeded: 1 });
    expect(await approve(asked, 'mallory')).toMatch(/You requested this offboarding/);
    await endsDenied(asked);
  });

  it('is only claimed by the statement of another request', async () => {
    const { attest: ofDana } = provenBy(stack, 'dana');
    const statement = await ofDana?.({ metadata: { id: 'another' } as never, data: APPLY });
    const asked = await waiting(stack, { attest: async () => statement as NonNullable<typeof statement> });
    expect(asked).toMatchObject({ requester: { name: user('dana'), proof: 'claimed' }, approvalsNeeded: 2 });
    await endsDenied(asked);
  });

  it('of a single request is who signed, in the answer and in the evidence', async () => {
    const target = { domain: 'acme', repository: 'gone', externalConnection: 'public:npmjs' };
    const data = { association: 'codeartifact-external-connection', target };
    const id = await stack.ask(data, { ...provenBy(stack, 'mallory'), requestedBy: user('the-ciso') });
    const { detail } = await stack.answerTo(id);
    expect(detail.data).toMatchObject({ requester: { name: user('mallory'), proof: 'proven' } });
  });

  it.each(['Mallory (ops)', 'CORP\\mallory', 'mallory+ops', 'MALLORY', 'm\u0430llory'])(
    'that is claimed as %s is mallory, and two others must approve',
    async (requestedBy) => {
      const asked = await waiting(stack, { requestedBy });
      expect(await approve(asked, 'mallory')).toMatch(/You requested this offboarding/);
      expect(await approve(asked, 'Mallory')).toMatch(/You requested this offboarding/);
      expect(await approve(asked, 'eve')).toBe('SUCCEEDED');
      expect(await approve(asked, 'Eve')).toBe('SUCCEEDED');
      await endsDenied(asked, 'carl');
    },
  );
});

describe('a cleanup', () => {
  const policy = {
    name: 'stuck-packages',
    description: 'Packages that failed to be associated or dissociated, for a week and more',
    kinds: ['opensearch-packages'],
    match: { status: ['ASSOCIATION_FAILED', 'DISSOCIATION_FAILED'], ageDays: [{ numeric: ['>=', 7] }] },
  };
  const requestedBy = 'cleanup stuck-packages';
  const machine = (name: string) => stack.runtime.info().machines.find((arn) => arn.endsWith(`-${name}`)) ?? '';

  it('is configured where its rule’s policy is run by its state machine', async () => {
    const { sfn } = mallory;
    const { executionArn = '' } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: machine('cleanup'), input: JSON.stringify({ policy }) }),
    );
    const hash = createHash('sha256').update(executionArn).digest('hex').slice(0, 24);
    const { requester } = await ended(stack, `cleanup-stuck-packages-${hash}`, 'OffboardingPlanned');
    expect(requester).toEqual({ name: requestedBy, proof: 'configured' });
  });

  it('is only claimed with another policy', async () => {
    const { sfn } = mallory;
    const other = { ...policy, match: { status: ['ACTIVE'] } };
    const { executionArn = '' } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: machine('cleanup'), input: JSON.stringify({ policy: other }) }),
    );
    const hash = createHash('sha256').update(executionArn).digest('hex').slice(0, 24);
    const { requester } = await ended(stack, `cleanup-stuck-packages-${hash}`, 'OffboardingPlanned');
    expect(requester).toEqual({ name: requestedBy, proof: 'claimed' });
  });

  it('is only claimed by an event', async () => {
    const { requester } = await ended(stack, await offboard(stack, { policy }, { requestedBy }), 'OffboardingPlanned');
    expect(requester).toEqual({ name: requestedBy, proof: 'claimed' });
  });

  it('is only claimed by an execution that is started by hand with an invented origin', async () => {
    const { sfn } = mallory;
    const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: machine('cleanup') }));
    const [{ executionArn: cleanup = '' } = {}] = executions;
    expect(cleanup).not.toBe('');
    const timestamp = new Date(stack.runtime.clock.now()).toISOString();
    const id = 'by-hand';
    const metadata = { id, version: '2', timestamp, correlationId: id, causationId: id, requestedBy };
    const input = {
      AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: cleanup,
      ...{ id, 'detail-type': 'OffboardingRequested', source: 'offboard', time: timestamp },
      ...{ account: '111122223333', region: 'us-east-1', resources: [], detail: { metadata, data: { policy } } },
    };
    await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: machine('offboard'),
        name: 'by-hand',
        input: JSON.stringify(input),
      }),
    );
    const { requester } = await ended(stack, id, 'OffboardingPlanned');
    expect(requester).toEqual({ name: requestedBy, proof: 'claimed' });
  });
});

describe('an approval', () => {
  it('is no token, no object among the answers, and no signature of one’s own', async () => {
    const asked = await waiting(stack);
    await expect.poll(() => historyOf(stack, asked.execution)).toMatch(/taskToken/);
    const history = await historyOf(stack, asked.execution);
    expect(history).not.toMatch(/x-amz-security-token|Signature=/i);
    const taskToken = /"taskToken\\?":\\?"([^"\\]+)/.exec(history)?.[1] ?? '';
    const { offboarding, run, planId } = asked;
    const said = { offboarding, run, planId, decision: 'approve' as const, reason: 'I am the CISO' };
    const own = await attest(stack, 'mallory', answerHash(said));
    const forged = { answer: said, statement: { ...own, identity: { ...own.identity, arn: user('the-ciso') } } };
    await putAmong(asked, 'forged.json', forged);
    const output = JSON.stringify({ decision: 'approve', by: user('the-ciso'), state: 'approved' });
    await mallory.sfn.send(new SendTaskSuccessCommand({ taskToken, output }));
    await expect.poll(() => historyOf(stack, asked.execution)).toContain('\\"state\\":\\"pending\\"');
    const kms = new KMSClient(clientConfig(stack, 'mallory'));
    const Message = Buffer.from('offboard statement');
    const command = { KeyId: own.keyId, Message, SigningAlgorithm: 'RSASSA_PKCS1_V1_5_SHA_256' } as const;
    await expect(kms.send(new SignCommand(command))).rejects.toThrow(/not authorized/);
    kms.destroy();
    await endsDenied(asked);
  });

  it('is not given to whoever changes what is kept of the wait', async () => {
    const asked = await waiting(stack, provenBy(stack, 'mallory'));
    const Bucket = asked.plan.stored.bucket;
    const Key = `${workPrefix(asked.offboarding, asked.run)}approval.json`;
    // The event that asks for approval is published before the wait is stored.
    const stored = await vi.waitFor(() => mallory.s3.send(new GetObjectCommand({ Bucket, Key })), { timeout: 300_000 });
    const pending = JSON.parse((await stored.Body?.transformToString()) ?? '') as { waiting: object };
    const waits = { ...pending.waiting, requester: { name: user('dana'), proof: 'proven', person: user('dana') } };
    await put(Bucket, Key, { ...pending, waiting: waits });
    await approve(asked, 'mallory');
    await endsDenied(asked);
  });

  it('is not taken away by a newer version, and not taken twice', async () => {
    const asked = await waiting(stack);
    expect(await approve(asked, 'eve')).toBe('SUCCEEDED');
    const Bucket = asked.plan.stored.bucket;
    const Prefix = approvalPrefix(asked.offboarding, asked.run);
    const { Versions = [] } = await mallory.s3.send(new ListObjectVersionsCommand({ Bucket, Prefix }));
    expect(Versions).toHaveLength(1);
    await putAmong(asked, Versions[0]?.Key?.slice(Prefix.length) ?? '', {});
    expect(await approve(asked, 'eve')).toBe('SUCCEEDED');
    await endsDenied(asked, 'carl');
    expect(await approve(asked, 'erin')).toBe('The plan is denied already.');
  });

  it('is not another’s, for another plan, or of another decision', async () => {
    const [asked, other] = [
      await waiting(stack, provenBy(stack, 'dana')),
      await waiting(stack, provenBy(stack, 'dana')),
    ];
    const { offboarding, run, planId } = asked;
    const said = { offboarding, run, planId, decision: 'deny' as const, reason: 'no' };
    const ofEve = await attest(stack, 'eve', answerHash(said));
    const changed = [
      { ...said, decision: 'approve' },
      { ...said, reason: 'yes' },
      { ...said, offboarding: other.offboarding, run: other.run, planId: other.planId, decision: 'approve' },
    ];
    for (const given of changed) {
      expect(await answeredBy({ answer: given, statement: ofEve })).toBe(
        'The statement of identity was made for another answer.',
      );
    }
    await endsDenied(asked);
    await endsDenied(other);
  });

  it('of enough people removes what was planned', async () => {
    const asked = await waiting(stack, { requestedBy: 'a ticket' });
    expect(await approve(asked, 'eve')).toBe('SUCCEEDED');
    expect(await approve(asked, 'carl')).toBe('SUCCEEDED');
    stack.runtime.clock.set('jump');
    const { rollUp } = await ended(stack, asked.offboarding, 'OffboardingCompleted');
    expect(rollUp).toMatchObject({ planned: 1, DISASSOCIATED: 1 });
  });
});

/** The bucket may refuse it: what counts is that nothing comes of it. */
async function put(Bucket: string, Key: string, object: unknown): Promise<void> {
  const command = new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(object) });
  await mallory.s3.send(command).catch(({ name }: Error) => expect(name).toBe('AccessDenied'));
}

function putAmong({ offboarding, run, plan }: Asked, name: string, object: unknown): Promise<void> {
  return put(plan.stored.bucket, `${approvalPrefix(offboarding, run)}${name}`, object);
}

/** How an execution of the answer state machine with this input ends. */
async function answeredBy(input: object): Promise<string> {
  const { sfn } = mallory;
  const stateMachineArn = stack.runtime.info().machines.find((arn) => arn.endsWith('-answer')) ?? '';
  const { executionArn = '' } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  for (;;) {
    const { status, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') return cause ?? `${status}`;
    await tick(10);
  }
}
