/** The browser's verification of evidence, which shares no code with the command line's. */

import { describe, expect, it } from 'vitest';
import { verifyEvidence } from '../../console/client/common/evidence-verification.ts';
import type { Content } from '../../offboardings/evidence/document.ts';
import { chain, evidenceText } from '../offboardings/chain.ts';
import { KEY_ID, PEM, signed } from '../offboardings/signer.ts';

const contents = [
  { type: 'request', content: { claimed: { requestedBy: 'dana', reason: 'ü "\u2028" \\' } } },
  {
    type: 'end',
    content: { rollUp: { planned: 1, 10: 0.5, 9: -0, DISASSOCIATED: 1 }, endedAt: '2026-11-20T16:10:00Z' },
  },
] as unknown as Content[];
const evidence = signed({ offboarding: 'one', keyId: KEY_ID, contents });
const text = evidenceText(evidence);
const published = { publicKey: PEM, keyId: KEY_ID, head: evidence.head };

async function failedChecks(changed: string, against = published): Promise<string[]> {
  return (await verifyEvidence(changed, against))
    .filter(({ passed }) => !passed)
    .map(({ name }) => name.split(' ')[0] ?? '');
}

describe('evidence in the browser', () => {
  it('is verified as the stack has signed it', async () => {
    expect(await failedChecks(text)).toEqual([]);
  });

  it.each([
    ['another reason', text.replace('dana', 'eve')],
    ['white space', `${text}\n`],
    ['another order', JSON.stringify(evidence)],
    ['a member that no hash covers', text.replace('{"head"', '{"extra":1,"head"')],
    ['a member twice', text.replace('{"head"', '{"head":"","head"')],
    ['another offboarding', text.replace('"one"', '"two"')],
    ['a former version', text.replace('"version":"3"', '"version":"2"')],
    ['a record less', evidenceText({ ...evidence, records: evidence.records.slice(0, 1) })],
    ['another signature', text.replace(/"signature":"..../, '"signature":"AAAA')],
    ['no record', evidenceText({ ...evidence, records: [] })],
    ['no JSON', '{'],
  ])('is refused with %s', async (_, changed) => {
    expect(changed).not.toBe(text);
    expect(await failedChecks(changed)).not.toEqual([]);
  });

  it('is refused where the chain was computed again', async () => {
    const forged = chain({ offboarding: 'one', keyId: KEY_ID, contents: contents.slice(1) });
    expect(await failedChecks(evidenceText({ ...forged, signature: evidence.signature }))).toEqual(['The', 'The']);
  });

  it('is refused where another head was published, or by another key', async () => {
    expect(await failedChecks(text, { ...published, head: '0'.repeat(64) })).toHaveLength(1);
    expect(await failedChecks(text, { ...published, keyId: 'another' })).toHaveLength(1);
    expect(await failedChecks(text, { ...published, publicKey: 'no key' })).toHaveLength(1);
  });
});
