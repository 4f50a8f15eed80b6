/** Requests offboardings, waits for the events about them, approves them, and reads what they stored. */

import { setTimeout as tick } from 'node:timers/promises';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Identity } from '@offboard/local-aws/service';
import { statementFor } from '../../client/identity/attest.ts';
import { newMetadata } from '../../events/index.ts';
import type { Statement } from '../../events/statement.ts';
import { type Answer, answerHash } from '../../offboardings/answer.ts';
import type { Plan, PlanItem } from '../../offboardings/common/plan.ts';
import type { Bound } from '../../offboardings/statement.ts';
import { HOME } from '../../simulators/common/locations.ts';
import type { Harness } from '../common/harness.ts';

/** An event about an offboarding, as far as proofs read it. */
export interface OffboardingEvent {
  detailType: string;
  execution?: string;
  plan?: { id: string; associations: number; stored: StoredObject };
  reasons?: { reason: string; guardrail?: string }[];
  rollUp?: Record<string, number>;
  inaccessibleCount?: number;
}

interface StoredObject {
  bucket: string;
  key: string;
}

/** Somebody who reads and restores; the clock does not move for their calls. */
export const PROVER: Identity = { arn: `arn:aws:iam::${HOME.account}:user/prover`, account: HOME.account };

/** Guardrails that a proof's own cloud may exceed, each lifted with its reason. */
export const OVERRIDES = ['max-associations', 'max-share-of-scanned'].map((guardrail) => ({
  guardrail,
  reason: 'A simulated cloud of its own',
}));

export const FINAL_OFFBOARDING_EVENTS = [
  'OffboardingPlanned',
  'OffboardingRejected',
  'OffboardingCompleted',
  'OffboardingFailed',
] as const;

export const APPROVAL_REQUESTED = 'OffboardingApprovalRequested';

const POLL_MS = 5;

/** @returns its id. */
export async function requestOffboarding(harness: Harness, data: object): Promise<string> {
  const timestamp = new Date(harness.runtime.clock.now()).toISOString();
  const metadata = newMetadata({ timestamp, requestedBy: 'prover' });
  await harness.put([{ metadata, data }], 'OffboardingRequested');
  return metadata.id;
}

/** Waits for the first event of these types about the offboarding; a final one where no type is given. */
export async function waitForEvent(
  { answers }: Harness,
  id: string,
  types: readonly string[] = FINAL_OFFBOARDING_EVENTS,
): Promise<OffboardingEvent> {
  for (;;) {
    const event = answers.get(id)?.find(({ detailType }) => types.includes(detailType));
    if (event) return { detailType: event.detailType, ...(event.data as Omit<OffboardingEvent, 'detailType'>) };
    await tick(POLL_MS);
  }
}

/** Requests an offboarding and approves it a second after it has asked for that. @returns its final event. */
export async function applyApproved(harness: Harness, data: object): Promise<OffboardingEvent> {
  const { clock, watch } = harness.runtime;
  let approval: Promise<void> | undefined;
  let isScheduled = false;
  const stopWatching = watch(({ event }) => {
    const { 'detail-type': detailType, detail } = event as PublishedApprovalRequest;
    if (detailType !== APPROVAL_REQUESTED || isScheduled) return;
    isScheduled = true;
    const begin = () => {
      const release = clock.hold();
      approval = approve(harness, detail.metadata.causationId, { detailType, ...detail.data }).finally(release);
    };
    clock.at(clock.now() + 1000, begin, { advancesClock: true });
  });
  const end = await waitForEvent(harness, await requestOffboarding(harness, data));
  stopWatching();
  await approval;
  return end;
}

interface PublishedApprovalRequest {
  'detail-type': string;
  detail: { metadata: { causationId: string }; data: Omit<OffboardingEvent, 'detailType'> };
}

export async function planItems(harness: Harness, event: OffboardingEvent): Promise<PlanItem[]> {
  return (await readPlan(harness, event))?.items ?? [];
}

export async function readPlan(harness: Harness, { plan }: OffboardingEvent): Promise<Plan | undefined> {
  return plan && (JSON.parse(await readObject(harness, plan.stored)) as Plan);
}

export async function readObject({ runtime }: Harness, { bucket, key }: StoredObject): Promise<string> {
  const input = { Bucket: bucket, Key: key };
  const { Body } = await runtime.aws.call<{ Body: Uint8Array }>('s3', 'GetObject', input, { identity: PROVER });
  return Buffer.from(Body).toString('utf8');
}

/** Nobody has proven to request what a proof requests, so two people approve. */
export const APPROVERS = ['carl', 'eve'];

/** Approves, as `offboard approve` does. @throws Error where the answers do not count. */
export async function approve(harness: Harness, offboarding: string, event: OffboardingEvent): Promise<void> {
  for (const approver of APPROVERS) await approveAs(harness, approver, offboarding, event);
}

async function approveAs(harness: Harness, approver: string, offboarding: string, event: OffboardingEvent) {
  const sfn = new SFNClient(clientConfig(harness, approver));
  const executionArn = await sendAnswer(harness, approver, answerTo(offboarding, event, 'approve'));
  for (;;) {
    const { status, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'SUCCEEDED') return sfn.destroy();
    if (status !== 'RUNNING') throw new Error(`the approval did not count: ${cause}`);
    await tick(POLL_MS);
  }
}

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** The answer to the plan that this event asks an approval for. */
export function answerTo(
  offboarding: string,
  { execution, plan }: Pick<OffboardingEvent, 'execution'> & { plan?: { id: string } },
  decision: Answer['decision'],
): Answer {
  return { offboarding, run: execution?.split(':').at(-1) ?? '', planId: plan?.id ?? '', decision, reason: 'proven' };
}

/** @returns the ARN of the execution that checks the answer. */
export async function sendAnswer(harness: Harness, who: string | Credentials, answer: Answer) {
  const statement = await attest(harness, who, { purpose: 'approval', hash: answerHash(answer) });
  const sfn = new SFNClient(clientConfig(harness, who));
  const stateMachineArn = harness.runtime.info().machines.find((arn) => arn.endsWith('-answer'));
  const input = JSON.stringify({ answer, statement });
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
  sfn.destroy();
  return executionArn;
}

/** A statement of this identity. */
export async function attest(
  harness: Harness,
  who: string | Credentials,
  bound: Pick<Bound, 'purpose' | 'hash'>,
): Promise<Statement> {
  const config = clientConfig(harness, who);
  const { account, region, stack } = harness.runtime.info();
  const lambda = new LambdaClient(config);
  try {
    return await statementFor({ lambda, clientConfig: config }, { ...bound, stack: `${account}/${region}/${stack}` });
  } finally {
    lambda.destroy();
  }
}

/** @param who a user's name, or the credentials of a session. */
export function clientConfig({ runtime }: Harness, who: string | Credentials) {
  const credentials = typeof who === 'string' ? { accessKeyId: who, secretAccessKey: who } : who;
  return { endpoint: runtime.endpoint, region: runtime.info().region, credentials };
}
