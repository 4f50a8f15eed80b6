/** Evidence: it records what was done, call by call, and no other document than the stack's passes any of the verifiers. */

import { random } from '@offboard/local-aws/random';
import { OUTSIDE } from '@offboard/local-aws/simulation';
import type { Evidence } from '../offboardings/evidence/document.ts';
import { verifyEvidence } from '../offboardings/evidence/verify.ts';
import { type Harness, openHarness } from './common/harness.ts';
import type { Proof } from './common/proof.ts';
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

type Call = ReturnType<typeof callsIn>[number];

function callsIn(records: Evidence['records']) {
  return resultsIn(records).flatMap((result) => result?.calls ?? []);
}

/** The items of an offboarding, or the one association of a single request. */
function resultsIn(records: Evidence['records']) {
  return records.flatMap((record) =>
    record.type === 'item' || record.type === 'single' ? [record.content.result] : [],
  );
}

/** Both ways: the service answered each call as the evidence says, and each call that changed something is in the evidence. */
function disagreements({ runtime }: Harness, calls: readonly Call[]): string[] {
  const logged = new Map(runtime.calls.list().map((record) => [record.requestId, record]));
  const recorded = new Map(calls.map((call) => [call.requestId, call]));
  const invented = calls.flatMap((call) => {
    const record = logged.get(call.requestId);
    if (record === undefined) return [`the service never had ${call.operation} ${call.requestId}`];
    const agrees = record.operation === call.operation && (record.result === 'OK') === (call.result === 'OK');
    return agrees ? [] : [`${call.operation} ended ${call.result}, and the service says ${record.result}`];
  });
  const concealed = runtime.cloud.effects
    .list()
    .filter(({ caller, requestId }) => caller !== OUTSIDE && recorded.get(requestId)?.mutating !== true)
    .map(({ operation, key }) => `${operation} of ${key} is not in the evidence`);
  return [...invented, ...concealed];
}

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
