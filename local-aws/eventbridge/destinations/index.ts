/** The sorts of targets that this runtime delivers to: the ARN says which. */

import { type ArnParts, arnParts } from '../state/arns.ts';
import { toBus } from './bus.ts';
import type { Send } from './contract.ts';
import { toFunction } from './function.ts';
import { toQueue } from './queue.ts';
import { toStateMachine } from './state-machine.ts';

const sorts: readonly { service: string; resource: RegExp; send: Send; needsRole?: true }[] = [
  { service: 'states', resource: /^stateMachine:/, send: toStateMachine, needsRole: true },
  { service: 'lambda', resource: /^function:/, send: toFunction },
  { service: 'sqs', resource: /^[\w.-]+$/, send: toQueue },
  { service: 'events', resource: /^event-bus\//, send: toBus },
];

export interface Destination {
  to: ArnParts;
  send: Send;
  needsRole: boolean;
}

/** @returns undefined where nothing is delivered to such a thing here. */
export function destinationOf(arn: string): Destination | undefined {
  const to = arnParts(arn);
  const sort = sorts.find(({ service, resource }) => service === to?.service && resource.test(to.resource));
  return to && sort && { to, send: sort.send, needsRole: sort.needsRole === true };
}
