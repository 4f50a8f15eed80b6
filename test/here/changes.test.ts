/** Changes to the caller's own account: only where they are allowed, confirmed and approved, and across a kill. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { Readable } from 'node:stream';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../cli/main.ts';
import type { StoredPlan } from '../../client/plans/find.ts';
import type { Evidence } from '../../offboardings/evidence/document.ts';
import { advance, caller, callsDuring, callsSince, ROOT, script, signIn, useFarSide } from './far.ts';

useFarSide('--seed', '7');

const ARN = 'arn:aws:sts::111122223333:assumed-role/SecurityAudit/dana';
const CONFIRMATION = '111122223333 us-east-1 SecurityAudit/dana\n';
const REMOVAL = 'DisassociateUser';
const USER = ['--user', 'alice', '--kind', 'license-manager-user'];
const KEY = 'i-0a1b2c3d4e5f60718/d-1234567890/alice@corp.example.com';

let state: string;

beforeEach(() => {
  state = scratchFolder('here-changes');
  vi.stubEnv('HOME', state);
  vi.stubEnv('XDG_STATE_HOME', state);
  signIn();
});

afterEach(() => {
  vi.unstubAllEnvs();
});

/** The command line; what is typed is its standard input. */
async function run(words: readonly string[], typed = ''): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([typed]) as typeof process.stdin);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += text;
    return true;
  });
  try {
    return { code: await main([...words, '--here']), out, err };
  } finally {
    vi.restoreAllMocks();
  }
}

/** The same as a process of its own, which can be killed. */
function start(words: readonly string[], typed: string): ChildProcess {
  const stdio = ['pipe', 'ignore', 'ignore'] as const;
  const child = spawn(process.execPath, ['bin/offboard.mjs', ...words, '--here'], { cwd: ROOT, stdio: [...stdio] });
  child.stdin?.end(typed);
  return child;
}

async function json<Value>(words: readonly string[]): Promise<Value> {
  const { out, err } = await run([...words, '-o', 'json']);
  if (out === '') throw new Error(err);
  return JSON.parse(out) as Value;
}

const plan = (...words: string[]) => json<{ plan: StoredPlan }>(['plan', ...words]).then(({ plan: made }) => made);

const apply = (id: string, ...words: string[]) => ['apply', id, '--allow-changes', '--yes', ...words];

const reached = (calls: Awaited<ReturnType<typeof callsSince>>, operation: string) =>
  expect.poll(async () => (await calls()).map((call) => call.operation)).toContain(operation);

const removals = (calls: readonly { operation: string }[]) => calls.filter(({ operation }) => operation === REMOVAL);

describe('are refused', () => {
  it('without --allow-changes, and without a terminal to confirm at', async () => {
    const { id } = await plan('--package', 'F123456789');
    const calls = await callsDuring(async () => {
      expect(await run(['apply', id, '--yes'])).toMatchObject({
        code: 2,
        err: expect.stringContaining('--allow-changes'),
      });
      const unconfirmed = await run(apply(id));
      expect(unconfirmed).toMatchObject({ code: 2, err: expect.stringContaining('Not confirmed (no terminal)') });
      expect(unconfirmed.err).toContain(`This changes associations in account 111122223333, us-east-1, as ${ARN}.`);
      expect(await run(apply(id), '111122223333 eu-west-1 SecurityAudit/dana\n')).toMatchObject({ code: 2 });
    });
    expect(calls.every(({ operation }) => operation === 'GetCallerIdentity')).toBe(true);
  });

  it('for a plan that needs an approval, unless one is claimed, which the evidence says', async () => {
    const plugin = await plan('--package', 'pkg-0123456789abcdef');
    const calls = await callsDuring(async () => {
      const refused = await run(apply(plugin.id), CONFIRMATION);
      expect(refused).toMatchObject({ code: 7, err: expect.stringContaining('needs an approval (plugin)') });
    });
    expect(calls.filter(({ operation }) => operation === 'DissociatePackages')).toEqual([]);

    const { id } = await plan('--repository', 'api', '--approval', 'required');
    expect(await run(apply(id), CONFIRMATION)).toMatchObject({ code: 7 });
    const claimed = await run(apply(id, '--approved-by-ticket', 'CHG-7', '-o', 'json'), CONFIRMATION);
    expect(claimed.err).toContain('claimed approval: CHG-7');
    const { offboarding } = JSON.parse(claimed.out) as { offboarding: string };
    const { records } = await json<Evidence>(['evidence', offboarding]);
    expect(JSON.stringify(records)).toContain(`claimed approval: CHG-7; run with --here on ${hostname()}`);
  });
});

it('are made once, however often the process is killed, and by nothing but the same command', async () => {
  // Longer than any machine takes until the clock there is advanced.
  const after = 600;
  await script('license-manager-user', KEY, { outcome: 'succeeds', after });
  const { id } = await plan(...USER);
  const begun = await callsSince();
  // Counted from the time of the first run, also by the second.
  const terms = ['--deadline', '2d'];
  const first = start(apply(id, ...terms), CONFIRMATION);
  await reached(begun, REMOVAL);
  first.kill('SIGKILL');
  await once(first, 'close');

  await plan(...USER);
  const listed = await json<{ executions: { status: string; kind?: string }[] }>(['list']);
  expect(listed.executions.filter(({ status }) => status === 'RUNNING').length).toBeGreaterThan(0);
  expect(removals(await begun())).toHaveLength(1);

  const resumed = await callsSince();
  const second = run(apply(id, ...terms, '-o', 'json'), CONFIRMATION);
  // It has read that the removal goes on there, and reads the end at its next poll.
  await reached(resumed, 'ListUserAssociations');
  await advance(after);
  const again = await second;
  expect(again.err).toContain('it also goes on:');
  expect(again.err).toContain('it goes on as arn:aws:states:');
  expect(again.code).toBe(0);
  const { offboarding, rollUp } = JSON.parse(again.out) as { offboarding: string; rollUp: Record<string, number> };
  expect(rollUp).toMatchObject({ planned: 1, DISASSOCIATED: 1 });
  expect(removals(await begun())).toHaveLength(1);
  expect((await begun()).filter(({ operation }) => operation === 'AssumeRole')).toEqual([]);

  const { records } = await json<Evidence>(['evidence', offboarding]);
  const text = JSON.stringify(records);
  expect(text).toContain(`run with --here on ${hostname()}`);
  expect(text).toContain(ARN);
  for (const secret of Object.values(caller)) expect(text).not.toContain(secret);
});

it('of one association end with the command', async () => {
  const words = [
    'codeartifact-external-connection',
    'domain=acme',
    'repository=web',
    'externalConnection=public:npmjs',
  ];
  const { code, out } = await run(['request', ...words, '--allow-changes', '-o', 'json'], CONFIRMATION);
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('DISASSOCIATED') });
});

it('are what the policy for apply has beside that for plan', async () => {
  interface Policy {
    Statement: { Action: string[]; Resource: string[] }[];
  }
  const actions = async (who: string) =>
    (await json<Policy>(['permissions', '--for', who])).Statement.flatMap(({ Action }) => Action);
  const [reads, changes] = [await actions('plan'), await actions('apply')];
  expect(reads).toContain('es:ListDomainNames');
  expect(reads).toContain('sts:AssumeRole');
  expect(reads).not.toContain('es:DissociatePackages');
  expect(changes).toEqual(expect.arrayContaining([...reads, 'es:DissociatePackages', 'es:AssociatePackages']));
  expect(await run(['permissions', '--for', 'operator'])).toMatchObject({ code: 2 });
});
