/**
 * Whether a request is that of one of the stack's own cleanups or signals. Whoever may put an event or start an execution can claim
 * it, so it must come from an execution of their state machines, and be about what the cleanup's or the signal's rule says.
 */

import { createHash } from 'node:crypto';
import {
  type EventBridgeClient,
  ListTargetsByRuleCommand,
  type ListTargetsByRuleRequest,
  ResourceNotFoundException,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, ExecutionDoesNotExist, type SFNClient } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import type { Envelope } from '../../events/define.ts';
import { signalIn } from '../../events/signal-input.ts';
import { canonical } from '../../offboardings/canonical.ts';
import { stackOf } from './stack.ts';

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
  clients: Clients,
  { request, run }: { request: Started; run: string },
  context: Context,
): Promise<boolean> {
  const { AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: startedBy } = request;
  const [account, region, stack = ''] = stackOf(context, 'receive-offboarding').split('/');
  const isOf = (machine: string) =>
    typeof startedBy === 'string' &&
    startedBy.startsWith(`arn:`) &&
    startedBy.includes(`:states:${region}:${account}:execution:${stack}-${machine}:`);
  const started = { ...((request.detail ?? {}) as Detail), startedBy: startedBy as string, run, stack };
  if (isOf('cleanup')) return isOfCleanup(clients, started);
  return isOf('signal') && isOfSignal(clients, started);
}

interface Detail {
  metadata?: { id?: unknown };
  data?: { policy?: { name?: unknown }; subject?: { type?: unknown; id?: unknown }; options?: unknown };
}

interface StartedDetail extends Detail {
  /** The ARN of an execution. */
  startedBy: string;
  run: string;
  stack: string;
}

async function isOfCleanup(
  { eventBridge, sfn }: Clients,
  { data, startedBy, run, stack }: StartedDetail,
): Promise<boolean> {
  const name = data?.policy?.name;
  // The state machine names what it starts so, and no name can be had twice: an ended cleanup starts nothing again.
  if (typeof name !== 'string' || run !== `${name}_${sha256Of(startedBy).slice(0, 24)}`) return false;
  const wanted = canonical(data);
  const targets = await targetsOf(eventBridge, { Rule: `${stack}-cleanup-${name}` });
  const isOfRule = targets.some(({ Input }) => canonical(JSON.parse(Input ?? 'null')) === wanted);
  return isOfRule && canonical(await runningInput(sfn, startedBy)) === wanted;
}

/** What the signal's rule hands to the signal state machine. */
interface SignalInput {
  signal?: { name?: unknown; bus?: unknown; subject?: { type?: unknown }; options?: object };
  event?: { source?: unknown };
}

async function isOfSignal(
  { eventBridge, sfn }: Clients,
  { metadata, data, startedBy, run, stack }: StartedDetail,
): Promise<boolean> {
  if (run !== metadata?.id) return false;
  const { signal, event } = ((await runningInput(sfn, startedBy)) ?? {}) as SignalInput;
  const { name, bus, subject, options } = signal ?? {};
  const { id } = data?.subject ?? {};
  if (typeof name !== 'string' || typeof bus !== 'string' || typeof id !== 'string') return false;
  // Whoever may put events on the stack's bus may put any there; `aws.` in front of a source is AWS's own and its partners'.
  if (bus === stack || typeof event?.source !== 'string' || !event.source.startsWith('aws.')) return false;
  const made = { subject: { type: subject?.type, id }, options: { mode: 'plan', ...options } };
  if (canonical(data) !== canonical(made) || !JSON.stringify(event).includes(id)) return false;
  const targets = await targetsOf(eventBridge, { Rule: `${stack}-signal-${name}`, EventBusName: bus });
  return targets.some(
    ({ InputTransformer }) => canonical(signalIn(InputTransformer?.InputTemplate)) === canonical(signal),
  );
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function targetsOf(eventBridge: EventBridgeClient, rule: ListTargetsByRuleRequest): Promise<Target[]> {
  try {
    return (await eventBridge.send(new ListTargetsByRuleCommand(rule))).Targets ?? [];
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
