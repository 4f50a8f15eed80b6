/** One leaver on local AWS, from the signal to the verified evidence: each step as whoever takes it does it. */

import { setTimeout as delay } from 'node:timers/promises';
import { answerPlan } from '../../client/approvals/answer.ts';
import { putEvent } from '../../client/events/put.ts';
import { findEvidence } from '../../client/evidence/find.ts';
import { signingKey } from '../../client/evidence/key.ts';
import { waitForExecution, waitForNextPoll } from '../../client/executions/wait.ts';
import { followOffboarding, sendOffboarding } from '../../client/offboardings/follow.ts';
import { createProgressReader, type OffboardingProgress } from '../../client/offboardings/progress.ts';
import { createOffboardingRequest } from '../../client/offboardings/request.ts';
import { type OffboardingRun, readRun } from '../../client/offboardings/run.ts';
import { readPlan, type StoredPlan } from '../../client/plans/find.ts';
import { createStackClient, type StackClient } from '../../client/stack-client.ts';
import type { OffboardingRequest } from '../../events/offboarding-requested.ts';
import { verifyEvidence } from '../../offboardings/evidence/verify.ts';
import { SPOKE } from '../../simulators/common/locations.ts';
import type { LocalStack } from '../common/local-stack.ts';

/** Of the simulated cloud: she has associations of several kinds in two accounts. */
export const LEAVER = 'dana';
/** Users of local AWS, which names them after their access keys. */
export const [REQUESTER, APPROVER] = ['olivia', 'erin'];
export const APPROVAL_REASON = 'agreed';
export const SPOKE_ROLE = `arn:aws:iam::${SPOKE.account}:role/offboard-spoke`;

/** Real milliseconds in which a step ends, on a busy machine too. */
const TIMEOUT = 600_000;

/** What happens, in this order, to whoever shows it. */
export interface LeaverEvents {
  signalled(): void;
  /** The subject of a message to people. */
  noticed(subject: string): void;
  planned(plan: StoredPlan): void;
  approved(offboarding: string): void;
  progressed(progress: OffboardingProgress): void;
}

export interface LeaverResult {
  offboarding: string;
  status: string;
  planned: number;
  removed: number;
  /** Of the signed evidence. */
  records: number;
  keyId: string;
  /** Of its verification; none where it is what the stack signed. */
  problems: string[];
}

/** @throws Error where a step does not end as it should. */
export async function offboardLeaver(
  { connection, signal }: StackClient,
  runtime: LocalStack,
  events: LeaverEvents,
): Promise<LeaverResult> {
  const as = (user: string): StackClient => {
    const credentials = { accessKeyId: user, secretAccessKey: 'any' };
    const clientConfig = { ...connection.clientConfig, credentials };
    return createStackClient({ ...connection, clientConfig }, signal);
  };
  const [hr, requester, approver] = [as('hr'), as(REQUESTER), as(APPROVER)];
  const notices = noticesOf(runtime, signal);
  await signalLeaving(hr);
  events.signalled();
  events.noticed(await notices.next());
  const plan = await planned(requester);
  events.planned(plan);
  // A jumping clock would leave nobody time to answer.
  runtime.clock.set('real');
  const request = await createOffboardingRequest(requester, applied(plan), { reason: 'left the company' }, plan);
  const execution = await sendOffboarding(requester, request);
  const { id } = request.metadata;
  await waitingForApproval(requester, execution);
  events.noticed(await notices.next());
  await answerPlan(approver, id, 'approve', APPROVAL_REASON);
  events.approved(id);
  runtime.clock.set('jump');
  const run = await followed(requester, execution, events.progressed);
  events.noticed(await notices.next());
  return { ...(await evidenceOf(approver, id)), ...resultOf(run) };
}

/** Messages of the stack's topic, one after the other; the other sinks are sent the same. */
function noticesOf({ outbox }: LocalStack, signal: AbortSignal) {
  const published = () => outbox.list().filter(({ service }) => service === 'sns');
  let seen = published().length;
  return {
    async next(): Promise<string> {
      const limit = performance.now() + TIMEOUT;
      for (;;) {
        const item = published()[seen];
        if (item !== undefined) {
          seen++;
          return item.subject ?? '';
        }
        if (performance.now() > limit) throw new Error('nobody was told what happened');
        await delay(50, undefined, { signal });
      }
    },
  };
}

/** As an HR system does. */
async function signalLeaving(client: StackClient): Promise<void> {
  const occurredAt = (await client.now()).toISOString();
  const detail = { eventId: `${LEAVER} ${occurredAt}`, occurredAt, person: { username: LEAVER } };
  const eventId = await putEvent(client, { source: 'hr', detailType: 'PersonLeaving', detail });
  const started = await waitForExecution(client, { eventId, role: 'signal' }, performance.now() + TIMEOUT);
  if (started === undefined) throw new Error('the signal started nothing');
}

/** In the stack's account and in the spoke account. */
async function planned(client: StackClient): Promise<StoredPlan> {
  const request = await createOffboardingRequest(
    client,
    {
      subject: { type: 'user', id: LEAVER },
      options: { mode: 'plan', where: [{ region: SPOKE.region }, { region: SPOKE.region, roleArn: SPOKE_ROLE }] },
    },
    { reason: 'left the company' },
  );
  const run = await followed(client, await sendOffboarding(client, request));
  const plan = await readPlan(client, run.offboarding, run.name);
  if (plan === undefined || run.status !== 'SUCCEEDED') throw new Error(`planning ended ${run.status}: ${run.cause}`);
  return plan;
}

/** Nothing in it is risky enough to need an approval by itself. */
function applied({ request: { data } }: StoredPlan): OffboardingRequest['data'] {
  return { ...data, options: { ...data.options, approval: 'required' } };
}

async function waitingForApproval(client: StackClient, execution: string): Promise<void> {
  for (;;) {
    const { pendingApproval, status, cause } = await readRun(client, execution);
    if (pendingApproval !== undefined) return;
    if (status !== 'RUNNING') throw new Error(`the offboarding ended ${status} before it was approved: ${cause}`);
    await waitForNextPoll(client);
  }
}

function followed(
  client: StackClient,
  execution: string,
  show: LeaverEvents['progressed'] = () => {},
): Promise<OffboardingRun> {
  const progressOf = createProgressReader(client);
  return followOffboarding(client, execution, {
    until: performance.now() + TIMEOUT,
    async onProgress(run) {
      if (run.applying) show(await progressOf(run));
    },
  });
}

function resultOf({ offboarding, status, rollUp }: OffboardingRun) {
  return { offboarding, status, planned: rollUp?.planned ?? 0, removed: rollUp?.DISASSOCIATED ?? 0 };
}

async function evidenceOf(client: StackClient, id: string) {
  const { document, text } = await findEvidence(client, id);
  const { text: key, keyId } = await signingKey(client);
  return { records: document.records.length, keyId, problems: verifyEvidence(text, { key, keyId }) };
}
