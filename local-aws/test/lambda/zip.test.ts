import { createWriteStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { Code } from '../../lambda/execution/code.ts';
import { readZip } from '../../lambda/execution/zip.ts';
import { scratchFolder } from '../scratch.ts';

const folder = scratchFolder('zip');

async function zipOf(add: (archive: ZipFile) => void): Promise<string> {
  const path = join(folder, 'archive.zip');
  const archive = new ZipFile();
  add(archive);
  archive.end({ comment: 'PK made here', forceZip64Format: false });
  await finished(archive.outputStream.pipe(createWriteStream(path)));
  return path;
}

describe('a zip archive', () => {
  it('is read whether its files are stored or deflated', async () => {
    const long = 'again and '.repeat(1000);
    const path = await zipOf((archive) => {
      archive.addBuffer(Buffer.from('as it is'), 'functions/ü.mjs', { compress: false });
      archive.addBuffer(Buffer.from(long), 'index.mjs', { compress: true });
    });
    const entries = readZip(readFileSync(path));
    expect(entries.map(({ name, data }) => [name, data().toString()])).toEqual([
      ['functions/ü.mjs', 'as it is'],
      ['index.mjs', long],
    ]);
  });

  it('is refused where it is none, or breaks off', async () => {
    expect(() => readZip(Buffer.from('no archive at all, but long enough'))).toThrow(/no central directory/);
    const whole = readFileSync(await zipOf((archive) => archive.addBuffer(Buffer.from('x'), 'x')));
    whole.writeUInt32LE(0, whole.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02])));
    expect(() => readZip(whole)).toThrow(/its directory breaks off/);
  });

  it('is unpacked once, and nothing of it outside its folder', async () => {
    // yazl refuses such a name, so it is patched in, in both of its places.
    const bytes = readFileSync(await zipOf((archive) => archive.addBuffer(Buffer.from('x'), 'aa/index.mjs')));
    const evil = join(folder, 'evil.zip');
    writeFileSync(evil, Buffer.from(bytes.toString('latin1').replaceAll('aa/index', '../index'), 'latin1'));
    const path = await zipOf((archive) => archive.addBuffer(Buffer.from('x'), 'deep/index.mjs'));
    const code = new Code([path, evil]);
    const unpacked = code.unpacked(path).taskRoot;
    expect(readFileSync(join(unpacked, 'deep', 'index.mjs'), 'utf8')).toBe('x');
    expect(code.unpacked(path).taskRoot).toBe(unpacked);
    expect(() => code.unpacked(evil)).toThrow(/lies outside of it/);
    code.remove();
    expect(existsSync(unpacked)).toBe(false);
  });
});
