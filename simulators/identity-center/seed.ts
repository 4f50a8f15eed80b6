/** The instances, people and memberships that simulated clouds begin with. */

import { guid } from '@offboard/local-aws/random';
import { type GeneratedAssociations, type Seeder, type SimulatedCloud, seeder } from '@offboard/local-aws/simulation';
import { HOME, SPOKE } from '../common/locations.ts';
import { groupMemberships, membershipId } from './memberships.ts';
import { groups, instances, users } from './resources.ts';

const STORE = 'd-9067f7a1b2';
const SPOKE_STORE = 'd-9067f7a1b3';
/** The example of the kind has these ids. */
const ADMINS = `${STORE.slice(2)}-11111111-2222-4333-8444-555555555555`;
const DANA = `${STORE.slice(2)}-aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee`;

/**
 * dana is in Admins, and in Engineers, which another directory keeps; so is kim. A second kim has the first one's user
 * name as the address, so that the text means two people.
 */
export function seedSmall(cloud: SimulatedCloud): void {
  const home = seeder(cloud, HOME);
  seedInstance(home, STORE);
  seedGroup(home, STORE, 'Admins', { groupId: ADMINS });
  const engineers = seedGroup(home, STORE, 'Engineers', { issuer: 'https://idp.example.com/scim' });
  const dana = seedUser(home, STORE, 'dana', ['dana@example.com', 'd.reyes@example.org'], DANA);
  const kim = seedUser(home, STORE, 'kim@example.com', ['kim@example.com']);
  seedUser(home, STORE, 'kim.lee', ['kim.lee@example.com', 'kim@example.com']);
  for (const groupId of [ADMINS, engineers]) seedMembership(home, STORE, groupId, dana);
  seedMembership(home, STORE, engineers, kim);
  const spoke = seeder(cloud, SPOKE);
  seedInstance(spoke, SPOKE_STORE);
  const auditors = seedGroup(spoke, SPOKE_STORE, 'Auditors');
  seedMembership(spoke, SPOKE_STORE, auditors, seedUser(spoke, SPOKE_STORE, 'dana', ['dana@example.com']));
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

function seedInstance({ cloud, location, daysAgo, id }: Seeder, identityStoreId: string): void {
  const instanceArn = `arn:aws:sso:::instance/ssoins-${id(16, identityStoreId)}`;
  const createdAt = daysAgo(900);
  cloud.putResource(instances, location, identityStoreId, {
    instanceArn,
    identityStoreId,
    status: 'ACTIVE',
    createdAt,
  });
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
