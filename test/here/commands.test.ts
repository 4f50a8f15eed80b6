/** The commands beside plan and apply, on the caller's own account, in this process. */

import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../cli/main.ts';
import type { StoredPlan } from '../../client/plans/find.ts';
import { caller, far, signIn, useFarSide } from './far.ts';

useFarSide('--seed', '7');

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
  state = scratchFolder('here-commands');
  vi.stubEnv('XDG_STATE_HOME', state);
  signIn();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

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
    for (const secret of Object.values(caller)) expect(readFileSync(file).includes(secret)).toBe(false);

    expect(await main(['apply', file, '--endpoint', far, '--yes'])).toBe(0);
    expect(await main(['apply', file, '--endpoint', far, '--yes'])).toBe(5);
  });
});
