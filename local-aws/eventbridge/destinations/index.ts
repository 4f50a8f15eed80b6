import { type ArnParts, arnParts } from '../state/arns.ts';
import { toBus } from './bus.ts';
import type { Send } from './contract.ts';
import { toFunction } from './function.ts';
import { toQueue } from './queue.ts';
import { toStateMachine } from './state-machine.ts';

const TARGET_TYPES: readonly { service: string; resource: RegExp; send: Send; needsRole?: true }[] = [
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

/** @returns undefined for a type of target that is not served. */
export function destinationOf(arn: string): Destination | undefined {
  const to = arnParts(arn);
  const type = TARGET_TYPES.find(({ service, resource }) => service === to?.service && resource.test(to.resource));
  return to && type && { to, send: type.send, needsRole: type.needsRole === true };
}
