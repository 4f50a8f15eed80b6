/** Guardrails: each is held by a test that fails without it, and what breaks one changes nothing. */

import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { random } from '@offboard/local-aws/random';
import { guardrails as all, type Guardrail } from '../offboardings/guardrails/index.ts';
import { KINDS } from '../simulators/index.ts';
import { openHarness } from './common/harness.ts';
import type { Proof } from './common/proof.ts';
import { guardrailBreaches } from './offboardings/guardrail-breaches.ts';
import { changedNames } from './offboardings/plan-differences.ts';
import { requestOffboarding, waitForEvent } from './offboardings/requests.ts';

const ROOT = join(import.meta.dirname, '..');
const COPIED = ['associations', 'offboardings', 'events', 'test/offboardings', 'package.json', 'tsconfig.json'];
const TEST = 'test/offboardings/guardrails.test.ts';
/** In two accounts: enough for a share of what was scanned, which counts from 50 on. */
const ASSOCIATIONS_PER_KIND = 120;

export const guardrails: Proof = {
  claim: 'each guardrail, removed from the code, makes a test fail, and a request that breaks one changes nothing',
  full: all.length,
  small: 1,
  async run({ seed, size, note }) {
    const removed = all.slice(0, size);
    // A copy in which nothing passes would prove nothing.
    const failures = (await passesWithout()) ? [] : ['the tests fail in a copy of the code with all guardrails'];
    for (const guardrail of removed) {
      note(`guardrails: without ${guardrail.name}`);
      if (await passesWithout(guardrail)) failures.push(`${guardrail.name}: no test fails without it`);
    }
    const { rejected, problems } = await rejections(seed);
    return {
      counts: { guardrails: all.length, removed: removed.length, rejected },
      failures: [...failures, ...problems],
    };
  },
};

/** Whether the tests of the guardrails pass in a copy of the code in which this one, if one is named, finds nothing. */
async function passesWithout(guardrail?: Guardrail): Promise<boolean> {
  const copy = mkdtempSync(join(tmpdir(), 'offboard-guardrails-'));
  try {
    for (const path of COPIED) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    if (guardrail !== undefined) disable(join(copy, 'offboardings', 'guardrails', `${guardrail.name}.ts`));
    const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
    const run = promisify(execFile)(process.execPath, [vitest, 'run', TEST, '--root', copy], { cwd: copy });
    return await run.then(
      () => true,
      () => false,
    );
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Makes the guardrail find nothing. */
function disable(file: string): void {
  const text = readFileSync(file, 'utf8');
  const disabled = text.replace(/breaches\((.*)\) \{/, (head) => `${head}\n    if (Date.now() > 0) return [];`);
  if (disabled === text) throw new Error(`${file} has no method 'breaches' to disable`);
  writeFileSync(file, disabled);
}

/** One request for each guardrail that a request alone can break, on a cloud large enough for it. */
async function rejections(seed: number): Promise<{ rejected: number; problems: string[] }> {
  const size = KINDS.length * ASSOCIATIONS_PER_KIND;
  const harness = await openHarness({ seed, size, simulation: { accounts: 2, regions: 1 } });
  const problems: string[] = [];
  let rejected = 0;
  try {
    for (const { guardrail, data } of guardrailBreaches(random('guardrails', seed))) {
      const end = await waitForEvent(harness, await requestOffboarding(harness, data));
      const broken = (end.reasons ?? []).map((reason) => reason.guardrail);
      if (broken.includes(guardrail)) rejected += 1;
      else problems.push(`${guardrail}: ${JSON.stringify(data)} was not rejected by it: ${JSON.stringify(end)}`);
    }
    await harness.runtime.settled();
    problems.push(
      ...[...changedNames(harness.runtime.cloud)].map((name) => `${name} was changed by a rejected request`),
    );
    return { rejected, problems };
  } finally {
    await harness.close();
  }
}
