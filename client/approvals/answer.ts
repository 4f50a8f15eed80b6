import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type Answer, answerHash } from '../../offboardings/answer.ts';
import { ClientError } from '../errors.ts';
import { waitForNextPoll } from '../executions/wait.ts';
import { attest } from '../identity/attest.ts';
import { parseObject } from '../json.ts';
import { machineOf } from '../stack.ts';
import type { StackClient } from '../stack-client.ts';
import { findPendingPlan } from './pending-plan.ts';

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
  given: string | undefined,
): Promise<GivenAnswer> {
  const reason = requireReason(decision, given);
  return answerPendingPlan(client, { ...(await findPendingPlan(client, id)), decision, reason });
}

/** @throws ClientError INVALID without a reason. */
export function requireReason(decision: Answer['decision'], reason: string | undefined): string {
  if (reason !== undefined && reason.trim() !== '') return reason;
  throw new ClientError('INVALID', `a reason is required to ${decision}: it is stored with the answer`);
}

/** @throws ClientError NOT_PERMITTED where the answer does not count. */
export async function answerPendingPlan(client: StackClient, answer: Answer): Promise<GivenAnswer> {
  const execution = await startAnswer(client, answer);
  return { ...answer, ...(await validationResult(client, execution)), execution };
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
