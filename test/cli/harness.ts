/** A runtime of the packaged stack and a command line to type at it; what was printed stands in `out` and `err`. */

import { join } from 'node:path';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { type LocalStack, startLocalStack } from '../../cli/common/local-stack.ts';
import { main } from '../../cli/main.ts';
import { packageIfStale } from '../../packaging/build-if-stale.ts';
import { VIRTUAL_START } from '../../simulators/virtual-start.ts';
import { expectPublished } from '../package/published-schemas.ts';
import { withRareSweep } from '../rare-sweep.ts';

export let runtime: LocalStack;
/** For files a command reads or writes. */
export let folder: string;
export let out: string;
export let err: string;

beforeAll(async () => {
  await packageIfStale();
  runtime = await startLocalStack({
    packaged: join(import.meta.dirname, '../..'),
    clock: 'jump',
    start: VIRTUAL_START,
    alter: withRareSweep,
  });
  folder = scratchFolder('cli');
});

afterAll(async () => {
  await runtime.close();
});

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
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  runtime.clock.set('jump');
});

/** @returns the exit code; what earlier commands printed is forgotten. */
export async function offboard(...words: string[]): Promise<number> {
  [out, err] = ['', ''];
  const code = await main([...words, '--endpoint', runtime.endpoint]);
  const printed = PRINTED.find((name) => name === words[0]);
  if (printed !== undefined && out.startsWith('{') && !words.includes('--query')) expectPublished(printed, json());
  return code;
}

/** Commands whose JSON has a schema. */
const PRINTED = ['plan', 'list', 'report'] as const;

/** What stdout said, one value. */
export function json<Value>(): Value {
  return JSON.parse(out) as Value;
}
