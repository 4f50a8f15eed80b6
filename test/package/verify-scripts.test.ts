/** The scripts of docs/verify, which people run without Offboard, hold what `offboard evidence verify` holds. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { canonical } from '../../offboardings/canonical.ts';
import { evidenceOf } from '../../offboardings/evidence/contents.ts';
import type { Evidence } from '../../offboardings/evidence/document.ts';
import { makePlan } from '../../offboardings/make-plan.ts';
import { rollUp } from '../../offboardings/roll-up.ts';
import { chain, evidenceText } from '../offboardings/chain.ts';
import { connection, MADE, page, request } from '../offboardings/found.ts';
import { KEY_ID, PEM, signDigest, signed } from '../offboardings/signer.ts';

const directory = mkdtempSync(join(tmpdir(), 'offboard-verify-'));
afterAll(() => rmSync(directory, { recursive: true }));

const scripts = join(import.meta.dirname, '..', '..', 'docs', 'verify');
const file = join(directory, 'evidence.json');
const key = join(directory, 'key.pem');
writeFileSync(key, PEM);

const isInstalled = (...programs: string[]) => spawnSync('bash', ['-c', `type ${programs.join(' ')}`]).status === 0;

const VERIFIERS = [
  { name: 'Node.js', command: [process.execPath, join(scripts, 'verify-evidence.mjs')] },
  { name: 'Python', command: ['python3', join(scripts, 'verify_evidence.py')] },
].filter(({ name }) => name !== 'Python' || isInstalled('python3'));

const snapshot = {
  ...{ 10: 'ten', 9: 'nine', ü: '\u2028\u007f\u0001"\\', '\u{1f600}': '', '\ufb33': '' },
  numbers: [0, -1.5, 1e21, 1e-7, 123456789012345680000, 0.000001, 5e-324, 333333333.3333333, 4.35, 1e23, -0.1],
};
const plan = { ...makePlan(request(), [page([connection('web', { snapshot })])], MADE), breaches: [] };
const document = signed(
  evidenceOf({
    plan,
    keyId: KEY_ID,
    origin: { eventId: 'e', account: '111122223333', time: '2026-11-20T16:00:00Z' },
    execution: 'arn',
    approved: null,
    requester: { name: 'dana', proof: 'claimed' },
    results: new Map(),
    rollUp: rollUp(plan, []),
    endedAt: '2026-11-20T16:10:00Z',
  }),
);
const text = evidenceText(document);

describe.each(VERIFIERS)('the verifier in $name', ({ command }) => {
  const [program = '', ...given] = command;
  const run = (bytes: string | Uint8Array) => {
    writeFileSync(file, bytes);
    return spawnSync(program, [...given, file, key], { encoding: 'utf8' });
  };

  it('is a hundred lines at most', () => {
    expect(readFileSync(given[0] as string, 'utf8').split('\n').length - 1).toBeLessThanOrEqual(100);
  });

  it('takes what the stack signed', () => {
    const { status, stdout, stderr } = run(text);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`genuine: ${document.records.length} records of ${document.offboarding}`);
  });

  it.each<[string, string | Uint8Array]>([
    ['a changed word', text.replace('public:npmjs', 'public:pypi')],
    ['another name', evidenceText({ ...document, offboarding: 'another' })],
    ['another key’s name', evidenceText({ ...document, keyId: 'another' })],
    ['an added member', canonical({ ...document, note: 1 })],
    ['an added member of a record', withRecord({ note: 1 })],
    ['a record with members of the document', withRecord({ offboarding: 'another' })],
    ['a member twice', text.replace('{', '{"head":"x",')],
    ['white space', `${text}\n`],
    ['another order', JSON.stringify(document)],
    ['another number of the same value', text.replace('"number":1,', '"number":1.0,')],
    ['invalid UTF-8', Buffer.concat([Buffer.from(text.slice(0, -2)), Buffer.of(0xff), Buffer.from('"}')])],
    ['a lone surrogate', text.replace('ü', '\\ud800')],
    ['a record less', withoutEnd()],
    [
      'a chain computed again',
      evidenceText({ ...document, ...chain({ ...document, contents: document.records.slice(0, 3) }) }),
    ],
    ['another signature', evidenceText({ ...document, signature: signDigest(Buffer.alloc(32)).toString('base64') })],
    [
      'a signature of other spare bits',
      text.replace(/.==(?=")/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}==`),
    ],
    ['a version that is not signed', evidenceText({ ...document, version: '2' as '3' })],
    ['no JSON', '{'],
  ])('refuses %s', (_, bytes) => {
    const { status, stderr } = run(bytes);
    expect(bytes).not.toBe(text);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^NOT genuine: ./)]);
  });

  it('says how it is used', () => {
    expect(spawnSync(program, given, { encoding: 'utf8' })).toMatchObject({ status: 2 });
  });
});

it.runIf(isInstalled('jq', 'xxd', 'openssl'))('openssl verifies the signature, by the lines of the document', () => {
  const [, lines = ''] =
    /## .* openssl\?[\s\S]*?```\n([\s\S]*?)```/.exec(
      readFileSync(join(scripts, '..', 'verifying-evidence.md'), 'utf8'),
    ) ?? [];
  const openssl = (evidence: object) => {
    writeFileSync(join(directory, 'alice.json'), JSON.stringify(evidence));
    writeFileSync(join(directory, 'offboard.pem'), PEM);
    return spawnSync('bash', ['-c', lines], { cwd: directory, encoding: 'utf8' }).stdout.trim();
  };
  expect(openssl(document)).toBe('Signature Verified Successfully');
  expect(openssl({ ...document, head: document.records[0]?.hash })).toBe('Signature Verification Failure');
});

function withRecord(members: object): string {
  const [first, ...rest] = document.records;
  return canonical({ ...document, records: [{ ...first, ...members }, ...rest] });
}

function withoutEnd(): string {
  const records = document.records.slice(0, -1) as Evidence['records'];
  return evidenceText({ ...document, records, head: records.at(-1)?.hash ?? '' });
}
