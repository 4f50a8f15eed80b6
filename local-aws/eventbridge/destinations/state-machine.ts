/** A state machine: one execution an event, named after the event. */

import { createHash } from 'node:crypto';
import { asRole, type Send, type TargetRequest } from './contract.ts';

export const toStateMachine: Send = async (request, aws) => {
  const { target, to, input } = request;
  const { executionArn } = await aws.call<{ executionArn: string }>(
    'sfn',
    'StartExecution',
    { stateMachineArn: target.Arn, input, name: executionName(request) },
    { identity: asRole(request, aws), region: to.region },
  );
  return { executionArn };
};

/**
 * `<event id>_<uuid>`, as AWS names them. The second part is a hash of rule and target, so that a retried delivery
 * starts the same execution.
 */
function executionName({ eventId, rule, target }: TargetRequest): string {
  const digest = createHash('sha256').update(`${eventId} ${rule.arn} ${target.Id}`).digest('hex');
  const uuid = digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  return `${eventId}_${uuid}`;
}
