import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
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

it('keeps the file that was there where the new one finds no space', () => {
  const file = join(folder, 'kept.json');
  writeFileSync(file, 'of before');
  const script = `
    import { writeFile } from '${join(import.meta.dirname, '../../cli/common/files.ts')}';
    try { writeFile('${file}', 'x'.repeat(1024 * 1024), 'the plan is stored all the same') }
    catch ({ code, message, hints }) { console.log(JSON.stringify({ code, message, hints })) }`;
  const limited = ['-c', 'ulimit -f 16; exec "$0" --input-type=module -e "$1"', process.execPath, script];
  const { stdout } = spawnSync('sh', limited, { encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual({
    code: 'FAILED',
    message: expect.stringContaining(`${file} cannot be written: EFBIG`),
    hints: ['the plan is stored all the same'],
  });
  expect([readFileSync(file, 'utf8'), readdirSync(folder).filter((name) => name.startsWith('kept'))]).toEqual([
    'of before',
    ['kept.json'],
  ]);
});
