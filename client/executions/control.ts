import {
  DescribeExecutionCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { personalData } from '../../associations/common/personal-data.ts';
import { ClientError } from '../errors.ts';
import type { StackClient } from '../stack-client.ts';
import { asNewRequest } from './new-request.ts';

/**
 * What AWS was asked for before goes on.
 * @param cause is in the answer and its evidence. @throws ClientError INVALID for one with personal data.
 */
export async function stopExecution(
  client: StackClient,
  executionArn: string,
  cause: string,
): Promise<{ stopDate?: Date | undefined }> {
  const found = personalData(cause);
  if (found !== undefined) throw new ClientError('INVALID', `the reason holds ${found}, and it is kept for years`);
  const sfn = await client.aws.sfn();
  return sfn.send(new StopExecutionCommand({ executionArn, error: 'Stopped', cause }));
}

export async function redriveExecution(client: StackClient, executionArn: string): Promise<void> {
  await (await client.aws.sfn()).send(new RedriveExecutionCommand({ executionArn }));
}

/** Starts the same state machine with the same request as a new one. @returns the new execution's ARN. */
export async function repeatExecution(client: StackClient, executionArn: string): Promise<string> {
  const sfn = await client.aws.sfn();
  const { stateMachineArn, input = '{}' } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  const again = asNewRequest(input, await client.now());
  const started = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: again }));
  return started.executionArn ?? '';
}
