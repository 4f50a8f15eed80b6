/** Stops, redrives and repeats executions. */

import {
  DescribeExecutionCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import * as v from 'valibot';
import { personalData } from '../../associations/common/personal-data.ts';
import { newMetadata } from '../../events/metadata.ts';
import { ClientError } from '../errors.ts';
import type { StackClient } from '../stack-client.ts';

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

/**
 * Starts the same state machine with the same request as a new one: with an id of its own, as of now, and without the statement,
 * which proves the first request only. A used id would join the first execution. @returns the new execution's ARN.
 */
export async function repeatExecution(client: StackClient, executionArn: string): Promise<string> {
  const sfn = await client.aws.sfn();
  const { stateMachineArn, input = '{}' } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  const again = asNewRequest(JSON.parse(input), await client.now());
  const started = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(again) }));
  return started.executionArn ?? '';
}

const requestSchema = v.looseObject({ detail: v.looseObject({ metadata: v.looseObject({}) }) });

function asNewRequest(input: unknown, now: Date): unknown {
  if (!v.is(requestSchema, input)) return input;
  const { statement: _, id: __, causationId: ___, ...metadata } = input.detail.metadata;
  const renewed = newMetadata({ ...metadata, timestamp: now.toISOString() });
  return { ...input, detail: { ...input.detail, metadata: renewed } };
}
