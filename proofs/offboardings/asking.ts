/** Asks for offboardings on a stage, waits for what is said of them, answers for people, and reads what was kept. */

import { setTimeout as tick } from 'node:timers/promises';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Identity } from '@offboard/local-aws/service';
import { proofOfIdentity } from '../../client/identity/proof.ts';
import { newMetadata } from '../../events/index.ts';
import { answerHeader } from '../../offboardings/answer.ts';
import type { PlanItem } from '../../offboardings/plan.ts';
import type { Stage } from '../harness.ts';

/** What the events of an offboarding say, as far as proofs read it. */
export interface Said {
  detailType: string;
  execution?: string;
  plan?: { id: string; associations: number; stored: { bucket: string; key: string } };
  reasons?: { reason: string; guardrail?: string }[];
  rollUp?: Record<string, number>;
  inaccessibleCount?: number;
}

const REAL_MS = 5;

/** @returns its id. */
export async function ask(stage: Stage, data: object, requestedBy = 'prover'): Promise<string> {
  const timestamp = new Date(stage.runtime.clock.now()).toISOString();
  const metadata = newMetadata({ timestamp, requestedBy });
  await stage.put([{ metadata, data }], 'OffboardingRequested');
  return metadata.id;
}

/** The first of these that is said of the offboarding. */
export async function hear(stage: Stage, id: string, ...detailTypes: string[]): Promise<Said> {
  for (;;) {
    const heard = stage.answers.get(id)?.find(({ detailType }) => detailTypes.includes(detailType));
    if (heard !== undefined) return { detailType: heard.detailType, ...(heard.data as Omit<Said, 'detailType'>) };
    await tick(REAL_MS);
  }
}

export const ENDS = ['OffboardingPlanned', 'OffboardingRejected', 'OffboardingCompleted', 'OffboardingFailed'] as const;

export async function itemsOf(stage: Stage, { plan }: Said): Promise<PlanItem[]> {
  if (plan === undefined) return [];
  const { account } = stage.runtime.info();
  const identity: Identity = { arn: `arn:aws:iam::${account}:user/prover`, account };
  const { bucket: Bucket, key: Key } = plan.stored;
  const { Body } = await stage.runtime.aws.call<{ Body: Uint8Array }>('s3', 'GetObject', { Bucket, Key }, { identity });
  return (JSON.parse(Buffer.from(Body).toString('utf8')) as { items: PlanItem[] }).items;
}

/** Approves what waits, as `offboard approve` does. @throws Error where the answer does not count. */
export async function approve(stage: Stage, offboarding: string, { execution, plan }: Said): Promise<void> {
  const credentials = { accessKeyId: 'approver', secretAccessKey: 'approver' };
  const config = { endpoint: stage.runtime.endpoint, region: stage.runtime.info().region, credentials };
  const run = execution?.split(':').at(-1) ?? '';
  const said = { offboarding, run, planId: plan?.id ?? '', decision: 'approve' } as const;
  const proof = await proofOfIdentity(config, answerHeader(said));
  const sfn = new SFNClient(config);
  const stateMachineArn = stage.runtime.info().machines.find((arn) => arn.endsWith('-answer'));
  const input = JSON.stringify({ answer: { ...said, reason: 'proven' }, proof });
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
  for (;;) {
    const { status, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'SUCCEEDED') return sfn.destroy();
    if (status !== 'RUNNING') throw new Error(`the approval did not count: ${cause}`);
    await tick(REAL_MS);
  }
}
