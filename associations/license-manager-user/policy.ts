import type { Json } from '../common/contract.ts';
import { asynchronous } from '../common/pace.ts';
import type { Policy } from '../common/policy.ts';
import type { InstanceUser } from './target.ts';

export const policy: Policy<InstanceUser> = {
  service: 'License Manager',

  pace: { ...asynchronous, deadline: 60 * 60, grace: 2 * 60, settle: 0, usual: 8 * 60 },
  maxConcurrency: 10,

  subjects: {
    user: { field: 'username', description: 'a user of instances' },
    instance: { field: 'instanceId', description: 'an instance with users' },
    directory: { field: 'directoryId', description: 'a directory that users come from' },
  },
  filterOf: ({ username, instanceId }) => ({ username, instanceId }),
  identityOf: ({ InstanceUserArn }) => InstanceUserArn,

  assess: () => ({
    risks: [],
    impact: ['the user can no longer log in to the instance; the subscription itself goes on and is billed'],
    restoreMethod: 'associating the user again, on an instance that is running',
  }),
  restoreSideEffects: 'a subscription is billed from then on; the instance must run',
  /** An ARN names one association only: a new one of the same user has another. */
  restoreTarget: (target, { Username, InstanceId, IdentityProvider, Domain }) =>
    target.instanceUserArn === undefined
      ? target
      : targetOf({ username: Username, instanceId: InstanceId, identityProvider: IdentityProvider, domain: Domain }),
};

/** The service returns the fields as a request takes them. */
function targetOf(fields: Readonly<Record<string, Json | undefined>>): InstanceUser {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as InstanceUser;
}
