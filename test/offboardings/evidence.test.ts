import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, toIJson } from '../../offboardings/canonical.ts';
import { type EvidenceInput, evidenceOf } from '../../offboardings/evidence/contents.ts';
import type { Evidence } from '../../offboardings/evidence/document.ts';
import { verifyEvidence } from '../../offboardings/evidence/verify.ts';
import { makePlan } from '../../offboardings/make-plan.ts';
import { rollUp } from '../../offboardings/roll-up.ts';
import { chain, evidenceText } from './chain.ts';
import { connection, MADE, page, request } from './found.ts';
import { KEY_ID, PEM, signed } from './signer.ts';

const plan = { ...makePlan(request(), [page([connection('web'), connection('api')])], MADE), breaches: [] };
const results = [1, 2].map((number) => ({
  number,
  outcome: 'DISASSOCIATED' as const,
  execution: 'arn',
  serviceStatus: 'ABSENT',
  before: { name: 'web', 10: 'ten', 9: 'nine', ü: '\u2028', lone: '\ud800' },
  after: null,
  polls: 1,
  calls: [],
  callCount: 2,
  endedAt: '2026-11-20T16:10:00Z',
}));
const input: EvidenceInput = {
  plan,
  origin: { eventId: 'e', account: '111122223333', time: '2026-11-20T16:00:00Z' },
  execution: 'arn',
  approved: null,
  requester: { name: 'dana', proof: 'claimed' },
  results: new Map(results.map((result) => [result.number, result])),
  rollUp: rollUp(plan, results),
  endedAt: '2026-11-20T16:10:00Z',
  keyId: KEY_ID,
};
const evidence = signed(evidenceOf(input));
const text = evidenceText(evidence);
const problems = (bytes: Uint8Array | string) => verifyEvidence(bytes, { key: PEM, keyId: KEY_ID });

describe('evidence', () => {
  it('has request, plan, approval, every item and the end, chained and signed', () => {
    expect(evidence.records.map(({ type }) => type)).toEqual(['request', 'plan', 'approval', 'item', 'item', 'end']);
    expect(problems(text)).toEqual([]);
    expect(verifyEvidence(text, { key: PEM, head: evidence.head })).toEqual([]);
  });

  it('says that the requester is only claimed', () => {
    const [first] = evidence.records;
    expect(first?.content).toMatchObject({ claimed: { requestedBy: 'dana' }, requester: { proof: 'claimed' } });
  });

  it('has the seconds from the request on', () => {
    expect(evidence.records.at(-1)?.content).toMatchObject({ secondsFromRequest: 600 });
  });

  it('of a denied plan says who denied it, and that nothing was started', () => {
    const rejected = [{ reason: 'denied' as const, by: 'arn:aws:iam::111122223333:user/eve' }];
    const denied = signed(evidenceOf({ ...input, results: new Map(), rollUp: rollUp(plan, []), rejected }));
    expect(problems(evidenceText(denied))).toEqual([]);
    expect(denied.records.find(({ type }) => type === 'approval')?.content).toEqual({ needed: true });
    expect(denied.records.at(-1)?.content).toMatchObject({ rejected, rollUp: { planned: 2, DISASSOCIATED: 0 } });
  });
});

describe('verification refuses', () => {
  it('any changed, missing or added byte', () => {
    const bytes = Buffer.from(text);
    const place = fc.nat({ max: bytes.length - 1 });
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), fc.constantFrom('change', 'cut', 'add'), (at, by, how) => {
        const changed = Buffer.from(bytes);
        changed[at] = ((changed[at] as number) + by) % 256;
        const other = {
          change: changed,
          cut: Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
          add: Buffer.concat([bytes.subarray(0, at), Buffer.of(by), bytes.subarray(at)]),
        }[how];
        expect(problems(other)).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('a member added to any object, also where it stands twice', () => {
    const objects = [...text.matchAll(/\{/g)].map(({ index }) => index);
    for (const member of ['"extra":1,', '"version":"3",', '"offboarding":"x",', '"__proto__":{},']) {
      for (const at of objects) {
        const changed = `${text.slice(0, at + 1)}${member}${text.slice(at + 1)}`;
        expect(problems(changed), `${member} at ${at}`).not.toEqual([]);
        expect(problems(canonical(JSON.parse(changed))), `${member} at ${at}, in order`).toEqual(
          canonical(JSON.parse(changed)) === text ? [] : expect.arrayContaining([expect.any(String)]),
        );
      }
    }
  });

  it.each<[string, string | Uint8Array]>([
    ['another offboarding’s name', evidenceText({ ...evidence, offboarding: 'another' })],
    ['another key’s name', evidenceText({ ...evidence, keyId: 'another' })],
    ['a former version', evidenceText({ ...evidence, version: '2' as '3' })],
    ['white space', `${text}\n`],
    ['another order', JSON.stringify(evidence)],
    ['escapes', text.replace('ü', '\\u00fc')],
    ['a byte order mark', `\ufeff${text}`],
    ['invalid UTF-8 for a replacement character', invalidUtf8(text)],
    ['a longer number', text.replace('"polls":1', '"polls":1.0')],
    ['a record less', withoutLast(evidence)],
    ['a signature of other spare bits', text.replace(/.==(?=")/, (end) => `${next(end[0] as string)}==`)],
    ['no signature', text.replace(/,"signature":"[^"]*"/, '')],
    ['no JSON', '{'],
    ['another shape', '{}'],
    ['deep nesting', '['.repeat(200_000)],
  ])('%s', (_, bytes) => {
    expect(bytes).not.toBe(text);
    expect(problems(bytes)).not.toEqual([]);
  });

  it('a chain that was computed again, whose signature is another’s or none’s', () => {
    const approvals = [{ by: 'nobody', person: 'nobody', at: '2026-11-20T16:05:00Z', reason: 'agreed' }];
    const forged = chain(evidenceOf({ ...input, approved: { approvals } }));
    expect(problems(evidenceText({ ...forged, signature: evidence.signature }))).toEqual([
      expect.stringMatching(/signature/),
    ]);
    const other = signed(forged);
    expect(verifyEvidence(evidenceText(other), { key: PEM, head: evidence.head })).toEqual([
      expect.stringMatching(/was published/),
    ]);
  });

  it('a record with the members of the document, which would stand in for them', () => {
    const [first, ...rest] = evidence.records;
    const records = [{ ...first, offboarding: 'another', version: '3' }, ...rest] as Evidence['records'];
    expect(problems(evidenceText({ ...evidence, offboarding: 'another', records }))).not.toEqual([]);
  });

  it('records in another order, or of another document', () => {
    const shuffled = chain({ ...evidence, contents: evidence.records.toReversed() });
    expect(problems(evidenceText(signed(shuffled)))).toEqual([expect.stringMatching(/request, plan, approval/)]);
  });
});

describe('the canonical text', () => {
  it('orders names by their UTF-16 code units, numbers among them', () => {
    expect(canonical({ 10: 1, 9: 2, '\u{1f600}': 3, '\ufb33': 4, a: undefined })).toBe(
      '{"10":1,"9":2,"\u{1f600}":3,"\ufb33":4}',
    );
  });

  it('writes numbers and strings as RFC 8785 does', () => {
    // RFC 8785, section 3.2.2.
    const numbers = [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27];
    expect(canonical({ numbers, string: '\u20ac$\u000f\u000aA\'B"\\\\"/' })).toBe(
      '{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('has no lone surrogate, which UTF-8 cannot write', () => {
    expect(toIJson({ 'a\ud800': ['\udc00', '\u{1f600}'] })).toEqual({ 'a\ufffd': ['\ufffd', '\u{1f600}'] });
  });
});

function invalidUtf8(whole: string): Buffer {
  const [before = '', after = ''] = whole.split('\ufffd');
  return Buffer.concat([Buffer.from(before), Buffer.of(0xff), Buffer.from(after)]);
}

function withoutLast(whole: Evidence): string {
  const records = whole.records.slice(0, -1);
  return evidenceText({ ...whole, records, head: records.at(-1)?.hash ?? '' });
}

/** The next letter of base64, which differs in the last bits alone. */
function next(letter: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return letters[letters.indexOf(letter) + 1] ?? 'A';
}
