/** A state machine: one execution an event, named after the event. */

import { createHash } from 'node:crypto';
import { asRole, type Errand, type Send } from './contract.ts';

export const toStateMachine: Send = async (errand, aws) => {
  const { target, to, input } = errand;
  const { executionArn } = await aws.call<{ executionArn: string }>(
    'sfn',
    'StartExecution',
    { stateMachineArn: target.Arn, input, name: executionName(errand) },
    { identity: asRole(errand, aws), region: to.region },
  );
  return { executionArn };
};

/**
 * `<event id>_<uuid>`, as AWS names them; the second part is of the rule and the target, so that a delivery that is
 * tried again asks for the same execution.
 */
function executionName({ eventId, rule, target }: Errand): string {
  const digest = createHash('sha256').update(`${eventId} ${rule.arn} ${target.Id}`).digest('hex');
  const uuid = digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  return `${eventId}_${uuid}`;
}
