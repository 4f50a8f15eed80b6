/** Guardrails: each is held by a test that fails without it, and what breaks one changes nothing. */

import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { random } from '@offboard/local-aws/random';
import { type Guardrail, guardrails } from '../offboardings/guardrails/index.ts';
import { openStage } from './harness.ts';
import { ask, ENDS, hear } from './offboardings/asking.ts';
import { breaking } from './offboardings/breaking.ts';
import { touched } from './offboardings/comparing.ts';
import type { Proof } from './proof.ts';

const ROOT = join(import.meta.dirname, '..');
const COPIED = ['offboardings', 'events', 'test/offboardings', 'package.json', 'tsconfig.json'];
const TEST = 'test/offboardings/guardrails.test.ts';

export const guards: Proof = {
  claim: 'each guardrail, removed from the code, makes a test fail, and a request that breaks one changes nothing',
  full: guardrails.length,
  small: 1,
  async run({ seed, size, note }) {
    const removed = guardrails.slice(0, size);
    // A copy in which nothing passes would prove nothing.
    const failures = (await passesWithout())
      ? []
      : ['the tests fail in a copy of the code from which nothing was taken'];
    for (const guardrail of removed) {
      note(`guardrails: without ${guardrail.name}`);
      if (await passesWithout(guardrail)) failures.push(`${guardrail.name}: no test fails without it`);
    }
    const { refused, problems } = await refusals(seed);
    return {
      counts: { guardrails: guardrails.length, removed: removed.length, refused },
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
    if (guardrail !== undefined) blind(join(copy, 'offboardings', 'guardrails', `${guardrail.name}.ts`));
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

/** Takes out what the guardrail finds. */
function blind(file: string): void {
  const text = readFileSync(file, 'utf8');
  const blinded = text.replace(/breaches\((.*)\) \{/, (head) => `${head}\n    if (Date.now() > 0) return [];`);
  if (blinded === text) throw new Error(`${file} has no method 'breaches' to take out`);
  writeFileSync(file, blinded);
}

/** One request for each guardrail that a request alone can break, on a world large enough for it. */
async function refusals(seed: number): Promise<{ refused: number; problems: string[] }> {
  const stage = await openStage({ seed, size: 500, simulation: { accounts: 2, regions: 1 } });
  const problems: string[] = [];
  let refused = 0;
  try {
    for (const { guardrail, data } of breaking(random('guardrails', seed))) {
      const end = await hear(stage, await ask(stage, data), ...ENDS);
      const named = (end.reasons ?? []).map((reason) => reason.guardrail);
      if (named.includes(guardrail)) refused += 1;
      else problems.push(`${guardrail}: ${JSON.stringify(data)} was not refused by it: ${JSON.stringify(end)}`);
    }
    await stage.runtime.settled();
    problems.push(...[...touched(stage.runtime.cloud, 0)].map((name) => `${name} was touched by a refused request`));
    return { refused, problems };
  } finally {
    await stage.close();
  }
}
