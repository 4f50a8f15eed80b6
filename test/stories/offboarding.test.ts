import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { associateAgain, removeAssociation } from '@offboard/local-aws/simulation';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { restorablesIn } from '../../client/restorations/restorable.ts';
import type { Evidence } from '../../offboardings/evidence/document.ts';
import { verifyEvidence } from '../../offboardings/evidence/verify.ts';
import { ACCOUNTS, HOME, REGIONS } from '../../simulators/common/locations.ts';
import { KINDS } from '../../simulators/index.ts';
import {
  answer,
  type Data,
  effects,
  ended,
  historyOf,
  offboard,
  provenBy,
  reseed,
  WEB,
  waiting,
} from './offboardings.ts';
import { objectOf, Stack } from './stack.ts';

const CONNECTION = 'codeartifact-external-connection';
const ACME = { subject: { type: 'domain', id: 'acme' } };

/** The whole world in the stack's own account and Region. */
const ONE_PLACE = { accounts: 1, regions: 1 };

/** Every account and Region of the large world. */
const PLACES = ACCOUNTS.flatMap((account) =>
  REGIONS.map((region) =>
    account === HOME.account ? { region } : { region, roleArn: `arn:aws:iam::${account}:role/offboard-spoke` },
  ),
);

/** Keeps its functions warm over the tests; each finds the cloud as it was seeded, and the clock jumping. */
let stack: Stack;

beforeAll(async () => {
  stack = await Stack.start();
});
afterEach(() => {
  stack.runtime.clock.set('jump');
  stack.runtime.faults.clear();
  reseed(stack);
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
});

/** The evidence, verified as an auditor does. */
async function verified(stack: Stack, { bucket, key, keyId, head }: Data['evidence']): Promise<Evidence> {
  const text = await objectOf(stack, { bucket, key });
  const pem = await objectOf(stack, { bucket, key: `keys/${keyId}.pem` });
  expect(verifyEvidence(text, { key: pem, keyId, head })).toEqual([]);
  return JSON.parse(text) as Evidence;
}

describe('an offboarding', () => {
  it('in plan mode, which is the default, says what would be and changes nothing', async () => {
    const id = await offboard(stack, ACME);
    const { plan } = await ended(stack, id, 'OffboardingPlanned');
    expect(plan.associations).toBe(3);
    expect(effects(stack)).toEqual([]);
    const { items } = JSON.parse(await objectOf(stack, plan.stored)) as { items: { label: string }[] };
    expect(items).toHaveLength(3);
  });

  it('of a person finds what she has of several kinds in two accounts', async () => {
    const spoke = { region: 'us-east-1', roleArn: 'arn:aws:iam::222233334444:role/offboard-spoke' };
    const data = { subject: { type: 'user', id: 'alice' }, options: { where: [{ region: 'us-east-1' }, spoke] } };
    const { plan } = await ended(stack, await offboard(stack, data), 'OffboardingPlanned');
    const { items } = JSON.parse(await objectOf(stack, plan.stored)) as { items: { kind: string; account: string }[] };
    expect(items.map(({ kind, account }) => `${kind} in ${account}`)).toEqual(
      expect.arrayContaining([
        'license-manager-user in 111122223333',
        'license-manager-user in 222233334444',
        'ram-resource-share in 222233334444',
      ]),
    );
  });

  it('in apply mode ends exactly what was planned, and its evidence holds against the published head', async () => {
    const planned = await ended(stack, await offboard(stack, ACME), 'OffboardingPlanned');
    const id = await offboard(stack, { ...ACME, options: { mode: 'apply', planId: planned.plan.id } });
    const { rollUp, evidence } = await ended(stack, id, 'OffboardingCompleted');
    expect(rollUp).toMatchObject({ planned: 3, DISASSOCIATED: 3 });
    expect(effects(stack).sort()).toEqual([
      [CONNECTION, 'acme/api/public:pypi', 'disassociated'],
      [CONNECTION, 'acme/jobs/public:maven-central', 'disassociated'],
      [CONNECTION, 'acme/web/public:npmjs', 'disassociated'],
    ]);
    expect(JSON.stringify(await verified(stack, evidence))).toContain('DisassociateExternalConnection');
  });

  it('publishes what is stuck and what remains where items fail, and removes the others', async () => {
    const subject = { type: 'domain', id: 'movies' };
    const data = { subject, options: { mode: 'apply', kinds: ['opensearch-packages'] } };
    const { rollUp, remaining } = await ended(stack, await offboard(stack, data), 'OffboardingFailed');
    expect(rollUp).toMatchObject({ planned: 5, DISASSOCIATED: 2, FAILED: 2, TIMED_OUT: 1 });
    expect(remaining).toHaveLength(3);
    expect(await stack.next('DisassociationStuck')).toMatchObject({
      target: { domainName: 'movies' },
      waitingMessage: 'Waiting for OpenSearch Service to remove F333333333 from movies.',
      usualSeconds: 360,
    });
  });

  it('has the result of an item that somebody stops', async () => {
    stack.runtime.clock.set('real');
    const data = {
      subject: { type: 'domain', id: 'movies' },
      options: { mode: 'apply', kinds: ['opensearch-packages'] },
    };
    const id = await offboard(stack, data);
    await stack.stopTheRunning('opensearch-packages');
    stack.runtime.clock.set('jump');
    const { remaining } = await ended(stack, id, 'OffboardingFailed');
    expect(remaining).toContainEqual(expect.objectContaining({ error: 'Stopped', message: 'by an operator' }));
  });

  it('is refused whole by a guardrail, with every reason, and nothing is touched', async () => {
    await using stack = await Stack.start({ environment: { PROTECTED_NAMES: '*/acme/web/*,*/vault/**' } });
    const data = { subject: { type: 'kind', id: CONNECTION }, options: { mode: 'apply', limits: { associations: 2 } } };
    const { reasons } = await ended(stack, await offboard(stack, data), 'OffboardingRejected');
    expect(reasons.map(({ guardrail }) => guardrail)).toEqual(
      expect.arrayContaining(['max-associations', 'protected-names']),
    );

    // What a cleanup matches is held to the same.
    const match = { target: { domain: ['acme'] } };
    const policy = { name: 'acme-goes', description: 'All of acme', kinds: [CONNECTION], match, mode: 'apply' };
    const refused = await ended(stack, await offboard(stack, { policy }), 'OffboardingRejected');
    expect(refused.reasons).toEqual([
      {
        reason: 'guardrail',
        guardrail: 'protected-names',
        message: `${CONNECTION}/acme/web/public:npmjs is protected by "*/acme/web/*".`,
      },
    ]);
    expect(effects(stack)).toEqual([]);
  });

  it('that is invalid is rejected with every problem', async () => {
    const data = { subject: { type: 'user', id: 'alice' }, options: { kinds: [CONNECTION] } };
    const { reasons } = await ended(stack, await offboard(stack, data), 'OffboardingRejected');
    expect(reasons).toEqual([
      { reason: 'invalid', problems: [expect.objectContaining({ path: 'detail.data.subject' })] },
    ]);
  });

  it('applies no other plan than the one it names', async () => {
    const id = await offboard(stack, { ...WEB, options: { mode: 'apply', planId: 'f00f00f00f00' } });
    const { reasons } = await ended(stack, id, 'OffboardingRejected');
    expect(reasons).toEqual([expect.objectContaining({ reason: 'out-of-date', approved: 'f00f00f00f00' })]);
    expect(effects(stack)).toEqual([]);
  });

  it('reports an account that denies access as inaccessible, and plans the rest', async () => {
    const denied = { kind: 'error', code: 'AccessDenied', message: 'not this account', status: 403 } as const;
    stack.runtime.faults.set({ ...denied, rate: 1, service: 'sts', operation: 'AssumeRole' });
    const roleArn = 'arn:aws:iam::222233334444:role/offboard-spoke';
    const data = {
      subject: { type: 'kind', id: CONNECTION },
      options: { where: [{ region: 'us-east-1' }, { region: 'us-east-1', roleArn }] },
    };
    const { plan, inaccessible } = await ended(stack, await offboard(stack, data), 'OffboardingPlanned');
    expect(plan.associations).toBeGreaterThan(0);
    expect(inaccessible).toEqual([expect.objectContaining({ kind: CONNECTION, error: 'AccessDenied' })]);
  });
});

describe('an offboarding that does not see everything', () => {
  const roleArn = 'arn:aws:iam::222233334444:role/offboard-spoke';
  const denied = { kind: 'error', code: 'AccessDenied', message: 'not this account', status: 403 } as const;
  const places = { where: [{ region: 'us-east-1' }, { region: 'us-east-1', roleArn }], kinds: [CONNECTION] };

  it('removes what it sees and ends INACCESSIBLE, and is complete where the request allows it, with the reason', async () => {
    stack.runtime.faults.set({ ...denied, rate: 1, service: 'sts', operation: 'AssumeRole' });
    const options = { mode: 'apply', ...places };
    const failed = await ended(stack, await offboard(stack, { ...WEB, options }), 'OffboardingFailed');
    expect(failed).toMatchObject({ error: 'INACCESSIBLE', rollUp: { DISASSOCIATED: 1, inaccessible: 1 } });
    expect(failed.inaccessible).toEqual([expect.objectContaining({ where: { region: 'us-east-1', roleArn } })]);

    const allowInaccessible = [{ where: { roleArn }, reason: 'That account is closed' }];
    const subject = { type: 'repository', id: 'api' };
    const id = await offboard(stack, { subject, options: { ...options, allowInaccessible } });
    const { rollUp, evidence } = await ended(stack, id, 'OffboardingCompleted');
    expect(rollUp).toMatchObject({ DISASSOCIATED: 1, inaccessible: 0 });
    expect(await objectOf(stack, evidence)).toContain('"allowed":"That account is closed"');
  });

  it.each([
    ['user', 'alcie'],
    ['instance', 'i-00000000'],
    ['directory', 'd-0000000000'],
    ['domain', 'moveis'],
    ['repository', 'wbe'],
    ['package', 'F000000001'],
    ['account', '999999999999'],
    ['team', 'arn:aws:mpa:us-east-1:111122223333:approval-team/nobody'],
  ])('says that a mistyped %s does not exist, and is not complete', async (type, mistyped) => {
    const data = { subject: { type, id: mistyped }, options: { mode: 'apply' } };
    const failed = await ended(stack, await offboard(stack, data), 'OffboardingFailed');
    expect(failed).toMatchObject({ error: 'NOT_FOUND', message: expect.stringContaining(mistyped) });
    expect(failed).toMatchObject({ rollUp: { planned: 0, DISASSOCIATED: 0 } });
  });

  it('rejects a connection that CodeArtifact does not have', async () => {
    const data = { subject: { type: 'connection', id: 'public:nmpjs' } };
    const { reasons } = await ended(stack, await offboard(stack, data), 'OffboardingRejected');
    expect(JSON.stringify(reasons)).toContain('id must be one of public:npmjs');
  });

  it('is complete where the subject exists and has nothing left', async () => {
    const data = { subject: { type: 'repository', id: 'legacy' }, options: { mode: 'apply' } };
    expect(await ended(stack, await offboard(stack, data), 'OffboardingCompleted')).toMatchObject({
      rollUp: { planned: 0, neverSeen: 0 },
    });
  });

  it('counts what it was asked for by name and never saw', async () => {
    const connectionOf = (repository: string) => ({
      association: CONNECTION,
      target: { domain: 'acme', repository, externalConnection: 'public:npmjs' },
    });
    const options = { mode: 'apply' };
    const part = { associations: [connectionOf('web'), connectionOf('webb')], options };
    const { rollUp } = await ended(stack, await offboard(stack, part), 'OffboardingCompleted');
    expect(rollUp).toMatchObject({ planned: 1, DISASSOCIATED: 1, neverSeen: 1 });
    const none = { associations: [connectionOf('webb')], options };
    expect(await ended(stack, await offboard(stack, none), 'OffboardingFailed')).toMatchObject({ error: 'NOT_FOUND' });
  });
});

describe('an offboarding that needs an approval', () => {
  it('goes on once two others approve what somebody claims to request, and its evidence names them', async () => {
    stack.runtime.clock.set('real');
    const asked = await waiting(stack);
    expect(effects(stack)).toEqual([]);
    expect(await answer(stack, 'dana', { ...asked, decision: 'approve' })).toMatch(/You requested this offboarding/);
    expect(await answer(stack, 'eve', { ...asked, decision: 'approve' })).toBe('SUCCEEDED');
    expect(await answer(stack, 'eve', { ...asked, decision: 'approve' })).toBe('SUCCEEDED');
    expect(effects(stack)).toEqual([]);
    expect(await answer(stack, 'carl', { ...asked, decision: 'approve' })).toBe('SUCCEEDED');
    stack.runtime.clock.set('jump');
    const { rollUp, evidence } = await ended(stack, asked.offboarding, 'OffboardingCompleted');
    expect(rollUp).toMatchObject({ planned: 1, DISASSOCIATED: 1 });
    const text = JSON.stringify(await verified(stack, evidence));
    expect(text).toContain('"by":"arn:aws:iam::111122223333:user/eve"');
    expect(text).toContain('"by":"arn:aws:iam::111122223333:user/carl"');
  });

  it('goes on once one other approves what a person has proven to request', async () => {
    stack.runtime.clock.set('real');
    const asked = await waiting(stack, provenBy(stack, 'dana'));
    expect(asked.requester).toEqual({ name: 'arn:aws:iam::111122223333:user/dana', proof: 'proven' });
    expect(await answer(stack, 'dana', { ...asked, decision: 'approve' })).toMatch(/You requested this offboarding/);
    expect(await answer(stack, 'eve', { ...asked, decision: 'approve' })).toBe('SUCCEEDED');
    stack.runtime.clock.set('jump');
    expect(await ended(stack, asked.offboarding, 'OffboardingCompleted')).toMatchObject({ requester: asked.requester });
  });

  it('removes a plugin with its licence, counts both, and either can be restored', async () => {
    stack.runtime.clock.set('real');
    const asked = await waiting(stack, provenBy(stack, 'dana'), { subject: { type: 'domain', id: 'music' } });
    expect(await answer(stack, 'eve', { ...asked, decision: 'approve' })).toBe('SUCCEEDED');
    stack.runtime.clock.set('jump');
    const { rollUp, evidence } = await ended(stack, asked.offboarding, 'OffboardingCompleted');
    expect(rollUp).toMatchObject({ planned: 2, DISASSOCIATED: 2, ALREADY_GONE: 0 });
    const items = restorablesIn(JSON.parse(await objectOf(stack, evidence)));
    expect(items.map(({ label, obstacle, before }) => [label, obstacle, before])).toEqual([
      ['ranking-plugin (ZIP-PLUGIN) of music', undefined, expect.arrayContaining([expect.anything()])],
      [
        'ranking-licence (PACKAGE-LICENSE) of music',
        undefined,
        [expect.objectContaining({ PackageType: 'PACKAGE-LICENSE' })],
      ],
    ]);
  });

  it('ends with a denial', async () => {
    stack.runtime.clock.set('real');
    const asked = await waiting(stack);
    expect(await answer(stack, 'eve', { ...asked, decision: 'deny' })).toBe('SUCCEEDED');
    const { reasons, evidence } = await ended(stack, asked.offboarding, 'OffboardingRejected');
    const denial = expect.objectContaining({ reason: 'denied', by: 'arn:aws:iam::111122223333:user/eve' });
    expect(reasons).toEqual([denial]);
    expect(effects(stack)).toEqual([]);
    expect((await verified(stack, evidence)).records.at(-1)?.content).toMatchObject({ rejected: [denial] });
  });

  it('ends with a denial that comes after its approval and before its time', async () => {
    stack.runtime.clock.set('real');
    const notBefore = new Date(stack.runtime.clock.now() + 3_600_000).toISOString();
    const asked = await waiting(stack, provenBy(stack, 'dana'), { ...WEB, options: { notBefore } });
    expect(await answer(stack, 'eve', { ...asked, decision: 'approve' })).toBe('SUCCEEDED');
    await expect.poll(() => historyOf(stack, asked.execution), { timeout: 30_000 }).toContain('"WaitForStart"');
    expect(await answer(stack, 'carl', { ...asked, decision: 'deny' })).toBe('SUCCEEDED');
    stack.runtime.clock.set('jump');
    const { reasons, evidence } = await ended(stack, asked.offboarding, 'OffboardingRejected');
    const denial = expect.objectContaining({ reason: 'denied', by: 'arn:aws:iam::111122223333:user/carl' });
    expect(reasons).toEqual([denial]);
    expect(effects(stack)).toEqual([]);
    expect((await verified(stack, evidence)).records.at(-1)?.content).toMatchObject({ rejected: [denial] });
  });

  it('takes no answer with a statement that was made for another, and is spoken for once somebody stops it', async () => {
    stack.runtime.clock.set('real');
    const asked = await waiting(stack);
    const said = { ...asked, decision: 'approve' } as const;
    expect(await answer(stack, 'eve', said, { ...said, decision: 'deny' })).toMatch(/made for another answer/);
    expect(await answer(stack, 'eve', { ...said, planId: 'f00f00f00f00' })).toMatch(/the plan that waits is/);
    await stack.stopTheRunning('offboard');
    const failed = await ended(stack, asked.offboarding, 'OffboardingFailed');
    expect(failed).toMatchObject({ subject: WEB.subject, error: 'Stopped', message: 'by an operator', remaining: [] });
  });

  it('is refused as out of date where an association has changed since', async () => {
    stack.runtime.clock.set('real');
    const asked = await waiting(stack);
    associateAgain(stack.runtime.cloud, CONNECTION, HOME, 'acme/web/public:npmjs');
    removeAssociation(stack.runtime.cloud, CONNECTION, HOME, 'acme/web/public:npmjs');
    expect(await answer(stack, 'eve', { ...asked, decision: 'approve' })).toBe('SUCCEEDED');
    expect(await answer(stack, 'carl', { ...asked, decision: 'approve' })).toBe('SUCCEEDED');
    const { reasons } = await ended(stack, asked.offboarding, 'OffboardingRejected');
    expect(reasons).toEqual([expect.objectContaining({ reason: 'out-of-date', approved: asked.planId })]);
  });

  it('is invalid without requestedBy', async () => {
    const id = await offboard(stack, { ...WEB, options: { mode: 'apply', approval: 'required' } });
    const { reasons } = await ended(stack, id, 'OffboardingRejected');
    expect(reasons).toEqual([
      { reason: 'invalid', problems: [expect.objectContaining({ path: 'detail.metadata.requestedBy' })] },
    ]);
  });

  it('ends with silence past its deadline', async () => {
    const approvalDeadline = new Date(stack.runtime.clock.now() + 7_200_000).toISOString();
    const asked = await waiting(stack, {}, { ...WEB, options: { approvalDeadline } });
    const { reasons } = await ended(stack, asked.offboarding, 'OffboardingRejected');
    expect(reasons.map(({ reason }) => reason)).toEqual(['expired']);
    expect(effects(stack)).toEqual([]);
  });
});

describe('a large offboarding', () => {
  it('with guardrails overridden waits for an approval, and reads its items from the bucket, each batch so many at once', async () => {
    await using stack = await Stack.start({ size: 38 * KINDS.length, clock: 'real' });
    const overrides = ['max-associations', 'max-share-of-scanned'].map((guardrail) => ({
      guardrail,
      reason: 'We leave',
    }));
    const data = { subject: { type: 'kind', id: CONNECTION }, options: { mode: 'apply', overrides, where: PLACES } };
    const asked = await waiting(stack, provenBy(stack, 'dana'), data);
    expect(await answer(stack, 'eve', { ...asked, decision: 'approve' })).toBe('SUCCEEDED');
    stack.runtime.clock.set('jump');
    const { rollUp } = await ended(stack, asked.offboarding, 'OffboardingCompleted');
    expect(rollUp.planned).toBeGreaterThan(40);
    expect(rollUp.DISASSOCIATED).toBe(rollUp.planned);
    expect(effects(stack).filter(([, , effect]) => effect === 'disassociated')).toHaveLength(rollUp.planned ?? 0);
    // Each item's execution has stored its own result.
    const invoked = stack.runtime.calls.list().filter(({ caller }) => caller.includes('offboard-dev-collect'));
    expect(invoked).toEqual([]);
  });
});

describe('a cleanup', () => {
  it('fires by its schedule, and in plan mode changes nothing', async () => {
    await using stack = await Stack.start({ size: 400, clock: 'real', start: Date.UTC(2026, 0, 5, 1, 59, 30) });
    await stack.runtime.clock.advance(60_000);
    const { plan, policy } = (await stack.next('OffboardingPlanned')) as unknown as Data & { policy: string };
    expect(policy).toBe('public-registries-in-production');
    const { items } = JSON.parse(await objectOf(stack, plan.stored)) as { items: { target: { repository: string } }[] };
    expect(items.length).toBeGreaterThan(0);
    expect(items.filter(({ target }) => !target.repository.startsWith('prod-'))).toEqual([]);
    expect(effects(stack)).toEqual([]);
  });
});

describe('a policy that comes with the stack', () => {
  const folder = join(import.meta.dirname, '../../events/cleanups');
  const policies = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).policy);

  it('finds what it is for, and nothing else', async () => {
    await using stack = await Stack.start({ size: 164 * KINDS.length, simulation: ONE_PLACE });
    const rows = await Promise.all(
      policies.map(async (policy): Promise<[string, string[]]> => {
        const overrides = ['max-associations', 'max-share-of-scanned'].map((guardrail) => ({
          guardrail,
          reason: 'Tried',
        }));
        const id = await offboard(stack, { policy, options: { overrides } });
        const { plan } = await ended(stack, id, 'OffboardingPlanned');
        const { items } = JSON.parse(await objectOf(stack, plan.stored)) as Kept;
        return [policy.name, [...new Set(items.map(sign))]];
      }),
    );
    expect(Object.fromEntries(rows)).toEqual({
      'public-registries-in-production': ['codeartifact-external-connection prod'],
      'shares-of-departed-account': ['redshift-datashare-consumer 777788889999'],
      'stuck-packages': ['opensearch-packages ASSOCIATION_FAILED'],
      'users-on-terminated-instances': ['license-manager-user TERMINATED'],
    });
    expect(effects(stack)).toEqual([]);
  });
});

interface Kept {
  items: { kind: string; target: Record<string, string>; serviceStatus: string; snapshot: unknown }[];
}

/** By what a person would tell that an item belongs there. */
function sign({ kind, target, serviceStatus, snapshot }: Kept['items'][number]): string {
  const instance = (snapshot as { Instance?: { Status: string } }).Instance?.Status;
  const told = target.repository?.split('-')[0] ?? target.dataShareArn?.split(':')[4] ?? instance ?? serviceStatus;
  return `${kind} ${told}`;
}

describe('what was ended', () => {
  it('is polled again, and where it came back, that is published', async () => {
    await using stack = await Stack.start();
    const target = { domain: 'acme', repository: 'web', externalConnection: 'public:npmjs' };
    await stack.answerTo(await stack.ask({ association: CONNECTION, target }));
    stack.runtime.clock.set('real');
    associateAgain(stack.runtime.cloud, CONNECTION, HOME, 'acme/web/public:npmjs');
    await stack.runtime.clock.advance(3_700_000);
    const reappeared = await stack.next('AssociationReappeared');
    expect(reappeared).toMatchObject({ association: CONNECTION, target, serviceStatus: 'Available' });
  });

  it('by an offboarding is discovered again, all at once, and what came back is published', async () => {
    await using stack = await Stack.start();
    const id = await offboard(stack, { ...ACME, options: { mode: 'apply' } });
    const { rollUp } = await ended(stack, id, 'OffboardingCompleted');
    expect(rollUp.DISASSOCIATED).toBe(3);
    stack.runtime.clock.set('real');
    associateAgain(stack.runtime.cloud, CONNECTION, HOME, 'acme/web/public:npmjs');
    await stack.runtime.clock.advance(3_700_000);
    expect(await stack.next('AssociationReappeared')).toMatchObject({
      association: CONNECTION,
      target: { repository: 'web' },
      request: { causationId: id },
    });
    const polls = stack.runtime.calls.list().filter(({ caller }) => caller.includes('offboard-dev-poll'));
    expect(polls.filter(({ at }) => at > stack.runtime.clock.now() - 3_600_000)).toEqual([]);
  });
});
