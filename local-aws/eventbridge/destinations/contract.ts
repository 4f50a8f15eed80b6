/** The contract of a type of target; this folder has one file for each. */

import type { Aws, Identity } from '../../core/aws.ts';
import type { ArnParts } from '../state/arns.ts';
import type { KeptTarget, Rule } from '../state/rules.ts';

export interface TargetRequest {
  rule: Pick<Rule, 'arn' | 'name' | 'createdBy'>;
  target: KeptTarget;
  to: ArnParts;
  eventId: string;
  /** The event's JSON text, and the target's input. */
  event: string;
  input: string;
  /** An unfinished request waits for it, so the jumping clock may advance for it. */
  advancesClock: boolean;
}

/** What the target's service returned: the ARN of an execution. */
export interface Receipt {
  executionArn?: string;
}

/** @throws AwsError as the target's service answers. */
export type Send = (request: TargetRequest, aws: Aws) => Promise<Receipt>;

/** EventBridge itself, calling for the rule: the principal in resource policies. */
export function asService({ rule, advancesClock }: TargetRequest): Identity {
  const principal = 'events.amazonaws.com';
  return { arn: principal, account: rule.createdBy, servicePrincipal: principal, sourceArn: rule.arn, advancesClock };
}

/** A session of the target's role, where it has one. */
export function asRole(request: TargetRequest, aws: Aws): Identity {
  const { rule, target, advancesClock } = request;
  if (target.RoleArn === undefined) return asService(request);
  const session = `AWSEvents_${rule.name}_${target.Id}`.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
  return { ...aws.assume(target.RoleArn, session, 'events.amazonaws.com', { sourceArn: rule.arn }), advancesClock };
}
