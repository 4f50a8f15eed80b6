/** The queue that an input names, and the permissions on it. */

import type { AccountRegion } from '../../core/account-region.ts';
import type { Call } from '../../core/aws.ts';
import type { Queue, Queues } from '../state/queues.ts';
import { doesNotExist, missingParameter } from './errors.ts';

type Named = { QueueUrl: string | undefined };

/** The permission of an operation on a queue, and the queue's policy. */
export function on(queues: Queues, action: string) {
  return {
    permissions(input: Named, call: Call) {
      const { name, ...location } = named(input, call);
      // Without the queue there is no policy that could deny: AWS services are told that it does not exist (NO_RESOURCE).
      const isMissing = call.identity.servicePrincipal !== undefined && !queues.get(location, name);
      return isMissing ? [] : [{ action, resource: arnOf({ ...location, name }) }];
    },
    resourcePolicy(input: Named, call: Call): unknown {
      const { name, ...location } = named(input, call);
      const policy = queues.get(location, name)?.attributes.Policy;
      return policy ? JSON.parse(policy) : undefined;
    },
  };
}

/** A queue's URL ends in its account and name; its Region is the endpoint's. */
function named({ QueueUrl }: Named, { region, account }: AccountRegion): AccountRegion & { name: string } {
  if (!QueueUrl) throw missingParameter('QueueUrl');
  const [name = '', owner = ''] = QueueUrl.split('/').reverse();
  return { account: /^\d{12}$/.test(owner) ? owner : account, region, name };
}

export function queueOf(queues: Queues, input: Named, call: Call): Queue {
  const { name, ...location } = named(input, call);
  return queues.get(location, name) ?? refuseMissing();
}

export function refuseMissing(): never {
  throw doesNotExist();
}

export function arnOf({ account, region, name }: AccountRegion & { name: string }): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}
