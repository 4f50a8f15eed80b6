/** Evidence: it records what was done, call by call, and no other document than the stack's passes any of the verifiers. */

import { random } from '@offboard/local-aws/random';
import { verifyEvidence } from '../offboardings/evidence/verify.ts';
import { openHarness } from './common/harness.ts';
import type { Proof } from './common/proof.ts';
import { type Call, callsIn, disagreements, resultsIn } from './offboardings/evidence-calls.ts';
import {
  disassociateOne,
  type EvidenceReference,
  offboardKind,
  parseEvidence,
  readEvidence,
  readKey,
} from './offboardings/evidence-objects.ts';
import { forgeries } from './offboardings/forgeries.ts';
import { VERIFIER_COUNT, Verifiers } from './offboardings/verifiers.ts';

/** Associations of a run's cloud. */
const SIZE = 40;
/** Bytes that are changed in each document, one at a time. */
const BYTES = 200;

export const evidence: Proof = {
  claim:
    'evidence agrees with the services’ own log call by call, and every added member, relabelling, re-encoding, truncation and rebuilt chain is refused, by the command and by both scripts',
  // Two documents a run, and some hundred forgeries of each.
  full: 50,
  small: 1,
  async run({ seed, size, note }) {
    const failures: string[] = [];
    const counts = { runs: 0, items: 0, calls: 0, documents: 0, bytes: 0, forgeries: 0, verifiers: VERIFIER_COUNT };
    using verifiers = new Verifiers();
    for (let index = 0; index < size; index++) {
      const harness = await openHarness({
        seed: seed * 1_000 + index,
        size: SIZE,
        simulation: { accounts: 1, regions: 1 },
      });
      try {
        const ends = [await disassociateOne(harness, index), await offboardKind(harness, index)];
        const calls: Call[] = [];
        const found: string[] = [];
        for (const { evidence: published, ...end } of ends) {
          if (published === undefined) {
            if (end.plan?.associations ?? 1) found.push(`no evidence: ${JSON.stringify(end)}`);
            continue;
          }
          const text = await readEvidence(harness, published);
          const { records } = parseEvidence(text);
          calls.push(...callsIn(records));
          counts.items += resultsIn(records).length;
          const key = await readKey(harness, published);
          const forged = [...forgeries(text)];
          counts.documents++;
          counts.bytes += BYTES;
          found.push(...changedBytes(text, { ...published, pem: key }, random(seed, 'bytes', index)));
          counts.forgeries += forged.length;
          found.push(...verifiers.disagreements({ text, key, keyId: published.keyId, forged }));
        }
        counts.runs++;
        counts.calls += calls.length;
        failures.push(...[...found, ...disagreements(harness, calls)].map((failure) => `run ${index}: ${failure}`));
      } finally {
        await harness.close();
      }
      if (index % 20 === 19) note(`evidence: ${index + 1} of ${size}`);
    }
    return { counts, failures };
  },
};

/** Changed bytes that verification does not detect; there must be none. */
function changedBytes(
  text: string,
  { pem, ...trusted }: EvidenceReference & { pem: string },
  next: () => number,
): string[] {
  const problems = (bytes: string) => verifyEvidence(bytes, { key: pem, keyId: trusted.keyId, head: trusted.head });
  return Array.from({ length: BYTES }, () => Math.floor(next() * text.length)).flatMap((at) => {
    const other = text[at] === 'x' ? 'y' : 'x';
    const changed = text.slice(0, at) + other + text.slice(at + 1);
    return problems(changed).length > 0 ? [] : [`a changed byte at ${at} is not detected`];
  });
}
