/** Offboardings on the local stack: how they are requested, answered and watched. */

import { setTimeout as tick } from 'node:timers/promises';
import { LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { statementFor } from '../../client/identity/attest.ts';
import type { Statement } from '../../events/statement.ts';
import { answerHash } from '../../offboardings/answer.ts';
import { requestHash } from '../../offboardings/statement.ts';
import { HOME } from '../../simulators/common/locations.ts';
import { openCloud } from '../../simulators/index.ts';
import type { Stack } from './stack.ts';

export const WEB = { subject: { type: 'repository', id: 'web' } };

export interface Data {
  execution: string;
  requester: { name: string; proof: string };
  approvalsNeeded: number;
  plan: { id: string; associations: number; stored: { bucket: string; key: string } };
  reasons: { reason: string; guardrail?: string; by?: string }[];
  rollUp: Record<string, number>;
  remaining: { label: string; outcome: string }[];
  evidence: { bucket: string; key: string; head: string; keyId: string };
  inaccessible: { kind: string; error: string }[];
}

const ENDS = ['OffboardingPlanned', 'OffboardingRejected', 'OffboardingCompleted', 'OffboardingFailed'];

/** How it is requested. */
type Given = Omit<NonNullable<Parameters<Stack['ask']>[1]>, 'detailType'>;

export const offboard = (stack: Stack, data: Record<string, unknown>, given: Given = {}) =>
  stack.ask(data, { detailType: 'OffboardingRequested', ...given });

export const ended = async (stack: Stack, id: string, detailType: string): Promise<Data> => {
  const heard = await stack.answerTo(id, detailType, ...ENDS);
  if (heard['detail-type'] !== detailType) throw new Error(`it ended otherwise: ${JSON.stringify(heard.detail.data)}`);
  return heard.detail.data as unknown as Data;
};

/** Everything that changed something, or tried to. */
export const effects = (stack: Stack) =>
  stack.runtime.cloud.effects.list().map(({ kind, key, effect }) => [kind, key, effect]);

const SIMULATED = ['simulated_resources', 'simulated_associations', 'scripted_outcomes', 'effects'];

/** Puts back what has been removed, and forgets everything that changed something. */
export function reseed({ runtime: { cloud } }: Stack): void {
  for (const table of SIMULATED) cloud.store.sql(`DELETE FROM ${table}`).run();
  openCloud(cloud);
}

export const clientConfig = (stack: Stack, accessKeyId: string) => ({
  endpoint: stack.runtime.endpoint,
  region: HOME.region,
  credentials: { accessKeyId, secretAccessKey: 'secret' },
});

export interface Said {
  offboarding: string;
  run: string;
  planId: string;
  decision: 'approve' | 'deny';
}

/** Answers as `offboard approve` and `offboard deny` do. @returns how the answer itself ended. */
export async function answer(stack: Stack, user: string, said: Said, signedFor: Said = said): Promise<string> {
  const reason = 'I looked at it';
  const { offboarding, run, planId, decision } = said;
  const given = { offboarding, run, planId, decision, reason };
  const statement = await attest(stack, user, answerHash({ ...given, decision: signedFor.decision }));
  const sfn = new SFNClient(clientConfig(stack, user));
  const stateMachineArn = stack.runtime.info().machines.find((arn) => arn.endsWith('-answer'));
  const input = JSON.stringify({ answer: given, statement });
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
  for (;;) {
    const { status, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') return cause ?? `${status}`;
    await tick(10);
  }
}

export function attest(stack: Stack, user: string, hash: string, purpose: Statement['purpose'] = 'approval') {
  const { account, region, stack: name } = stack.runtime.info();
  const clientConfigOf = clientConfig(stack, user);
  const lambda = new LambdaClient(clientConfigOf);
  return statementFor(
    { lambda, clientConfig: clientConfigOf },
    { purpose, hash, stack: `${account}/${region}/${name}` },
  );
}

export const DANA = 'arn:aws:iam::111122223333:user/dana';

/** A request that this user has proven to make. */
export const provenBy = (stack: Stack, user: string): Given => ({
  attest: (detail) => attest(stack, user, requestHash(detail), 'request'),
});

/** Asks for an offboarding that waits for an answer, while the clock is real. Without `attest`, its requester is only claimed. */
export async function waiting(
  stack: Stack,
  given: Given = {},
  data: { options?: object; [field: string]: unknown } = WEB,
) {
  const options = { mode: 'apply', approval: 'required', ...data.options };
  const id = await offboard(stack, { ...data, options }, { requestedBy: DANA, ...given });
  const asked = await ended(stack, id, 'OffboardingApprovalRequested');
  return { ...asked, offboarding: id, run: asked.execution.split(':').at(-1) ?? '', planId: asked.plan.id };
}

export async function historyOf(stack: Stack, executionArn: string): Promise<string> {
  const sfn = new SFNClient(clientConfig(stack, 'mallory'));
  return JSON.stringify(await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 })));
}
