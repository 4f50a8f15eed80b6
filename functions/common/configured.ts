/**
 * Whether a request is that of one of the stack's own cleanups. Whoever may put an event or start an execution can claim it, so it
 * must come from an execution of the cleanup state machine, and be about what the cleanup's rule says.
 */

import { createHash } from 'node:crypto';
import {
  type EventBridgeClient,
  ListTargetsByRuleCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, ExecutionDoesNotExist, type SFNClient } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import type { Envelope } from '../../events/define.ts';
import { canonical } from '../../offboardings/canonical.ts';

interface Clients {
  eventBridge: EventBridgeClient;
  sfn: SFNClient;
}

/** An input of the offboard state machine. */
interface Started extends Envelope {
  /** The member that Step Functions defines for a nested execution. No event has it: EventBridge delivers none but its own. */
  AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID?: unknown;
}

/** @param run the execution's name. @param context of a function that is named after its stack. */
export async function isConfigured(
  { eventBridge, sfn }: Clients,
  { request, run }: { request: Started; run: string },
  context: Context,
): Promise<boolean> {
  const { data } = (request.detail ?? {}) as { data?: { policy?: { name?: unknown } } };
  const { AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: cleanup } = request;
  const name = data?.policy?.name;
  const [, , , region, account, , fn = ''] = context.invokedFunctionArn.split(':');
  const stack = fn.replace(/-receive-offboarding$/, '');
  const ofCleanups = `:states:${region}:${account}:execution:${stack}-cleanup:`;
  if (typeof cleanup !== 'string' || typeof name !== 'string' || !cleanup.includes(ofCleanups)) return false;
  // The state machine names what it starts so, and no name can be had twice: an ended cleanup starts nothing again.
  if (run !== `${name}_${createHash('sha256').update(cleanup).digest('hex').slice(0, 24)}`) return false;
  const wanted = canonical(data);
  const inputs = await inputsOf(eventBridge, `${stack}-cleanup-${name}`);
  return inputs.some((input) => canonical(input) === wanted) && canonical(await runningInput(sfn, cleanup)) === wanted;
}

async function inputsOf(eventBridge: EventBridgeClient, Rule: string): Promise<unknown[]> {
  try {
    const { Targets = [] } = await eventBridge.send(new ListTargetsByRuleCommand({ Rule }));
    return Targets.map(({ Input }) => JSON.parse(Input ?? 'null'));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
}

/** Null for an execution that does not run. */
async function runningInput(sfn: SFNClient, executionArn: string): Promise<unknown> {
  try {
    const { status, input } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'RUNNING' ? JSON.parse(input ?? 'null') : null;
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return null;
    throw error;
  }
}
