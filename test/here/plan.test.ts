/** A plan of the caller's own account with nothing deployed: the same as the deployed stack's, and only reads go there. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { kinds } from '../../associations/registry.ts';
import { allowedCalls, READS } from '../../cli/here/operations.ts';
import { main } from '../../cli/main.ts';
import type { StoredPlan } from '../../client/plans/find.ts';
import { ACCOUNTS } from '../../simulators/common/locations.ts';
import { expectPublished } from '../package/published-schemas.ts';
import { caller, callsDuring, far, fault, signIn, useFarSide } from './far.ts';

useFarSide('--seed', '7', '--size', '150');

let out: string;
let err: string;
let state: string;

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
  state = scratchFolder('here');
  vi.stubEnv('XDG_STATE_HOME', state);
  signIn();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

interface Planned {
  plan: StoredPlan;
  searched: { account: string; region: string }[];
  missingPermissions?: { statement: object }[];
}

async function plan(...words: string[]): Promise<Planned> {
  out = '';
  await main(['plan', ...words, '-o', 'json']);
  const planned: unknown = JSON.parse(out);
  expectPublished('plan', planned);
  return planned as Planned;
}

const EVERYTHING = (kind: string) => ['--kind', kind, '--everything', '--override', 'max-associations=a test'];

const SPOKE = `arn:aws:iam::${ACCOUNTS[1]}:role/offboard-spoke`;

const PLACES = [
  ...['own', SPOKE].flatMap((role) => ['--where-role', role]),
  ...['us-east-1', 'eu-west-1'].flatMap((region) => ['--where-region', region]),
];

/** A service's own word for when it last looked, which is never the same twice. */
function timeless(items: StoredPlan['items'] = []): unknown {
  return JSON.parse(JSON.stringify(items), (name, value) => (name === 'LastStatusCheckDate' ? 'now' : value));
}

const files = () => readdirSync(state, { recursive: true, withFileTypes: true });

/** By the domain, by the account's own lists, and by each resource in turn; `prove here` has every kind. */
const KINDS = ['opensearch-packages', 'identity-center-account-assignment', 'route53-vpc-association'] as const;

describe.each(KINDS)('everything of %s', (kind) => {
  it('is the plan of the deployed stack, and only reads of the kinds reach the account', async () => {
    const deployed = await plan(...EVERYTHING(kind), ...PLACES, '--endpoint', far);
    let here: Planned | undefined;
    const calls = await callsDuring(async () => {
      here = await plan(...EVERYTHING(kind), ...PLACES, '--here');
    });

    expect(here?.plan.inaccessible).toEqual([]);
    expect(timeless(here?.plan.items)).toEqual(timeless(deployed.plan.items));
    expect(here?.plan.id).toBe(deployed.plan.id);
    expect(here?.plan.items.length).toBeGreaterThan(3);
    expect(here?.searched).toEqual(deployed.searched);
    expect(here?.searched).toHaveLength(4);
    const { operations } = allowedCalls(READS);
    const names = [...operations].map((operation) => operation.slice(operation.indexOf(':') + 1));
    const others = calls.filter(({ service, operation }) => service !== 'sts' && !names.includes(operation));
    expect(others).toEqual([]);
    expect(calls.length).toBeGreaterThan(0);
  });
});

describe('what is kept and printed', () => {
  it('says whose account it is before anything runs, what was found, and where it was searched', async () => {
    const code = await main(['plan', '--here', '--user', 'nobody']);

    expect(code).toBe(8);
    expect(err.split('\n')[0]).toBe(
      'account 111122223333, us-east-1, as arn:aws:sts::111122223333:assumed-role/SecurityAudit/dana; reads only',
    );
    expect(out).toContain('Searched 111122223333 in us-east-1. Other accounts and Regions were not searched.');
    expect(out).not.toContain('apply it with');
  });

  it('keeps one file of its owner alone, with nothing of the credentials in it', async () => {
    const { plan: made } = await plan(...EVERYTHING(kinds[0] as string), ...PLACES, '--here');

    const [file] = files().filter((entry) => entry.isFile());
    expect(file?.name).toBe('offboard.sqlite');
    const path = join(file?.parentPath ?? '', file?.name ?? '');
    expect(path).toBe(join(state, 'offboard/dev/111122223333/us-east-1/offboard.sqlite'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    const bytes = readFileSync(path);
    expect(bytes.includes(made.id)).toBe(true);
    for (const secret of Object.values(caller)) {
      expect(bytes.includes(secret)).toBe(false);
      expect(`${out}${err}`).not.toContain(secret);
    }
  });

  it('refuses a second process on the same state', async () => {
    const [first, second] = await Promise.all([
      main(['plan', '--here', '--user', 'nobody']),
      main(['plan', '--here', '--user', 'nobody']),
    ]);

    expect([first, second].toSorted()).toEqual([1, 8]);
    expect(err).toContain('another offboard --here works on account 111122223333 in us-east-1');
  });
});

describe('credentials', () => {
  it('that have ended are said so, and nothing has run', async () => {
    signIn({ ...caller, sessionToken: 'another' });
    const calls = await callsDuring(() => main(['plan', '--here', '--user', 'alice']));

    expect(err).toContain('AWS does not know these credentials');
    expect(err).toContain('aws sso login');
    expect(calls).toEqual([]);
    expect(files()).toEqual([]);
  });

  it('that end while it runs end it, too', async () => {
    const mend = await fault({ kind: 'expired-credentials', service: 'opensearch' });
    const code = await main(['plan', '--here', ...EVERYTHING('opensearch-packages')]);
    await mend();

    expect(code).toBe(7);
    expect(err).toContain('your AWS credentials have expired');
    expect(out).toBe('');
  });

  it('without a permission are a finding, with the statement that mends it', async () => {
    const mend = await fault({
      kind: 'error',
      service: 'opensearch',
      operation: 'ListDomainNames',
      code: 'AccessDeniedException',
      message: 'User: dana is not authorized to perform: es:ListDomainNames',
      status: 403,
    });
    const { missingPermissions } = await plan(...EVERYTHING('opensearch-packages'), '--here');
    await mend();

    expect(missingPermissions).toHaveLength(1);
    expect(missingPermissions?.[0]).toMatchObject({ account: '111122223333', statement: { Effect: 'Allow' } });
    expect(JSON.stringify(missingPermissions?.[0])).toContain('es:ListDomainNames');
  });
});

it.each([['--local'], ['--endpoint', 'http://127.0.0.1:9']])('excludes %s', async (...other) => {
  expect(await main(['plan', '--here', '--user', 'alice', ...other])).toBe(2);
  expect(err).toContain(`--here and ${other[0]} exclude each other`);
});
