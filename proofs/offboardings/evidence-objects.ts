/** Offboardings and single disassociations that leave evidence, kind after kind, and the evidence they stored. */

import { listAssociations } from '@offboard/local-aws/simulation';
import type { Evidence } from '../../offboardings/evidence/document.ts';
import { KINDS } from '../../simulators/index.ts';
import { finalEvents, type Harness } from '../common/harness.ts';
import { detailOf } from '../common/requests.ts';
import { applyApproved, type OffboardingEvent, OVERRIDES, readObject } from './requests.ts';

export interface EvidenceReference {
  bucket: string;
  key: string;
  head: string;
  keyId: string;
}

export type EndOfRun = OffboardingEvent & { evidence?: EvidenceReference };

/** Offboards all associations of the kind whose turn it is. The clock stands afterwards. */
export async function offboardKind(harness: Harness, turn: number): Promise<EndOfRun> {
  const { clock } = harness.runtime;
  clock.set('jump');
  const subject = { type: 'kind', id: kindOf(turn) };
  const options = { mode: 'apply', overrides: OVERRIDES };
  const end = await applyApproved(harness, { subject, options });
  // The searches of the week after are another proof's.
  clock.set('real');
  return end as EndOfRun;
}

/** Disassociates the first association of the kind whose turn it is, by a request of its own. */
export async function disassociateOne(harness: Harness, turn: number): Promise<EndOfRun> {
  const { clock, cloud } = harness.runtime;
  clock.set('jump');
  const id = `single-${turn}`;
  const entry = listAssociations(cloud).find(({ kind }) => kind === kindOf(turn));
  if (entry === undefined) throw new Error(`the simulated cloud has no ${kindOf(turn)}`);
  await harness.put([detailOf({ id, timestamp: clock.now(), entry })]);
  await harness.runtime.settled();
  clock.set('real');
  const [end] = finalEvents(harness.answers.get(id));
  return { ...end?.data, detailType: end?.detailType ?? 'nothing' } as EndOfRun;
}

function kindOf(turn: number): string {
  return KINDS[turn % KINDS.length] as string;
}

/** The public key, as PEM, which lies beside the evidence. */
export async function readKey(harness: Harness, { bucket, keyId }: EvidenceReference): Promise<string> {
  return readObject(harness, { bucket, key: `keys/${keyId}.pem` });
}

export async function readEvidence(harness: Harness, reference: EvidenceReference): Promise<string> {
  return readObject(harness, reference);
}

export function parseEvidence(text: string): Evidence {
  return JSON.parse(text) as Evidence;
}
