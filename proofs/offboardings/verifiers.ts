/** The three verifiers of evidence: the command's own, and the scripts of docs/verify, run over many files at once. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyEvidence } from '../../offboardings/evidence/verify.ts';
import type { Forgery } from './forgeries.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** The last line runs the script for one file. */
const SCRIPT = readFileSync(join(ROOT, 'docs', 'verify', 'verify-evidence.mjs'), 'utf8').replace(
  /process\.exitCode = .*$/m,
  '',
);

/** Each runs the script's own `verify` over every file and prints those that it takes: a process a file would take hours. */
const NODE = `${SCRIPT}
const [key, ...files] = process.argv.slice(1);
for (const file of files) try { verify(readFileSync(file), readFileSync(key, 'utf8')); console.log(file); } catch {}
`;
const PYTHON = `
import sys
sys.path.insert(0, 'docs/verify')
from verify_evidence import verify
key, *files = sys.argv[1:]
for file in files:
    try:
        verify(open(file, 'rb').read(), open(key).read())
        print(file)
    except Exception:
        pass
`;

const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0;

/** The command, and each script whose language this machine has. */
export const VERIFIER_COUNT = HAS_PYTHON ? 3 : 2;

interface Documents {
  text: string;
  /** PEM. */
  key: string;
  keyId: string;
  forged: readonly Forgery[];
}

export class Verifiers implements Disposable {
  readonly #directory = mkdtempSync(join(tmpdir(), 'offboard-evidence-'));

  /** Where a verifier refuses the genuine document, or takes another. */
  disagreements({ text, key, keyId, forged }: Documents): string[] {
    const documents = [Buffer.from(text), ...forged.map(({ bytes }) => bytes)];
    const expected = [0];
    const results = {
      command: documents.flatMap((bytes, index) => (verifyEvidence(bytes, { key, keyId }).length === 0 ? [index] : [])),
      ...this.#scripts(documents, key),
    };
    return Object.entries(results).flatMap(([verifier, taken]) => [
      ...(expected.every((index) => taken.includes(index)) ? [] : [`${verifier} refuses a genuine document`]),
      ...taken.filter((index) => index > 0).map((index) => `${verifier} takes ${forged[index - 1]?.what}`),
    ]);
  }

  #scripts(documents: readonly Uint8Array[], key: string): Record<string, number[]> {
    const files = documents.map((bytes, index) => {
      const file = join(this.#directory, `${index}.json`);
      writeFileSync(file, bytes);
      return file;
    });
    const pem = join(this.#directory, 'key.pem');
    writeFileSync(pem, key);
    return {
      'verify-evidence.mjs': takenBy(process.execPath, ['--input-type=module', '-e', NODE, pem, ...files]),
      ...(HAS_PYTHON && { 'verify_evidence.py': takenBy('python3', ['-c', PYTHON, pem, ...files]) }),
    };
  }

  [Symbol.dispose](): void {
    rmSync(this.#directory, { recursive: true });
  }
}

/** The indices of the files that it takes. */
function takenBy(program: string, args: readonly string[]): number[] {
  const { stdout, stderr, status } = spawnSync(program, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
  return [...stdout.matchAll(/(\d+)\.json$/gm)].map(([, index]) => Number(index));
}
