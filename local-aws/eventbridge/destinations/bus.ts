/** Another event bus: the event goes on as it is, under its own id. */

import type { Aws, Identity } from '../../core/aws.ts';
import { asRole, type Send, type TargetRequest } from './contract.ts';

/** The whole event, on an entry of PutEvents that one bus sends to another. A call over the wire cannot have it. */
export const FORWARDED = Symbol('forwarded event');

export interface Forwarded {
  id: string;
  event: string;
}

export const toBus: Send = async (request, aws) => {
  const { target, to, event, eventId } = request;
  const { source, 'detail-type': detailType } = JSON.parse(event) as { source: string; 'detail-type': string };
  const forwarded: Forwarded = { id: eventId, event };
  const entry = { EventBusName: target.Arn, Source: source, DetailType: detailType, [FORWARDED]: forwarded };
  await aws.call(
    'eventbridge',
    'PutEvents',
    { Entries: [entry] },
    { identity: identityOf(request, aws), region: to.region },
  );
  return {};
};

/** Without a role the rule's account is the sender. */
function identityOf(request: TargetRequest, aws: Aws): Identity {
  const { rule, target, advancesClock } = request;
  if (target.RoleArn !== undefined) return asRole(request, aws);
  return { arn: `arn:aws:iam::${rule.createdBy}:root`, account: rule.createdBy, advancesClock };
}
