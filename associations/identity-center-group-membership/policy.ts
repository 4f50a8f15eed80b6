import { synchronous } from '../common/pace.ts';
import type { Policy } from '../common/policy.ts';
import type { GroupMembership } from './target.ts';

export const policy: Policy<GroupMembership> = {
  service: 'IAM Identity Center',

  pace: synchronous,
  /** Its APIs share 20 calls a second. */
  maxConcurrency: 5,
  /** After EKS access policies, whose role a membership may give. */
  phaseOf: () => 2,

  subjects: {
    user: { field: 'user', description: 'a person in IAM Identity Center, by user name, e-mail address or id' },
    group: { field: 'groupId', description: 'a group of IAM Identity Center, by its id' },
  },
  filterOf: ({ identityStoreId, groupId, userId }) => ({ identityStoreId, groupId, userId }),
  identityOf: ({ MembershipId }) => MembershipId,

  assess({ snapshot }) {
    const { Group } = (snapshot ?? {}) as { Group?: { ExternalIds?: { Issuer?: string }[] } };
    const [source] = Group?.ExternalIds ?? [];
    return {
      risks: source === undefined ? [] : ['synchronized'],
      impact: [
        'the user loses what the group has: accounts and applications, new sessions within an hour, open ones until they expire',
        ...(source === undefined
          ? []
          : [
              `the group is kept by ${source.Issuer}, whose next synchronization adds the user again: remove the user there`,
            ]),
      ],
      restoreMethod: 'adding the user to the group again, as a new membership',
    };
  },
  restoreSideEffects: 'the user has again what the group has by then',
};
