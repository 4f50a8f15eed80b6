/** Offboarding as it is typed: plan, apply, answers, evidence, the way back and schedules, on the packaged stack. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import type { StoredPlan } from '../../client/plans/find.ts';
import type { PlanItem } from '../../offboardings/common/plan.ts';
import type { Evidence } from '../../offboardings/evidence/document.ts';
import { VIRTUAL_START } from '../../simulators/virtual-start.ts';
import { chain, evidenceText } from '../offboardings/chain.ts';
import { expectPublished } from '../package/published-schemas.ts';
import { err, folder, json, offboard, out, runtime } from './harness.ts';

const path = (name: string) => join(folder, name);

interface Planned {
  offboarding: string;
  plan: { id: string; items: { number: number; label: string }[] };
}

async function planFor(...words: string[]): Promise<Planned['plan']> {
  expect(await offboard('plan', ...words, '--json')).toBe(0);
  return json<Planned>().plan;
}

interface Applied {
  offboarding: string;
  rollUp?: Record<string, number>;
  reasons: { reason: string }[];
  difference?: { removed: unknown[]; added: unknown[]; changed: unknown[] };
}

/** What changed something in the simulated services, or tried to. */
const effects = () => runtime.cloud.effects.list().length;

describe('evidence', () => {
  it('of a single request holds against the head that was kept and published, however it was edited, and leads back', async () => {
    const words = ['domain=acme', 'repository=api', 'externalConnection=public:pypi', '--wait', '--json'];
    expect(await offboard('request', 'codeartifact-external-connection', ...words)).toBe(0);
    const { requestId, arn } = json<{ requestId: string; arn: string }>();
    expect(await offboard('evidence', arn, '--out', path('single.json'))).toBe(0);
    expect(await offboard('evidence', 'verify', path('single.json'))).toBe(0);
    const text = readFileSync(path('single.json'), 'utf8');
    expectPublished('evidence', JSON.parse(text));
    writeFileSync(path('changed.json'), text.replace('public:pypi', 'public:npmjs'));
    expect(await offboard('evidence', 'key', '--out', path('key.pem'))).toBe(0);
    const offline = ['--key', path('key.pem')];
    expect(await offboard('evidence', 'verify', path('single.json'), ...offline, '--head', JSON.parse(text).head)).toBe(
      0,
    );
    expect(await offboard('evidence', 'verify', path('changed.json'), ...offline)).toBe(1);
    expect(out).toContain('was changed');
    const forged = JSON.parse(text.replace('DISASSOCIATED', 'ALREADY_GONE')) as Evidence;
    writeFileSync(path('forged.json'), evidenceText({ ...forged, ...chain({ ...forged, contents: forged.records }) }));
    expect(await offboard('evidence', 'verify', path('forged.json'))).toBe(1);
    expect(out).toContain('signature');
    expect(await offboard('evidence', 'verify', path('single.json'), '--key', path('single.json'))).toBe(2);
    // Another request with its id is rejected; what the first one removed is still shown, and restored.
    expect(await offboard('request', 'codeartifact-external-connection', '--id', requestId, ...words)).toBe(1);
    expect(err + out).toContain('ID_USED');
    expect(await offboard('request', 'codeartifact-external-connection', '--id', requestId, ...words.slice(0, 3))).toBe(
      0,
    );
    const [, eventId = ''] = /follow it with: offboard watch (\S+)/.exec(err) ?? [];
    expect(await offboard('watch', eventId)).toBe(1);
    expect(out).toContain('ID_USED');
    for (const command of ['show', 'watch']) {
      expect(await offboard(command, requestId)).toBe(0);
      expect(out).toContain('DISASSOCIATED');
    }
    expect(await offboard('stop', requestId)).toBe(0);
    expect(out).toContain(arn);
    expect(await offboard('restore', requestId, '--yes', '--json')).toBe(0);
    expect(json<{ restored: unknown[] }>().restored).toMatchObject([
      { outcome: 'RESTORED', serviceStatus: 'Available' },
    ]);
  });
});

describe('a request that is sent again', () => {
  it('joins the first, which every command goes on meaning', async () => {
    const timestamp = new Date(runtime.clock.now()).toISOString();
    const id = '01KAJ3Z4Q8V2M6N9R1T5W7X0YD';
    const metadata = { id, version: '2', timestamp, correlationId: id, causationId: id };
    const target = {
      domain: 'acme',
      domainOwner: '111122223333',
      repository: 'api',
      externalConnection: 'public:pypi',
    };
    const detail = { metadata, data: { association: 'codeartifact-external-connection', target } };
    writeFileSync(path('again.json'), JSON.stringify({ 'detail-type': 'DisassociationRequested', detail }));
    expect(await offboard('emit', path('again.json'), '--wait', '--json')).toBe(0);
    const first = json<{ arn: string; outcome: string }>();
    expect(first.outcome).toBe('DISASSOCIATED');
    const before = effects();
    expect(await offboard('emit', path('again.json'), '--wait', '--json')).toBe(0);
    expect(err).toContain('JOINED: The same request was sent before');
    expect(json<{ arn: string }>().arn).toBe(first.arn);
    expect(effects()).toBe(before);
    expect(await offboard('show', id, '--json')).toBe(0);
    expect(json<{ arn: string }>().arn).toBe(first.arn);
    expect(await offboard('list', '--limit', '2')).toBe(0);
    expect(out).toContain('JOINED');
    expect(await offboard('restore', id, '--yes')).toBe(0);
  });
});

describe('evidence that later versions stand in front of', () => {
  it('is still what was written first, also for whoever could take the policy of the bucket away', async () => {
    const words = ['domain=acme', 'repository=docs', 'externalConnection=public:npmjs', '--wait', '--json'];
    expect(await offboard('request', 'codeartifact-external-connection', ...words)).toBe(8);
    const { arn } = json<{ arn: string }>();
    expect(await offboard('evidence', arn, '--out', path('first.json'))).toBe(0);
    const Bucket = 'offboard-dev-evidence-111122223333-us-east-1';
    const identity = { arn: 'arn:aws:iam::111122223333:user/administrator', account: '111122223333' };
    const s3 = <Output>(operation: string, input: object) =>
      runtime.aws.call<Output>('s3', operation, { Bucket, ...input }, { identity });
    const { Policy } = await s3<{ Policy: string }>('GetBucketPolicy', {});
    await s3('PutBucketPolicy', { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [] }) });
    const { Contents = [] } = await s3<{ Contents: { Key: string }[] }>('ListObjectsV2', { Prefix: 'offboardings/' });
    for (const { Key } of Contents.filter(({ Key }) => Key.endsWith('/evidence.json'))) {
      await s3('PutObject', { Key, Body: '{}' });
      await s3('DeleteObject', { Key });
    }
    await s3('PutBucketPolicy', { Policy });
    expect(await offboard('evidence', arn, '--out', path('again.json'))).toBe(0);
    expect(readFileSync(path('again.json'), 'utf8')).toBe(readFileSync(path('first.json'), 'utf8'));
    expect(await offboard('evidence', 'verify', path('again.json'))).toBe(0);
  });
});

describe('plan', () => {
  it('shows what would be removed, its impact and how to restore it, and changes nothing', async () => {
    const before = effects();
    expect(await offboard('plan', '--domain', 'acme', '--kind', 'codeartifact-external-connection')).toBe(0);
    expect(out).toContain('acme/web');
    expect(out).toContain('impact');
    expect(out).toContain('1 more repository is cut off from public:npmjs through acme/web: app');
    expect(out).toContain('how to restore');
    expect(out).toMatch(/\d associations to remove in 1 account\/Region\. Scanned \d+ resources\./);
    expect(out).toMatch(/apply it with: offboard apply [0-9a-f]{12}/);
    expect(effects()).toBe(before);
  });

  it('ends with 3 where a guardrail refuses it, and names the guardrail', async () => {
    expect(await offboard('plan', '--domain', 'acme', '--limit', '1')).toBe(3);
    expect(out.match(/max-associations/g), 'said once').toHaveLength(1);
    expect(err.trim().split('\n').at(-1)).not.toContain('0 of 1');
  });

  it('lets a guardrail be lifted by its name, with the reason shown', async () => {
    const words = ['--domain', 'acme', '--limit', '1', '--override', 'max-associations=the domain is shut down'];
    expect(await offboard('plan', ...words)).toBe(0);
    expect(out).toContain('overridden: the domain is shut down');
  });

  it.each([
    [[], 'say what is to be offboarded'],
    [['--user', 'alice', '--domain', 'acme'], 'one subject at a time'],
    [['--everything'], 'exactly one --kind'],
    [['--user', 'alice', '--kind', 'lambda'], 'is not a kind of association'],
    [['--user', 'alice', '--override', 'max-associations'], 'GUARDRAIL=REASON'],
    [['--user', 'alice', '--where-region', 'nowhere'], 'options.where.0.region'],
  ])('%j is a mistake that sends nothing', async (words, message) => {
    expect(await offboard('plan', ...words)).toBe(2);
    expect(err).toContain(message);
    expect(err).not.toContain('request 0');
  });
});

describe('apply', () => {
  it('prints the event that it would send with --dry-run, without a statement that others could send, and asks nothing', async () => {
    const plan = await planFor('--repository', 'web');
    const before = effects();
    expect(await offboard('apply', plan.id, '--dry-run')).toBe(0);
    expect(out).toContain('public:npmjs');
    const event = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as { detail: { metadata: object; data: object } };
    expect(event).toMatchObject({
      'detail-type': 'OffboardingRequested',
      detail: { data: { options: { mode: 'apply', planId: plan.id } } },
    });
    expect(event.detail.metadata).not.toHaveProperty('statement');
    expect(effects()).toBe(before);
    await offboard('list', '--kind', 'offboard', '--limit', '1', '--json');
    expect(json<{ executions: object[] }>().executions[0]).toMatchObject({ outcome: 'PLANNED' });
  });

  it('begins no earlier than --not-before, says so, and can be stopped until then', async () => {
    const plan = await planFor('--repository', 'web');
    const before = effects();
    runtime.clock.set('real');
    expect(await offboard('apply', plan.id, '--yes', '--not-before', '2h', '--no-wait', '--json')).toBe(0);
    const { offboarding } = json<Applied>();
    const shown = async () => {
      await offboard('show', offboarding);
      return out;
    };
    await expect.poll(shown, { message: 'it does not say when it begins' }).toContain('Nothing is removed before ');
    expect(out).toContain(`until then stop it with: offboard stop ${offboarding}`);
    expect(await offboard('list', '--kind', 'offboard', '--limit', '1')).toBe(0);
    expect(out).toMatch(new RegExp(`^${offboarding} +STARTS `, 'm'));
    expect(await offboard('stop', offboarding)).toBe(0);
    runtime.clock.set('jump');
    await runtime.settled();
    expect(effects()).toBe(before);
  });

  it('asks for the typed name, and touches nothing for another', async () => {
    const { id } = await planFor('--user', 'alice');
    const before = effects();
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from(['bob\n']) as typeof process.stdin);
    expect(await offboard('apply', id)).toBe(2);
    expect(err).toContain('"bob" is not "alice"');
    expect(effects()).toBe(before);
  });

  it('carries out the plan, proves it, and goes back; the old plan is then out of date', async () => {
    expect(await offboard('plan', '--user', 'alice', '--out', path('alice.json'), '--reason', 'left')).toBe(0);
    expect(await offboard('apply', path('alice.json'), '--yes', '--json')).toBe(0);
    const { offboarding, rollUp } = json<Applied>();
    expect(rollUp).toMatchObject({ planned: 1, DISASSOCIATED: 1 });

    expect(await offboard('evidence', offboarding, '--out', path('proof.json'), '--html', path('proof.html'))).toBe(0);
    expect(out).toMatch(/requester +arn:aws:iam::111122223333:user\/local \(proven\)/);
    expect(out).toContain('DisassociateUser');
    expect(readFileSync(path('proof.html'), 'utf8')).toContain('DisassociateUser');
    expectPublished('evidence', JSON.parse(readFileSync(path('proof.json'), 'utf8')));
    expect(await offboard('evidence', 'verify', path('proof.json'))).toBe(0);

    expect(await offboard('apply', path('alice.json'), '--yes', '--json')).toBe(5);
    expect(json<Applied>().difference).toMatchObject({
      removed: [{ label: expect.stringContaining('alice') }],
      added: [],
    });

    expect(await offboard('apply', path('alice.json'), '--yes', '--no-wait', '--json')).toBe(0);
    const unwatched = json<Applied>().offboarding;
    expect(err).toContain(`follow it with: offboard watch ${unwatched} --endpoint ${runtime.endpoint}`);
    await runtime.settled();
    expect(await offboard('show', unwatched)).toBe(0);

    expect(await offboard('restore', offboarding, '--yes', '--json')).toBe(0);
    expect(json<{ restored: unknown[] }>().restored).toMatchObject([{ number: 1, outcome: 'RESTORED' }]);
    expect(await offboard('restore', offboarding, '--yes', '--json')).toBe(0);
    expect(json<{ restored: unknown[] }>().restored).toMatchObject([{ outcome: 'ALREADY_ASSOCIATED' }]);
  });

  it('ends with 8 for a subject that does not exist, planned and applied, and the report does not call it done', async () => {
    expect(await offboard('plan', '--user', 'alcie', '--json')).toBe(8);
    const { plan } = json<Planned>();
    expect(await offboard('plan', '--user', 'alcie')).toBe(8);
    expect(out).toContain('user "alcie" was not found anywhere that was searched');
    expect(err).toContain('the nearest names that exist: alice');
    writeFileSync(path('alcie.json'), JSON.stringify(plan));
    expect(await offboard('apply', path('alcie.json'), '--yes')).toBe(8);
    expect(out).toContain('No user "alcie" exists');
    expect(await offboard('report', '--since', '60d', '--csv')).toBe(1);
    expect(out.split('\r\n').find((row) => row.includes('user alcie'))).toMatch(/,false,0,0,0,/);
  });

  it('ends with 10 where an account cannot be read, and with 0 where that is allowed, with the reason', async () => {
    const roleArn = 'arn:aws:iam::222233334444:role/offboard-spoke';
    const denied = { kind: 'error', code: 'AccessDenied', message: 'not this account', status: 403 } as const;
    runtime.faults.set({ ...denied, rate: 1, service: 'sts', operation: 'AssumeRole' });
    const words = [
      'plan',
      '--user',
      'alice',
      '--where-role',
      'own',
      '--where-role',
      roleArn,
      '--where-region',
      'us-east-1',
    ];
    expect(await offboard(...words)).toBe(10);
    expect(out).toContain('not this account');
    expect(await offboard(...words, '--allow-inaccessible', `${roleArn}=That account is closed`)).toBe(0);
    expect(out).toContain('(allowed: That account is closed)');
    expect(await offboard(...words, '--allow-inaccessible', roleArn)).toBe(2);
    expect(err).toContain('PLACE=REASON');
    runtime.faults.clear();
  });

  it('a single request for what does not exist ends with 8 or 9, and names what is near', async () => {
    const packages = ['request', 'opensearch-packages', 'packageIds=F123456789', '--wait'];
    expect(await offboard(...packages, 'domainName=moveis')).toBe(8);
    expect(err).toContain('the nearest names that exist: movies');
    const connection = ['request', 'codeartifact-external-connection', 'domain=acme', 'repository=web', '--wait'];
    expect(await offboard(...connection, 'externalConnection=public:pypi')).toBe(9);
    expect(err).toContain('other associations have these names, and none has all of them');
    expect(await offboard(...connection, 'externalConnection=public:pipy')).toBe(2);
    expect(err).toContain('must be one of public:npmjs');
  });

  it('a late copy of the request that ended it does not end what was restored', async () => {
    const before = effects();
    const timestamp = new Date(VIRTUAL_START).toISOString();
    const metadata = { id: 'late', version: '1', timestamp, correlationId: 'late', causationId: 'late' };
    const target = {
      username: 'alice',
      instanceId: 'i-0a1b2c3d4e5f60718',
      identityProvider: { ActiveDirectoryIdentityProvider: { DirectoryId: 'd-1234567890' } },
      domain: 'corp.example.com',
    };
    const deadline = new Date(runtime.clock.now() + 86_400_000).toISOString();
    const detail = { metadata, data: { association: 'license-manager-user', target, deadline } };
    writeFileSync(path('late.json'), JSON.stringify({ 'detail-type': 'DisassociationRequested', detail }));
    expect(await offboard('emit', path('late.json'), '--wait', '--json')).toBe(11);
    expect(json<{ outcome: string }>().outcome).toBe('SKIPPED');
    expect(effects()).toBe(before);
  });

  it('refuses a plan in a file that was edited, and says where', async () => {
    await offboard('plan', '--domain', 'acme', '--approval', 'required', '--out', path('acme.json'));
    const text = readFileSync(path('acme.json'), 'utf8');
    const plan = JSON.parse(text) as StoredPlan;
    expectPublished('plan-file', plan);
    const [first, ...others] = plan.items as [PlanItem, ...PlanItem[]];
    const { request } = plan;
    const { data } = request;
    const edited: [string, Partial<StoredPlan>][] = [
      ['items.0', { items: others }],
      ['items.0.label', { items: [{ ...first, label: 'harmless' }, ...others] }],
      ['items.0.risks', { items: [{ ...first, risks: ['none'] }, ...others] }],
      ['items.0.impact.0', { items: [{ ...first, impact: ['none'] }, ...others] }],
      [
        'request.data.subject.id',
        { request: { ...request, data: { ...data, subject: { type: 'domain', id: 'umbrella' } } } },
      ],
      [
        'request.data.options.approval',
        { request: { ...request, data: { ...data, options: { ...data.options, approval: 'none' } } } },
      ],
      [
        'request.data.options.overrides',
        {
          request: {
            ...request,
            data: {
              ...data,
              options: { ...data.options, overrides: [{ guardrail: 'max-associations', reason: 'mine' }] },
            },
          },
        },
      ],
      ['breaches.0', { breaches: [{ guardrail: 'protected-names', message: 'no' }] }],
      ['id', { id: 'f'.repeat(64) }],
    ];
    for (const [where, edit] of edited) {
      writeFileSync(path('edited.json'), JSON.stringify({ ...plan, ...edit }));
      expect(await offboard('apply', path('edited.json'), '--yes'), where).toBe(2);
      expect(err).toMatch(/edited\.json was edited: it differs from the plan [0-9a-f]{12} that the stack has/);
      expect(err).toContain(where);
    }
    // A plan that `--here` has made for this stack: its id covers the stack and what is applied.
    const foreign = text.replaceAll(request.metadata.id, '01KAJ3Z4Q8V2M6N9R1T5W7X0YZ');
    const noTerms = { ...request, data: { ...data, options: {} } };
    for (const edit of [{ items: others }, { request: noTerms }, { items: [{}] }, { request: {} }]) {
      const copy = JSON.parse(foreign) as StoredPlan;
      const metadata = { metadata: copy.request.metadata };
      const changed = { ...copy, ...edit, ...('request' in edit && { request: { ...edit.request, ...metadata } }) };
      writeFileSync(path('foreign.json'), JSON.stringify(changed));
      expect(await offboard('apply', path('foreign.json'), '--yes')).toBe(2);
      expect(err).toMatch(/was edited: its id is [0-9a-f]{12}, its content/);
    }
    const own = '111122223333/us-east-1/offboard-dev';
    for (const other of ['111122223333/us-east-1/offboard-prod', '111122223333/eu-west-1/offboard-dev', '(none)']) {
      writeFileSync(path('foreign.json'), foreign.replace(own, other));
      expect(await offboard('apply', path('foreign.json'), '--yes')).toBe(2);
      expect(err).toContain(`foreign.json is a plan of the stack ${other}; this is ${own}`);
    }
    writeFileSync(path('foreign.json'), foreign);
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from(['no\n']) as typeof process.stdin);
    expect(await offboard('apply', path('foreign.json'))).toBe(2);
    expect(err).toContain('"no" is not "acme"');
  });

  it('takes a plan by its own id or the first digits of it, and by no offboarding', async () => {
    expect(await offboard('plan', '--domain', 'acme', '--json')).toBe(0);
    const { offboarding, plan } = json<Planned>();
    expect(plan.id).toMatch(/^[0-9a-f]{64}$/);
    expect(await offboard('apply', offboarding, '--yes')).toBe(2);
    expect(err).toContain(`${offboarding} is an offboarding: name its plan`);
    expect(err).toContain(plan.id.slice(0, 12));
    expect(await offboard('apply', plan.id.slice(0, 11), '--yes')).toBe(1);
    const other = plan.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    expect(await offboard('apply', other, '--yes'), 'another that begins alike').toBe(1);
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from(['no\n']) as typeof process.stdin);
    expect(await offboard('apply', plan.id.slice(0, 12))).toBe(2);
    expect(err).toContain('"no" is not "acme"');
  });

  it('ends with 6 where a part is left, and says how far it has come', async () => {
    const plan = await planFor('--domain', 'movies', '--kind', 'opensearch-packages');
    expect(await offboard('apply', plan.id, '--yes')).toBe(6);
    expect(out).toMatch(/5 planned: 2 DISASSOCIATED, 2 FAILED, 1 TIMED_OUT/);
    expect(err).toMatch(/\d of 5 removed/);
    const [, id = ''] = new RegExp(`offboard evidence (\\S+) --endpoint ${runtime.endpoint}$`, 'm').exec(out) ?? [];
    expect(await offboard('show', id)).toBe(0);
    expect(out).toContain('5 planned: 2 DISASSOCIATED, 2 FAILED, 1 TIMED_OUT');
    expect(await offboard('list', '--kind', 'offboard', '--limit', '1')).toBe(0);
    expect(out).toMatch(/ PARTLY_DONE +\S+ +movies +offboard /);
  });
});

describe('answers', () => {
  /** Asks as the local user; the clock stands still for as long as nobody answers. */
  async function waiting(repository = 'jobs'): Promise<string> {
    const { id } = await planFor('--repository', repository);
    runtime.clock.set('real');
    expect(await offboard('apply', id, '--yes', '--approval', 'required', '--no-wait', '--json')).toBe(0);
    const { offboarding } = json<Applied>();
    const pending = async () => ((await offboard('approvals', '--json')) === 0 ? out : err);
    await expect.poll(pending, { interval: 100 }).toContain(offboarding);
    return offboarding;
  }

  it('whoever asked cannot approve; somebody else can deny, and nothing is touched', async () => {
    const offboarding = await waiting();
    const before = effects();
    expect(await offboard('approve', offboarding)).toBe(2);
    expect(await offboard('approve', offboarding, '--reason', 'fine with me')).toBe(7);
    expect(err).toMatch(/cannot approve it[\s\S]*AWS_ACCESS_KEY_ID=dana/);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'dana');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    expect(await offboard('deny', offboarding, '--reason', 'still needed')).toBe(0);
    await runtime.settled();
    expect(effects()).toBe(before);
    expect(await offboard('evidence', offboarding)).toBe(0);
    expect(out).toMatch(/rejected +denied by arn:aws:iam::111122223333:user\/dana: still needed/);
    await offboard('report', '--since', '60d', '--json');
    const { rows } = json<{ rows: { id: string; rejected: string; removed: number; failed: number }[] }>();
    expect(rows.find(({ id }) => id === offboarding)).toMatchObject({ rejected: 'denied', removed: 0, failed: 0 });
  });

  it('several are shown, confirmed at once and answered each; one that fails does not keep the others', async () => {
    const ids = [await waiting('jobs'), await waiting('web')];
    const before = effects();
    const type = (line: string) =>
      vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([`${line}\n`]) as typeof process.stdin);
    expect(await offboard('approve', ...ids, '--reason', 'fine with me', '--yes'), 'by the requester').toBe(7);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'dana');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    type('deny 3 plans');
    expect(await offboard('deny', ...ids, '--reason', 'still needed')).toBe(2);
    for (const [index, repository] of ['jobs', 'web'].entries()) {
      expect(out).toMatch(new RegExp(`^offboarding ${ids[index]}\\n.+for repository ${repository}$`, 'm'));
    }
    expect(out).toMatch(/^1 .*acme\/web/m);
    expect(await offboard('approvals', '--json')).toBe(0);
    expect(json<{ approvals: unknown[] }>().approvals).toHaveLength(2);
    type('deny 2 plans');
    expect(await offboard('deny', ...ids, 'nosuch', ids[0] as string, '--reason', 'still needed', '--json')).toBe(6);
    const by = 'arn:aws:iam::111122223333:user/dana';
    expect(json<{ answers: unknown[] }>().answers).toEqual([
      { id: 'nosuch', exitCode: 1, error: expect.objectContaining({ message: expect.stringContaining('nosuch') }) },
      ...ids.map((id) => ({
        id,
        exitCode: 0,
        answer: expect.objectContaining({ offboarding: id, decision: 'deny', reason: 'still needed', by }),
      })),
    ]);
    await runtime.settled();
    expect(effects()).toBe(before);
    for (const id of ids) expect(await offboard('watch', id)).toBe(7);
  });

  it('silence on a jumping clock comes at once, and the command says how to be in time', async () => {
    const { id } = await planFor('--repository', 'jobs');
    expect(await offboard('apply', id, '--yes', '--approval', 'required', '--approval-deadline', '5m')).toBe(7);
    expect(out).toContain('Nobody answered');
    expect(err).toContain('offboard sim clock real');
  });

  it('what is asked for after a jump is asked for by the clock of the stack', async () => {
    await runtime.clock.advance(2 * 3_600_000);
    const logs = 'arn:aws:redshift:us-east-1:444455556666:datashare:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/logs';
    const words = [`dataShareArn=${logs}`, 'consumerRegion=us-east-1', '--wait', '--json'];
    expect(await offboard('request', 'redshift-datashare-consumer', ...words)).toBe(0);
    expect(json<{ outcome: string }>().outcome).toBe('DISASSOCIATED');
    expect(await offboard('schedule', 'show', 'stuck-packages', '--json')).toBe(0);
    const { next } = json<{ next: string }>();
    expect(Date.parse(next)).toBeGreaterThan(runtime.clock.now());
  });

  it('a request that is sent twice waits once', async () => {
    const id = 'twice';
    const timestamp = new Date(runtime.clock.now()).toISOString();
    const metadata = { id, version: '1', timestamp, correlationId: id, causationId: id, requestedBy: 'erin' };
    const data = { subject: { type: 'repository', id: 'jobs' }, options: { mode: 'apply', approval: 'required' } };
    writeFileSync(
      path('twice.json'),
      JSON.stringify({ 'detail-type': 'OffboardingRequested', detail: { metadata, data } }),
    );
    runtime.clock.set('real');
    for (const _ of [1, 2]) expect(await offboard('emit', path('twice.json'))).toBe(0);
    const deny = () => offboard('deny', id, '--reason', 'still needed');
    await expect.poll(deny, { message: err, interval: 100 }).toBe(0);
    await runtime.settled();
  });

  it('what somebody else approves is carried out, with their identity in the evidence', async () => {
    const offboarding = await waiting();
    vi.stubEnv('COLUMNS', '80');
    expect(await offboard('approvals')).toBe(0);
    const [heading, row = '', ...more] = out.trimEnd().split('\n');
    expect(heading).toMatch(/^id +expires +target +to decide/);
    expect(row).toMatch(/ in \d.* approve or deny the remo/);
    expect(more).toEqual([]);
    expect(err).toContain(`answer with: offboard approve ${offboarding} --reason`);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'dana');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    const [short = ''] = row.split(' ');
    expect(await offboard('approve', short, '--reason', 'I looked at it')).toBe(0);
    expect(await offboard('approvals', '--json')).toBe(0);
    expect(json()).toEqual({ approvals: [], complete: true });
    runtime.clock.set('jump');
    await runtime.settled();
    expect(await offboard('evidence', offboarding, '--json')).toBe(0);
    const { records } = json<Evidence>();
    expect(records.find(({ type }) => type === 'approval')?.content).toMatchObject({
      approvals: [{ by: 'arn:aws:iam::111122223333:user/dana', reason: 'I looked at it' }],
    });
    expect(await offboard('deny', offboarding, '--reason', 'too late')).toBe(1);
  });
});

describe('report', () => {
  it('tells what was gone in time and what was not', async () => {
    expect(await offboard('report', '--since', '60d', '--sla', '1h', '--csv')).toBe(1);
    const [heading, ...rows] = out.trim().split('\r\n');
    expect(heading).toBe(
      'id,subject,requestedBy,requester,proof,reason,approvedBy,requestedAt,endedAt,seconds,rejected,withinSla,planned,removed,alreadyGone,neverSeen,notFound,skipped,failed,inaccessible,remaining,head',
    );
    expect(rows.find((row) => row.includes('user alice'))).toMatch(/,true,1,1,0,0,0,0,0,0,0,/);
    expect(rows.find((row) => row.includes('domain movies'))).toMatch(/,false,5,2,0,0,0,0,3,0,3,/);
  });
});

describe('schedule', () => {
  const policy = {
    description: 'Connections of one repository',
    kinds: ['codeartifact-external-connection'],
    match: { target: { repository: ['web'] } },
  };
  const file = () => {
    writeFileSync(path('policy.json'), JSON.stringify(policy));
    return path('policy.json');
  };

  it('adds a rule that runs the policy, shows what came of it, and removes it', async () => {
    expect(await offboard('schedule', 'add', 'web', file(), '--rate', '1 hour')).toBe(0);
    expect(await offboard('schedule', 'test', file(), '--json')).toBe(0);
    expect(json<Planned>().plan.items).toHaveLength(1);
    expect(await offboard('schedule', 'test', 'web', '--json')).toBe(0);
    expect(json<Planned>().plan.items).toHaveLength(1);
    expect(await offboard('schedule', 'run', 'web')).toBe(0);
    await runtime.settled();
    expect(await offboard('schedule', 'pause', 'web')).toBe(0);
    expect(await offboard('schedule', 'list', '--json')).toBe(0);
    const { schedules } = json<{ schedules: { name: string; next: string; last?: { result: string } }[] }>();
    expect(schedules.find(({ name }) => name === 'web')).toMatchObject({
      enabled: false,
      deployed: false,
      next: 'paused',
      last: { result: '1 would be removed' },
    });
    expect(await offboard('schedule', 'resume', 'web')).toBe(0);
    expect(await offboard('schedule', 'show', 'web')).toBe(0);
    expect(json()).toMatchObject(policy);
    expect(await offboard('schedule', 'remove', 'web', '--yes')).toBe(0);
    expect(await offboard('schedule', 'show', 'web')).toBe(1);
  });

  it.each([
    [['--rate', '1 hours'], "'1 hours'"],
    [['--cron', '0 2 * * * *'], "'?'"],
    [[], 'either --rate or --cron'],
  ])('refuses %j before anything is made', async (when, message) => {
    expect(await offboard('schedule', 'add', 'web', file(), ...when)).toBe(2);
    expect(err).toContain(message);
  });

  it('refuses a policy whose pattern EventBridge would refuse', async () => {
    writeFileSync(path('wrong.json'), JSON.stringify({ ...policy, match: { status: 'ACTIVE' } }));
    expect(await offboard('schedule', 'add', 'wrong', path('wrong.json'), '--rate', '1 hour')).toBe(2);
    expect(err).toContain('match');
  });

  it.each([
    ['null', 'is not a policy'],
    ['{bad', 'is not JSON'],
  ])('says what is wrong with a file of %s', async (text, message) => {
    writeFileSync(path('no-policy.json'), text);
    expect(await offboard('schedule', 'add', 'web', path('no-policy.json'), '--rate', '1 hour')).toBe(2);
    expect(err).toContain(message);
  });

  it('leaves alone what the stack deploys', async () => {
    expect(await offboard('schedule', 'remove', 'stuck-packages', '--yes')).toBe(2);
    expect(err).toContain('deployed with the stack');
  });

  it('doctor names a rule that starts nothing', async () => {
    const identity = { arn: 'arn:aws:iam::111122223333:user/someone', account: '111122223333', advancesClock: true };
    const rule = { Name: 'offboard-dev-cleanup-lost', ScheduleExpression: 'rate(1 day)' };
    await runtime.aws.call('eventbridge', 'PutRule', rule, { identity });
    expect(await offboard('doctor')).toBe(1);
    expect(out).toContain('offboard-dev-cleanup-lost');
    expect(await offboard('schedule', 'remove', 'lost', '--yes')).toBe(0);
  });
});
