import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Code } from '../../lambda/execution/code.ts';
import { scratchFolder } from '../scratch.ts';
import { Bundles, given, invoke, startRuntime } from './runtime.ts';

const DAY = 24 * 60 * 60 * 1000;

const bundles = new Bundles();
let zip: string;

beforeAll(async () => {
  zip = await bundles.zip('kept', `export const handler = () => process.env.NODE_COMPILE_CACHE ?? 'none';`);
});

describe('a directory for code', () => {
  it('holds what V8 compiled of it for the next run, and the function sees nothing of that', async () => {
    const codeCache = scratchFolder('code');
    for (const _ of ['first run', 'second run']) {
      await using runtime = await startRuntime([given('kept', zip)], { codeCache });
      expect((await invoke(runtime, 'kept')).payload).toBe('none');
    }
    const [only, ...others] = readdirSync(codeCache);
    expect(others).toEqual([]);
    const { taskRoot, compiled } = new Code([zip], codeCache).unpacked(zip);
    expect(dirname(taskRoot)).toBe(join(codeCache, only as string));
    expect(readdirSync(taskRoot)).toEqual(['index.mjs']);
    expect(readdirSync(compiled, { recursive: true }).length).toBeGreaterThan(1);
  });

  it('keeps another folder for other code, and loses what no run has used for a week', async () => {
    const directory = scratchFolder('code');
    const other = await bundles.zip('other', 'export const handler = () => 1;');
    const folder = (code: Code, path: string) => dirname(code.unpacked(path).taskRoot);
    const first = new Code([zip, other], directory);
    const [kept, old] = [folder(first, zip), folder(first, other)];
    expect(kept).not.toBe(old);
    const sixDaysAgo = new Date(Date.now() - 6 * DAY);
    const eightDaysAgo = new Date(Date.now() - 8 * DAY);
    utimesSync(kept, sixDaysAgo, sixDaysAgo);
    utimesSync(old, eightDaysAgo, eightDaysAgo);
    const second = new Code([zip], directory);
    expect(folder(second, zip)).toBe(kept);
    expect(existsSync(old)).toBe(false);
    // A run that had it goes on with it.
    expect(existsSync(first.unpacked(other).taskRoot)).toBe(true);
  });

  it.each([
    ['absent', undefined],
    ['not to be written', 'file/below'],
  ])('that is %s is a temporary one', (_, name) => {
    const folder = scratchFolder('code');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'file'), '');
    const code = new Code([zip], name && join(folder, name));
    const { taskRoot } = code.unpacked(zip);
    expect(existsSync(taskRoot)).toBe(true);
    code.remove();
    expect(existsSync(taskRoot)).toBe(false);
  });
});
