/** How an event gets to a target: a file a sort of target in this folder. */

import type { Aws, Identity } from '../../core/aws.ts';
import type { ArnParts } from '../state/arns.ts';
import type { KeptTarget, Rule } from '../state/rules.ts';

export interface TargetRequest {
  rule: Pick<Rule, 'arn' | 'name' | 'createdBy'>;
  target: KeptTarget;
  to: ArnParts;
  eventId: string;
  /** The event's own JSON text, and what the target is given of it. */
  event: string;
  input: string;
  /** Someone waits for what comes of this, so the jumping clock may move for it. */
  advancesClock: boolean;
}

/** What came of it, where it has a name: an execution's ARN. */
export interface Receipt {
  executionArn?: string;
}

/** @throws AwsError as the target's service answers. */
export type Send = (request: TargetRequest, aws: Aws) => Promise<Receipt>;

/** EventBridge itself, speaking for the rule: what resource policies are asked about. */
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
