/** Hands an event to the signal state machine, as the signal's rule does. */

import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { compilePattern } from '@offboard/event-pattern';
import { ulid } from 'ulid';
import type { OffboardingRequest } from '../../events/offboarding-requested.ts';
import { ClientError } from '../errors.ts';
import { waitForNextPoll } from '../executions/wait.ts';
import { machineOf } from '../stack.ts';
import type { StackClient } from '../stack-client.ts';
import type { DeployedSignal } from './list.ts';

export function isSignalledBy(event: object, { pattern }: DeployedSignal): boolean {
  return compilePattern(pattern)(event);
}

/** @param test makes the request and starts nothing. @returns the execution's ARN. */
export async function runSignal(
  client: StackClient,
  { mapping }: DeployedSignal,
  event: object,
  { test }: { test: boolean },
): Promise<string> {
  const machine = machineOf(await client.stack(), 'signal');
  const sfn = await client.aws.sfn();
  const { executionArn = '' } = await sfn.send(
    new StartExecutionCommand({
      stateMachineArn: machine.arn,
      name: `${mapping.name}_${ulid()}`,
      input: JSON.stringify({ signal: mapping, event, ...(test && { test }) }),
    }),
  );
  return executionArn;
}

/** The request that a test made. @throws ClientError FAILED with the state machine's own reason. */
export async function testedRequest(client: StackClient, executionArn: string): Promise<OffboardingRequest> {
  const sfn = await client.aws.sfn();
  for (;;) {
    const { status, output, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'SUCCEEDED') return JSON.parse(output ?? '{}') as OffboardingRequest;
    if (status !== 'RUNNING')
      throw new ClientError('FAILED', cause ?? error ?? `the signal state machine ended ${status}`);
    await waitForNextPoll(client);
  }
}
