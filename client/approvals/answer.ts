/** Answers a plan that waits for approval, with the caller's identity as STS attests it. */

import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type Answer, answerHash } from '../../offboardings/answer.ts';
import { mapConcurrently } from '../concurrency.ts';
import { ClientError } from '../errors.ts';
import { findExecution } from '../executions/find.ts';
import { listExecutions } from '../executions/list.ts';
import { isUlidPrefix } from '../executions/short-id.ts';
import { waitForNextPoll } from '../executions/wait.ts';
import { attest } from '../identity/attest.ts';
import { parseObject } from '../json.ts';
import { type OffboardingRun, readRun } from '../offboardings/run.ts';
import { shortPlanId } from '../plans/short-id.ts';
import { machineOf } from '../stack.ts';
import type { StackClient } from '../stack-client.ts';

/** How many running offboardings are searched. */
const SEARCHED = 500;

/** Local AWS accepts every access key and names its user after it. */
const OTHER_LOCAL_USER =
  'local AWS names you after your access key; be another user with AWS_ACCESS_KEY_ID=dana AWS_SECRET_ACCESS_KEY=any';

export interface GivenAnswer extends Answer {
  /** The identity that STS attested. */
  by: string;
  /** ISO 8601. */
  at: string;
  /** Approvals of others that are still missing. */
  missing: number;
  /** The ARN of the execution that validated it. */
  execution: string;
}

/**
 * @param id of the request, or the ARN of its execution: two runs of one request may wait at the same time.
 * @throws ClientError INVALID without a reason, NOT_PERMITTED where the answer does not count.
 */
export async function answerPlan(
  client: StackClient,
  id: string,
  decision: Answer['decision'],
  reason: string | undefined,
): Promise<GivenAnswer> {
  if (reason === undefined || reason.trim() === '') {
    throw new ClientError('INVALID', `a reason is required to ${decision}: it is stored with the answer`);
  }
  const answer = { ...(await pendingPlan(client, id)), decision, reason };
  const execution = await startAnswer(client, answer);
  return { ...answer, ...(await validationResult(client, execution)), execution };
}

type PendingPlan = Pick<Answer, 'offboarding' | 'run' | 'planId'>;

async function pendingPlan(client: StackClient, id: string): Promise<PendingPlan> {
  const runs = await runningOffboardings(client, id);
  const [first, ...others] = runs.flatMap(pendingPlanOf);
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined) {
    const named = [first, ...others].map(({ run, planId }) => `${run}, with plan ${shortPlanId(planId)}`);
    throw new ClientError('INVALID', `${named.length} runs of ${id} wait for approval: name one of them`, ...named);
  }
  const run = runs[0] ?? (await readRun(client, await findExecution(client, id)));
  throw new ClientError('FAILED', `offboarding ${run.offboarding} waits for no approval: its status is ${run.status}`, {
    text: 'see its steps with',
    command: `show ${run.offboarding}`,
  });
}

async function runningOffboardings(client: StackClient, id: string): Promise<OffboardingRun[]> {
  if (id.startsWith('arn:')) return [await readRun(client, id)];
  const machines = [machineOf(await client.stack(), 'offboard')];
  const running = await listExecutions(client, { machines, status: 'RUNNING', limit: SEARCHED });
  const runs = await mapConcurrently(running, ({ executionArn = '' }) => readRun(client, executionArn));
  const isMeant = (own: string) => own === id || (isUlidPrefix(id) && own.startsWith(id));
  return runs.filter(({ offboarding, name }) => isMeant(offboarding) || name === id);
}

function pendingPlanOf({ pendingApproval, planned, offboarding, name }: OffboardingRun): PendingPlan[] {
  return pendingApproval && planned ? [{ offboarding, run: name, planId: planned.id }] : [];
}

async function startAnswer(client: StackClient, answer: Answer): Promise<string> {
  const { arn } = machineOf(await client.stack(), 'answer');
  const statement = await attest(client, 'approval', answerHash(answer));
  const sfn = await client.aws.sfn();
  const input = JSON.stringify({ answer, statement });
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn: arn, input }));
  return executionArn ?? '';
}

type ValidationResult = Pick<GivenAnswer, 'by' | 'at' | 'missing'>;

async function validationResult(client: StackClient, executionArn: string): Promise<ValidationResult> {
  const sfn = await client.aws.sfn();
  for (;;) {
    const { status, output, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'SUCCEEDED') return parseObject(output) as unknown as ValidationResult;
    if (status !== 'RUNNING') {
      const hints = client.connection.local ? [OTHER_LOCAL_USER] : [];
      throw new ClientError('NOT_PERMITTED', `the answer does not count: ${cause ?? status}`, ...hints);
    }
    await waitForNextPoll(client);
  }
}
