import { type Association, associationType } from '@offboard/local-aws/simulation';

export interface UserFacts {
  username: string;
  instanceId: string;
  directoryId: string;
  domain: string;
  instanceUserArn: string;
}

export type UserAssociation = Association<UserFacts>;

export const instanceUsers = associationType<UserFacts>({
  kind: 'license-manager-user',
  keyOf: userKey,
  targetOf: ({ username, instanceId, directoryId, domain }) => ({
    username,
    instanceId,
    identityProvider: { ActiveDirectoryIdentityProvider: { DirectoryId: directoryId } },
    domain,
  }),
  activeStatus: 'ASSOCIATED',
  disassociatedStatuses: ['DISASSOCIATED'],
  outcomes: ['succeeds', 'fails', 'stuck', 'reverts', 'unknown', 'busy', 'error'],
  trials: {
    slow: { outcome: 'succeeds', after: 60 },
    stuck: { outcome: 'stuck' },
    rates: { fails: 0.1, reverts: 0.05, stuck: 0.05, unknown: 0.1, busy: 0.1 },
  },
  dates: 'association',
});

/** Active Directory compares names without case. */
export function userKey({ instanceId, directoryId, username, domain }: Omit<UserFacts, 'instanceUserArn'>): string {
  return `${instanceId}/${directoryId}/${username.toLowerCase()}@${domain.toLowerCase()}`;
}
