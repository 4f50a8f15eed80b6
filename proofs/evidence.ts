/** Evidence: it records what was done, call by call, and a change of any byte is detected. */

import { random } from '@offboard/local-aws/random';
import { OUTSIDE } from '@offboard/local-aws/simulation';
import { chain, type Evidence, evidenceText, verifyEvidence } from '../offboardings/evidence.ts';
import { type Harness, openHarness } from './common/harness.ts';
import type { Proof } from './common/proof.ts';
import {
  disassociateOne,
  type EvidenceReference,
  offboardKind,
  parseEvidence,
  readEvidence,
} from './offboardings/evidence-objects.ts';

/** Associations of a run's cloud. */
const SIZE = 40;
/** Bytes that are changed in each document, one at a time. */
const BYTES = 200;

export const evidence: Proof = {
  claim:
    'evidence agrees with the services’ own log call by call, and one changed byte is detected, even where the chain is rebuilt',
  full: 200,
  small: 1,
  async run({ seed, size, note }) {
    const failures: string[] = [];
    const counts = { runs: 0, items: 0, calls: 0, bytes: 0, chains: 0 };
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
          counts.bytes += BYTES;
          counts.chains += records.length;
          found.push(...undetected(text, published, random(seed, 'bytes', index)));
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

/** Changes that verification does not detect; there must be none. */
function undetected(text: string, { head }: EvidenceReference, next: () => number): string[] {
  const untouched = verifyEvidence(text, head);
  const bytes = Array.from({ length: BYTES }, () => Math.floor(next() * text.length)).flatMap((at) => {
    const other = text[at] === 'x' ? 'y' : 'x';
    const changed = text.slice(0, at) + other + text.slice(at + 1);
    return verifyEvidence(changed, head).length > 0 ? [] : [`a changed byte at ${at} is not detected`];
  });
  return [...untouched, ...bytes, ...rebuiltChains(text, head)];
}

/** Leaves out each record in turn and rebuilds the chain: by itself it verifies, against the published head it must not. */
function rebuiltChains(text: string, head: string): string[] {
  const { offboarding, records } = parseEvidence(text);
  return records.flatMap(({ number }) => {
    const forged = chain(
      offboarding,
      records.filter((record) => record.number !== number),
    );
    const itself = verifyEvidence(evidenceText(forged), forged.head);
    if (itself.length > 0) return [`a rebuilt chain does not even verify by itself: ${itself[0]}`];
    return verifyEvidence(evidenceText(forged), head).length > 0 ? [] : [`record ${number} can be left out undetected`];
  });
}
