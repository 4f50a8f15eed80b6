/** A directory of people in the simulated cloud, and what each of them has there. */

import { guid } from '@offboard/local-aws/random';
import type { SimulatedCloud } from '@offboard/local-aws/simulation';
import { HOME } from '../../simulators/common/locations.ts';
import { accountAssignments } from '../../simulators/identity-center/assignments.ts';
import { groupMemberships, membershipId } from '../../simulators/identity-center/memberships.ts';
import { groups, instances, permissionSets, users } from '../../simulators/identity-center/resources.ts';
import { ACCOUNTS, GROUPS, PERMISSION_SETS, type Person, STORE } from './people.ts';

const INSTANCE = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';

const accountOf = (index: number) => String(100_000_000_000 + index);
const groupOf = (index: number) => `${STORE.slice(2)}-${guid('group', index)}`;
const setOf = (index: number) =>
  `${INSTANCE.replace(':instance/', ':permissionSet/')}/ps-${String(index).padStart(16, '0')}`;
/** Each group is assigned to one account. */
const groupAssignmentOf = (group: number) => ({ account: group % ACCOUNTS, permissionSet: group % PERMISSION_SETS });

type Given = Person['assignments'][number];

const assignmentOf = ({ account, permissionSet }: Given, principalType: 'USER' | 'GROUP', principalId: string) => ({
  instanceArn: INSTANCE,
  accountId: accountOf(account),
  permissionSetArn: setOf(permissionSet),
  principalType,
  principalId,
});

export function fill(cloud: SimulatedCloud, people: readonly Person[]): void {
  const createdAt = cloud.now() - 1000;
  const since = [{ at: createdAt, status: 'ASSOCIATED' }];
  const instance = { instanceArn: INSTANCE, identityStoreId: STORE, status: 'ACTIVE', createdAt } as const;
  cloud.putResource(instances, HOME, STORE, instance);
  for (let index = 0; index < PERMISSION_SETS; index++) {
    const permissionSetArn = setOf(index);
    const set = { instanceArn: INSTANCE, permissionSetArn, name: `Set${index}`, sessionDuration: 'PT1H', createdAt };
    cloud.putResource(permissionSets, HOME, permissionSetArn, set);
  }
  for (let index = 0; index < GROUPS; index++) {
    const groupId = groupOf(index);
    const group = { identityStoreId: STORE, groupId, displayName: `group ${index}`, createdAt };
    cloud.putResource(groups, HOME, `${STORE}/${groupId}`, group);
    cloud.associate(accountAssignments, HOME, assignmentOf(groupAssignmentOf(index), 'GROUP', groupId), since);
  }
  for (const { userId, userName, emails, ...has } of people) {
    const user = { identityStoreId: STORE, userId, userName, emails, createdAt };
    cloud.putResource(users, HOME, `${STORE}/${userId}`, user);
    for (const index of has.groups) {
      const groupId = groupOf(index);
      const facts = { identityStoreId: STORE, groupId, userId, membershipId: membershipId(STORE, groupId, userId) };
      cloud.associate(groupMemberships, HOME, facts, since);
    }
    for (const given of has.assignments) {
      cloud.associate(accountAssignments, HOME, assignmentOf(given, 'USER', userId), since);
    }
  }
}

/** The targets of what is the person's own. */
export function ownedBy({ userId, groups, assignments }: Person): object[] {
  return [
    ...groups.map((index) => ({ identityStoreId: STORE, groupId: groupOf(index), userId })),
    ...assignments.map((given) => assignmentOf(given, 'USER', userId)),
  ];
}

/** The targets of what the person has through groups. */
export function inheritedBy({ groups }: Person): object[] {
  return groups.map((index) => assignmentOf(groupAssignmentOf(index), 'GROUP', groupOf(index)));
}
