/** Whether the evidence in the bucket is what the stack signed and published, once, and agrees with the world. */

import { verifyEvidence } from '../../../offboardings/evidence/verify.ts';
import { isEvidenceKey } from '../../../offboardings/keys.ts';
import type { Harness } from '../../common/harness.ts';
import { callsIn, disagreements } from '../../offboardings/evidence-calls.ts';
import { type EvidenceReference, parseEvidence, readKey } from '../../offboardings/evidence-objects.ts';
import { PROVER, readObject } from '../../offboardings/requests.ts';
import type { Attack } from '../common/attack.ts';
import { bucketOf } from '../common/insider.ts';
import type { Execution } from './executions.ts';
import { approverProblems } from './identity.ts';
import { evidenceProblems } from './outcomes.ts';

export async function evidenceVerdict(attack: Attack, executions: readonly Execution[]) {
  const { harness } = attack;
  const published = new Map(
    executions.flatMap(({ finals }) => finals.flatMap(({ data }) => referenceIn(data.evidence))),
  );
  const versions = await versionsOf(harness);
  const kept = versions.filter(({ Key }) => isEvidenceKey(Key));
  const failures = [
    ...shadows(versions),
    ...kept.filter(({ Key }) => !published.has(Key)).map(({ Key }) => `no answer has the evidence ${Key}`),
  ];
  const calls = [];
  for (const reference of published.values()) {
    const text = await readObject(harness, reference);
    const problems = verifyEvidence(text, { ...reference, key: await readKey(harness, reference) });
    failures.push(...problems.map((problem) => `the evidence ${reference.key}: ${problem}`));
    const document = parseEvidence(text);
    calls.push(...callsIn(document.records));
    failures.push(...evidenceProblems(attack, document), ...approverProblems(attack, document));
  }
  return { documents: published.size, failures: [...failures, ...disagreements(harness, calls)] };
}

function referenceIn(evidence: unknown): [string, EvidenceReference][] {
  const { stored, key } = (evidence ?? {}) as Partial<EvidenceReference> & { stored?: boolean };
  return stored && key !== undefined ? [[key, evidence as EvidenceReference]] : [];
}

interface Version {
  Key: string;
  VersionId: string;
}

async function versionsOf(harness: Harness): Promise<Version[]> {
  const input = { Bucket: bucketOf(harness), Prefix: 'offboardings/' };
  const { Versions = [] } = await harness.runtime.aws.call<{ Versions?: Version[] }>(
    's3',
    'ListObjectVersions',
    input,
    {
      identity: PROVER,
    },
  );
  return Versions;
}

/** A plan, an answer or evidence that was written twice. */
function shadows(versions: readonly Version[]): string[] {
  return [...Map.groupBy(versions, ({ Key }) => Key)].flatMap(([key, { length }]) =>
    length === 1 ? [] : [`${key} has ${length} versions`],
  );
}
