import { guid } from '@offboard/local-aws/random';
import { type GeneratedAssociations, type Seeder, type SimulatedCloud, seeder } from '@offboard/local-aws/simulation';
import { ACCOUNTS, HOME, SPOKE } from '../common/locations.ts';
import { accountAssignments } from './assignments.ts';
import { groupMemberships, membershipId } from './memberships.ts';
import { type AssignmentFacts, groups, instances, permissionSets, users } from './resources.ts';

const STORE = 'd-9067f7a1b2';
const SPOKE_STORE = 'd-9067f7a1b3';
/** The examples of the kinds have these ids. */
const ADMINS = `${STORE.slice(2)}-11111111-2222-4333-8444-555555555555`;
const INSTANCE = 'arn:aws:sso:::instance/ssoins-9067f7a1b2c3d4e5';
const ADMIN_SET = 'ps-1111aaaa2222bbbb';
const DANA = `${STORE.slice(2)}-aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee`;

/**
 * dana is in Admins, and in Engineers, which another directory keeps; so is kim. A second kim has the first one's user
 * name as the address, so that the text means two people. dana administers both accounts, in the first as one of Admins,
 * too; Engineers audit the first. In the spoke account, which has an instance of its own, another dana audits.
 */
export function seedSmall(cloud: SimulatedCloud): void {
  const home = seeder(cloud, HOME);
  seedInstance(home, STORE, INSTANCE);
  seedGroup(home, STORE, 'Admins', { groupId: ADMINS });
  const engineers = seedGroup(home, STORE, 'Engineers', { issuer: 'https://idp.example.com/scim' });
  const dana = seedUser(home, STORE, 'dana', ['dana@example.com', 'd.reyes@example.org'], DANA);
  const kim = seedUser(home, STORE, 'kim@example.com', ['kim@example.com']);
  seedUser(home, STORE, 'kim.lee', ['kim.lee@example.com', 'kim@example.com']);
  for (const groupId of [ADMINS, engineers]) seedMembership(home, STORE, groupId, dana);
  seedMembership(home, STORE, engineers, kim);
  const admin = seedPermissionSet(home, INSTANCE, ADMIN_SET, { name: 'Admin', sessionDuration: 'PT8H' });
  const audit = seedPermissionSet(home, INSTANCE, 'ps-3333cccc4444dddd', { name: 'Audit' });
  for (const { account } of [HOME, SPOKE]) seedAssignment(home, admin, account, asUser(dana));
  seedAssignment(home, admin, HOME.account, asGroup(ADMINS));
  seedAssignment(home, audit, HOME.account, asGroup(engineers));
  const spoke = seeder(cloud, SPOKE);
  const spokeInstance = seedInstance(spoke, SPOKE_STORE);
  const auditors = seedGroup(spoke, SPOKE_STORE, 'Auditors');
  const other = seedUser(spoke, SPOKE_STORE, 'dana', ['dana@example.com']);
  seedMembership(spoke, SPOKE_STORE, auditors, other);
  const spokeAudit = seedPermissionSet(spoke, spokeInstance, 'ps-5555eeee6666ffff', { name: 'Audit' });
  seedAssignment(spoke, spokeAudit, SPOKE.account, asUser(other));
}

const PER_GROUP = 20;

/** One group in ten is kept by another directory. */
export const generated: GeneratedAssociations = {
  label: 'memberships',
  generate(at, count) {
    const store = `d-${at.id(10, 'identity store')}`;
    seedInstance(at, store);
    for (let index = 0; index < count; index++) {
      const number = Math.floor(index / PER_GROUP);
      const issuer = number % 10 === 9 ? { issuer: 'https://idp.example.com/scim' } : {};
      const group = seedGroup(at, store, `group-${number}`, issuer);
      const user = seedUser(at, store, `person-${index}`, [`person-${index}@example.com`]);
      seedMembership(at, store, group, user);
    }
  },
};

const PER_SET = 20;

/** The people of an account and Region are assigned to the accounts in turn, twenty with a permission set. */
export const generatedAssignments: GeneratedAssociations = {
  label: 'assignments',
  generate(at, count) {
    const store = `d-${at.id(10, 'identity store')}`;
    const instance = seedInstance(at, store);
    for (let index = 0; index < count; index++) {
      const number = Math.floor(index / PER_SET);
      const id = `ps-${String(number).padStart(16, '0')}`;
      const set = seedPermissionSet(at, instance, id, { name: `Set${number}` });
      const user = seedUser(at, store, `person-${index}`, [`person-${index}@example.com`]);
      seedAssignment(at, set, ACCOUNTS[index % ACCOUNTS.length] ?? '', asUser(user));
    }
  },
};

function seedInstance(
  { cloud, location, daysAgo, id }: Seeder,
  identityStoreId: string,
  instanceArn = `arn:aws:sso:::instance/ssoins-${id(16, identityStoreId)}`,
): string {
  const createdAt = daysAgo(900);
  cloud.putResource(instances, location, identityStoreId, {
    instanceArn,
    identityStoreId,
    status: 'ACTIVE',
    createdAt,
  });
  return instanceArn;
}

type SetOfInstance = Pick<AssignmentFacts, 'instanceArn' | 'permissionSetArn'>;

function seedPermissionSet(
  { cloud, location, daysAgo }: Seeder,
  instanceArn: string,
  id: string,
  { name, sessionDuration = 'PT1H' }: { name: string; sessionDuration?: string },
): SetOfInstance {
  const permissionSetArn = `${instanceArn.replace(':instance/', ':permissionSet/')}/${id}`;
  const set = { instanceArn, permissionSetArn, name, sessionDuration, createdAt: daysAgo(700) };
  cloud.putResource(permissionSets, location, permissionSetArn, set);
  return { instanceArn, permissionSetArn };
}

const asUser = (principalId: string) => ({ principalType: 'USER', principalId }) as const;
const asGroup = (principalId: string) => ({ principalType: 'GROUP', principalId }) as const;

function seedAssignment(
  at: Seeder,
  set: SetOfInstance,
  accountId: string,
  principal: Pick<AssignmentFacts, 'principalType' | 'principalId'>,
): void {
  at.associate(accountAssignments, { ...set, accountId, ...principal }, 300);
}

function seedUser(
  { cloud, location, daysAgo }: Seeder,
  identityStoreId: string,
  userName: string,
  emails: readonly string[],
  userId = `${identityStoreId.slice(2)}-${guid('user', identityStoreId, userName)}`,
): string {
  const user = { identityStoreId, userId, userName, emails, createdAt: daysAgo(400) };
  cloud.putResource(users, location, `${identityStoreId}/${userId}`, user);
  return userId;
}

function seedGroup(
  { cloud, location, daysAgo }: Seeder,
  identityStoreId: string,
  displayName: string,
  given: { groupId?: string; issuer?: string } = {},
): string {
  const groupId = given.groupId ?? `${identityStoreId.slice(2)}-${guid('group', identityStoreId, displayName)}`;
  const group = { identityStoreId, displayName, createdAt: daysAgo(600), ...given, groupId };
  cloud.putResource(groups, location, `${identityStoreId}/${groupId}`, group);
  return groupId;
}

function seedMembership(at: Seeder, identityStoreId: string, groupId: string, userId: string): void {
  const facts = { identityStoreId, groupId, userId, membershipId: membershipId(identityStoreId, groupId, userId) };
  at.associate(groupMemberships, facts, 300);
}
