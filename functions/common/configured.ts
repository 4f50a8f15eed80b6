/** Whether a request is that of one of the stack's own cleanups. Anybody can claim it; the rule that schedules it says so. */

import {
  type EventBridgeClient,
  ListTargetsByRuleCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import { canonical } from '../../offboardings/canonical.ts';

/**
 * @param data of the request: a policy and nothing else, which is the same as in the rule of its name.
 * @param stack the stack's name, with which the names of its rules begin.
 */
export async function isConfigured(eventBridge: EventBridgeClient, stack: string, data: unknown): Promise<boolean> {
  const { policy, ...others } = data as { policy?: { name?: unknown } };
  if (typeof policy?.name !== 'string' || Object.keys(others).length > 0) return false;
  const wanted = canonical({ policy });
  return (await inputsOf(eventBridge, `${stack}-cleanup-${policy.name}`)).some((input) => canonical(input) === wanted);
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
