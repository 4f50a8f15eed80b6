/** What a stage's stack has kept of an offboarding, or of a single disassociation. */

import type { Identity } from '@offboard/local-aws/service';
import { type AssociationEntry, listAssociations } from '@offboard/local-aws/simulation';
import type { Evidence } from '../../offboardings/evidence.ts';
import { KINDS } from '../../simulators/index.ts';
import { endings, type Stage } from '../harness.ts';
import { detailOf } from '../requests.ts';
import { ask, ENDS, hear, type Said } from './asking.ts';

/** Of a person who reads and restores; not one that moves the world by itself. */
export const PROVER: Identity = { arn: 'arn:aws:iam::111122223333:user/prover', account: '111122223333' };

/** Guardrails that a world of a proof's own may break. */
const overrides = ['max-associations', 'max-share-of-scanned'].map((guardrail) => ({
  guardrail,
  reason: 'A cloud of its own',
}));

/** Ends everything of the kind whose turn it is. @returns what was said at the end; the clock then stands. */
export async function endOneKind(stage: Stage, turn: number): Promise<Said & { evidence?: Published }> {
  stage.runtime.clock.set('jump');
  const subject = { type: 'kind', id: KINDS[turn % KINDS.length] };
  const id = await ask(stage, { subject, options: { mode: 'apply', approval: 'none', overrides } });
  const end = await hear(stage, id, ...ENDS);
  // The looks of the week after are another proof's.
  stage.runtime.clock.set('real');
  return end as Said & { evidence?: Published };
}

/** Ends the first association of the kind whose turn it is, asked for by itself. */
export async function endOneAssociation(stage: Stage, turn: number): Promise<Said & { evidence?: Published }> {
  const { clock, cloud } = stage.runtime;
  clock.set('jump');
  const id = `single-${turn}`;
  const row = listAssociations(cloud).find(({ kind }) => kind === KINDS[turn % KINDS.length]) as AssociationEntry;
  await stage.put([detailOf({ id, timestamp: clock.now(), row })]);
  // What is kept is kept after it was told.
  await stage.runtime.settled();
  clock.set('real');
  const [end] = endings(stage.answers.get(id));
  return { ...end?.data, detailType: end?.detailType ?? 'nothing' } as Said & { evidence?: Published };
}

export interface Published {
  bucket: string;
  key: string;
  head: string;
}

export async function evidenceAt(stage: Stage, { bucket, key }: Published): Promise<string> {
  const input = { Bucket: bucket, Key: key };
  const { Body } = await stage.runtime.aws.call<{ Body: Uint8Array }>('s3', 'GetObject', input, { identity: PROVER });
  return Buffer.from(Body).toString('utf8');
}

export function parsed(text: string): Evidence {
  return JSON.parse(text) as Evidence;
}
