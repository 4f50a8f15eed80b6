import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { expect, it } from 'vitest';
import { createDirectory, writeFile } from '../../cli/common/files.ts';

const folder = scratchFolder('files');
const modeOf = (path: string) => statSync(path).mode & 0o777;

it('writes files and makes folders for their owner alone', () => {
  createDirectory(join(folder, 'a/b'));
  writeFile(join(folder, 'a/b/plan.json'), '{}');
  expect([modeOf(join(folder, 'a')), modeOf(join(folder, 'a/b')), modeOf(join(folder, 'a/b/plan.json'))]).toEqual([
    0o700, 0o700, 0o600,
  ]);
});

it('makes a file private that others could read', () => {
  const file = join(folder, 'evidence.json');
  writeFileSync(file, 'a longer text of before');
  chmodSync(file, 0o644);
  writeFile(file, '{}');
  expect([modeOf(file), readFileSync(file, 'utf8')]).toEqual([0o600, '{}']);
});

it('writes to what is no file', () => {
  expect(() => writeFile('/dev/null', '{}')).not.toThrow();
  expect(() => writeFile(folder, '{}')).toThrow(/cannot be written/);
});
