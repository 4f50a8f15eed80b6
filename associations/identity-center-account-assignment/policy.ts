import { asynchronous } from '../common/pace.ts';
import type { Policy } from '../common/policy.ts';
import { sessionSeconds } from './session-duration.ts';
import type { AccountAssignment } from './target.ts';

const MINUTE = 60;

/** What a poll or discovery returned: a row of the list, its permission set, and how many rows that set has there. */
interface Snapshot {
  PermissionSet?: { Name?: string; SessionDuration?: string };
  AssignmentCount?: number;
}

export const policy: Policy<AccountAssignment> = {
  service: 'IAM Identity Center',

  /** One takes seconds to a minute. An assignment has no date, so a request must not wait long. */
  pace: { ...asynchronous, deadline: 15 * MINUTE, grace: 2 * MINUTE, settle: 0, usual: MINUTE },
  /** Ten requests may be outstanding, those of others included. */
  maxConcurrency: 5,
  /** Each of a permission set in an account changes the same role there. */
  serialKey: ({ accountId, permissionSetArn }) => `${accountId}/${permissionSetArn}`,
  /** After EKS access policies, which name the role that goes with the last assignment. */
  phaseOf: () => 2,

  subjects: {
    user: { field: 'user', description: 'a person in IAM Identity Center, by user name, e-mail address or id' },
    group: { field: 'groupId', description: 'a group of IAM Identity Center, by its id' },
    account: { field: 'accountId', description: 'an account that people are assigned to' },
    'permission-set': { field: 'permissionSetArn', description: 'a permission set of IAM Identity Center, by its ARN' },
  },
  filterOf: ({ instanceArn, accountId, permissionSetArn, principalId }) => ({
    instanceArn,
    accountId,
    permissionSetArn,
    principalId,
  }),

  assess({ target: { accountId, principalType }, snapshot }) {
    const { PermissionSet: { Name = 'the permission set', SessionDuration } = {}, AssignmentCount } = (snapshot ??
      {}) as Snapshot;
    const isLast = AssignmentCount === 1;
    const who = principalType === 'GROUP' ? 'everyone in the group' : 'the user';
    return {
      risks: [...(principalType === 'GROUP' ? ['whole-group'] : []), ...(isLast ? ['last-assignment'] : [])],
      impact: [
        `${who} gets no new session with ${Name} in ${accountId}; open ones last for up to ${hours(SessionDuration)} more`,
        ...(isLast
          ? [
              `it is the last assignment of ${Name} in ${accountId}: its IAM role is deleted, and one made by a restoration has another ARN, which policies and access entries that name the old one do not allow`,
            ]
          : []),
      ],
      restoreMethod: 'assigning the account again, with the permission set as it is by then',
    };
  },
  restoreSideEffects: 'the permission set is provisioned to the account again, with its changes since',
};

function hours(duration: string | undefined): string {
  const count = sessionSeconds(duration) / 3600;
  return `${count} ${count === 1 ? 'hour' : 'hours'}`;
}
