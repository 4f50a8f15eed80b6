/** The commands beside plan and apply, on the caller's own account, in this process. */

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { kinds } from '../../associations/registry.ts';
import { checkClock, checkNode } from '../../cli/here/doctor.ts';
import { allowedCalls, READS } from '../../cli/here/operations.ts';
import { main } from '../../cli/main.ts';
import type { StoredPlan } from '../../client/plans/find.ts';
import { ACCOUNTS, REGIONS } from '../../simulators/common/locations.ts';
import {
  type CallerCredentials,
  caller,
  callsDuring,
  callsSince,
  far,
  fault,
  session,
  signIn,
  useFarSide,
} from './far.ts';

useFarSide('--seed', '7');

let out: string;
let err: string;
let state: string;
let signedIn: CallerCredentials[];

beforeEach(() => {
  [out, err] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += text;
    return true;
  });
  state = scratchFolder('here-commands');
  vi.stubEnv('XDG_STATE_HOME', state);
  signIn();
  signedIn = [caller];
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  expectNoSecrets();
});

/** Of whoever has signed in: in no output, and in no file, its write-ahead log included. */
function expectNoSecrets(): void {
  for (const secret of signedIn.flatMap((credentials) => Object.values(credentials) as string[])) {
    expect(`${out}${err}`).not.toContain(secret);
    for (const file of filesIn(state)) expect(readFileSync(file).includes(secret), file).toBe(false);
  }
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

async function json<Value>(...words: string[]): Promise<Value> {
  out = '';
  await main([...words, '-o', 'json']);
  return JSON.parse(out) as Value;
}

describe('export', () => {
  it('hands a plan to a deployed stack that finds the same, and to none that finds less', async () => {
    const target = { domain: 'acme', repository: 'web', externalConnection: 'public:npmjs' };
    const association = 'codeartifact-external-connection';
    writeFileSync(join(state, 'named.json'), JSON.stringify([{ association, target }]));
    const named = ['--associations', join(state, 'named.json')];
    const { plan } = await json<{ plan: StoredPlan }>('plan', ...named, '--here');
    expect(plan.items).toHaveLength(1);

    const file = join(state, 'exported.json');
    expect(await main(['export', plan.id, '--here', '--out', file])).toBe(0);
    expect(err).toContain(`offboard apply ${file} --region us-east-1`);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    expect(await main(['apply', file, '--endpoint', far, '--yes'])).toBe(0);
    expect(await main(['apply', file, '--endpoint', far, '--yes'])).toBe(5);
  });
});

interface Planned {
  plan: StoredPlan;
  searched: { account: string; region: string }[];
}

describe('a stage with parameters', () => {
  const stage = ['--here', '--stage', 'prod', '--param', 'repositories=acme/j*'];

  it('is what offboard deploy makes of them: nothing else is read, and the policy to ask for says so', async () => {
    const { plan, missingPermissions } = await json<Planned & { missingPermissions: [] }>(
      ...['plan', '--kind', 'codeartifact-external-connection', '--everything'],
      ...stage,
    );
    expect(plan.stack).toBe('111122223333/us-east-1/offboard-prod');
    expect(plan.items.map(({ label }) => label)).toEqual([expect.stringMatching(/ of acme\/jobs$/)]);
    expect(plan.inaccessible.map(({ at }) => at)).toContain('111122223333 us-east-1 acme/api');
    // The stage leaves them out, whatever the caller may do.
    expect(missingPermissions).toEqual([]);

    expect(await main(['permissions', '--for', 'plan', ...stage])).toBe(0);
    expect(out).toContain('repository/acme/j*');
  });

  it('takes no parameter that nothing reads', async () => {
    expect(await main(['plan', '--user', 'alice', '--here', '--param', 'domain=prod-*'])).toBe(2);
    expect(err).toContain('the stack has no parameter domain; it has');
  });
});

interface Finding {
  check: string;
  ok: boolean;
  found: string;
  mend?: string;
}

describe('doctor', () => {
  const examine = async () => {
    const { findings } = await json<{ findings: Finding[] }>('doctor', '--here');
    return Map.groupBy(findings, ({ check }) => check);
  };

  it('tries the reads of every kind, and says which permission is missing', async () => {
    const mend = await fault({
      kind: 'error',
      service: 'opensearch',
      operation: 'ListPackagesForDomain',
      code: 'AccessDeniedException',
      message: 'User: dana is not authorized to perform: es:ListPackagesForDomain',
      status: 403,
    });
    let found: Awaited<ReturnType<typeof examine>> | undefined;
    const calls = await callsDuring(async () => {
      found = await examine();
    });
    await mend();

    expect([...(found?.keys() ?? [])]).toEqual(['node', 'caller', 'clock', 'endpoints', 'state', ...kinds]);
    const [denied, ...others] = [...(found?.values() ?? [])].flat().filter(({ ok }) => !ok);
    expect(others).toEqual([]);
    expect(denied).toMatchObject({ check: 'opensearch-packages', mend: expect.stringContaining('ask for: {') });
    expect(denied?.mend).toContain('es:ListPackagesForDomain');
    const { operations } = allowedCalls(READS);
    const names = [...operations].map((operation) => operation.slice(operation.indexOf(':') + 1));
    const own = calls.filter((call) => call.caller.endsWith(':assumed-role/SecurityAudit/dana'));
    expect(own.length).toBeGreaterThan(kinds.length);
    expect(own.filter(({ service, operation }) => service !== 'sts' && !names.includes(operation))).toEqual([]);
  });

  it('says that the session has ended, for each kind that met it', async () => {
    const mend = await fault({ kind: 'expired-credentials', service: 'opensearch' });
    const found = await examine();
    await mend();
    expect(found.get('opensearch-packages')).toMatchObject([{ ok: false, found: 'your AWS credentials have expired' }]);
  });

  it('sends nobody’s token to an endpoint that is not encrypted', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://192.0.2.1');
    expect((await examine()).get('caller')).toMatchObject([{ ok: false, found: expect.stringContaining('encrypted') }]);
  });

  it('says that nobody is signed in, and tries nothing then', async () => {
    signIn({ ...caller, sessionToken: 'another' });
    const found = await examine();
    expect([...found.keys()].filter((check) => found.get(check)?.some(({ ok }) => !ok))).toEqual(['caller']);
    expect(found.get('caller')?.[0]?.mend).toContain('aws sso login');
    expect(found.has('state')).toBe(false);
  });
});

it.each([
  [-240_001, 'behind', false],
  [-239_000, 'behind', true],
  [239_000, 'ahead of', true],
  [300_000, 'ahead of', false],
])('a clock that is %i ms off is %s AWS’s', (skew, direction, ok) => {
  const there = Date.parse('2026-11-23T09:00:00Z');
  const check = () => checkClock(there, there + skew);
  if (ok) expect(check()).toContain(`${direction} AWS's`);
  else expect(check).toThrow(new RegExp(`${direction} AWS's, which rejects`));
});

it.each([
  ['24.4.1', { HTTPS_PROXY: 'http://proxy:3128' }, false],
  ['24.5.0', { HTTPS_PROXY: 'http://proxy:3128' }, true],
  ['25.0.0', { https_proxy: 'http://proxy:3128' }, true],
  ['24.4.1', {}, true],
])('Node %s with %o', (version, env, ok) => {
  if (ok) expect(checkNode(version, env)).toBe(version);
  else expect(() => checkNode(version, env)).toThrow('does not heed HTTPS_PROXY');
});

describe('everywhere', () => {
  const KIND = 'codeartifact-external-connection';
  const everything = ['plan', '--kind', KIND, '--everything', '--override', 'max-associations=a test'];

  it('is every account of the organization in every enabled Region, here and for a deployed stack', async () => {
    const places = ['--all-regions', '--organization', 'offboard-spoke'];
    const here = await json<Planned>(...everything, ...places, '--here');
    expect(err).toContain('not searched, since they are not active: 888899990000');
    const deployed = await json<Planned>(...everything, ...places, '--endpoint', far);

    expect(here.searched).toHaveLength(ACCOUNTS.length * REGIONS.length);
    expect(new Set(here.searched.map(({ account }) => account))).toEqual(new Set(ACCOUNTS));
    expect(new Set(here.searched.map(({ region }) => region))).toEqual(new Set(REGIONS));
    expect(here.plan.inaccessible).toEqual([]);
    expect(here.plan.items.length).toBeGreaterThan(1);
    expect(deployed.plan.id).toBe(here.plan.id);
  });

  it('takes a role of any name here, and lists the accounts that do not let it in', async () => {
    const mend = await fault({
      kind: 'error',
      service: 'sts',
      operation: 'AssumeRole',
      code: 'AccessDenied',
      message: 'User: dana is not authorized to perform: sts:AssumeRole',
      status: 403,
    });
    expect(await main([...everything, '--organization', 'Auditor', '--here', '-o', 'json'])).toBe(10);
    await mend();
    const { plan } = JSON.parse(out) as Planned;
    const roles = plan.inaccessible.map(({ where }) => where.roleArn);
    expect(roles.toSorted()).toEqual(ACCOUNTS.slice(1).map((account) => `arn:aws:iam::${account}:role/Auditor`));
  });

  it.each([
    ['organizations', 'ListAccounts', ['--organization', 'offboard-spoke'], '--where-role'],
    ['account', 'ListRegions', ['--all-regions'], '--where-region'],
  ])('asks for %s:%s where it is denied', async (service, operation, flags, instead) => {
    const mend = await fault({ kind: 'error', service, operation, code: 'AccessDeniedException', status: 403 });
    expect(await main([...everything, ...flags, '--endpoint', far])).toBe(7);
    await mend();
    expect(err).toContain(`{"Effect":"Allow","Action":["${service}:${operation}"],"Resource":["*"]}`);
    expect(err).toContain(`or use ${instead}`);
  });
});

/** As Ctrl-C does to the command that was started last. */
function interrupt(): void {
  process.listeners('SIGINT').at(-1)?.('SIGINT');
}

describe('dev --services aws', () => {
  it('runs the stack for other commands, which may do what it allows', async () => {
    const dev = main(['dev', '--services', 'aws']);
    await expect.poll(() => out, { timeout: 60_000 }).toContain('in another terminal: npx offboard plan');
    const [file = ''] = filesIn(state).filter((each) => each.endsWith('running.json'));
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const { plan } = await json<{ plan: StoredPlan }>('plan', '--repository', 'docs', '--here');
    expect(JSON.stringify(await json('list', '--here'))).toContain(plan.request.metadata.id);
    const calls = await callsDuring(async () => {
      expect(await main(['apply', plan.id, '--here', '--allow-changes', '--yes'])).toBe(7);
    });
    expect(err).toContain('allows reads only');
    expect(await main(['plan', '--repository', 'docs', '--here', '--param', 'domains=prod-*'])).toBe(7);
    expect(err).toContain('has other stage parameters');
    expect(calls.filter(({ service }) => service === 'codeartifact')).toEqual([]);
    expect(await main(['dev', '--services', 'aws'])).toBe(1);
    expect(err).toContain('runs already');

    expect(filesIn(state).some((each) => each.endsWith('-wal'))).toBe(true);
    expectNoSecrets();
    interrupt();
    expect(await dev).toBe(0);
    expect(filesIn(state)).not.toContain(file);
  });

  it('takes no flags of a simulated cloud, which takes none of its own', async () => {
    expect(await main(['dev', '--services', 'aws', '--clock', 'jump'])).toBe(2);
    expect(err).toContain('--clock goes with --services simulated only');
    expect(await main(['dev', '--param', 'domains=prod-*'])).toBe(2);
    expect(err).toContain('--param goes with --services aws only');
  });
});

it('console --here shows what was done here, and acts on nothing', async () => {
  expect(await main(['console', '--here', '--allow-actions'])).toBe(2);
  const console_ = main(['console', '--here', '--port', '0', '-o', 'json']);
  await expect.poll(() => out, { timeout: 60_000 }).toContain('address');
  const { address } = JSON.parse(out) as { address: string };
  const stack = (await (await fetch(`${address}/api/stack`)).json()) as object;
  expect(stack).toMatchObject({ local: false, here: true, actions: false, identity: expect.stringContaining('dana') });
  expect((await fetch(`${address}/_local-aws/calls`)).status).toBe(404);
  interrupt();
  expect(await console_).toBe(0);
});

describe('credentials that end', () => {
  const folder = scratchFolder('here-login');

  function login(credentials: CallerCredentials): void {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    signedIn.push(credentials);
    const lines = [
      '[default]',
      `aws_access_key_id = ${accessKeyId}`,
      `aws_secret_access_key = ${secretAccessKey}`,
      `aws_session_token = ${sessionToken}`,
    ];
    writeFileSync(join(folder, 'credentials'), lines.join('\n'));
  }

  beforeEach(() => {
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) vi.stubEnv(name, undefined);
    Object.defineProperty(process.stderr, 'isTTY', { value: true, configurable: true });
    login(caller);
  });

  afterEach(() => {
    Reflect.deleteProperty(process.stderr, 'isTTY');
  });

  it('pause an apply, which goes on after a new login and was confirmed once', async () => {
    const { plan } = await json<{ plan: StoredPlan }>('plan', '--repository', 'api', '--here');
    const calls = await callsSince();
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(
      Readable.from(['111122223333 us-east-1 SecurityAudit/dana\n']) as typeof process.stdin,
    );
    const mend = await fault({ kind: 'expired-credentials', service: 'codeartifact' });
    err = '';
    const applied = main(['apply', plan.id, '--here', '--allow-changes', '--yes']);
    await expect.poll(() => err, { timeout: 60_000 }).toContain('paused: your AWS credentials have ended');
    await mend();
    login(await session('dana-2'));

    expect(await applied, err).toBe(0);
    expect(err).toContain('goes on, as arn:aws:sts::111122223333:assumed-role/SecurityAudit/dana-2');
    expect(err.split('to confirm:')).toHaveLength(2);
    const removals = (await calls()).filter(({ operation }) => operation === 'DisassociateExternalConnection');
    expect(removals.map((call) => call.caller)).toEqual([expect.stringMatching(/dana-2$/)]);
  });
});
