/** A user's membership in a group. It is made and removed when the service answers, under a new id each time. */

import type { GroupMembership } from '@aws-sdk/client-identitystore';
import { guid } from '@offboard/local-aws/random';
import type { AccountRegion, Call } from '@offboard/local-aws/service';
import {
  ABSENT,
  type Association,
  associationType,
  type SimulatedCloud,
  synchronousSteps,
  throwScriptedError,
} from '@offboard/local-aws/simulation';
import { conflict, notFound } from './errors.ts';
import { groupOf, userOf } from './people.ts';
import { variants } from './variants.ts';

export interface MembershipFacts {
  identityStoreId: string;
  groupId: string;
  userId: string;
  membershipId: string;
}

export type MembershipAssociation = Association<MembershipFacts>;

export const groupMemberships = associationType<MembershipFacts>({
  kind: 'identity-center-group-membership',
  keyOf: ({ identityStoreId, groupId, userId }) => `${identityStoreId}/${groupId}/${userId}`,
  targetOf: ({ identityStoreId, groupId, userId }) => ({ identityStoreId, groupId, userId }),
  activeStatus: 'ASSOCIATED',
  outcomes: ['succeeds', 'stuck', 'reverts', 'busy', 'error'],
  trials: { slow: { outcome: 'stuck' }, stuck: { outcome: 'busy', after: 600 }, rates: { stuck: 0.05, busy: 0.1 } },
  dates: 'association',
  factsAnew: (facts) => ({ ...facts, membershipId: membershipId(facts.identityStoreId, facts.membershipId) }),
});

const { kind, keyOf, activeStatus: active } = groupMemberships;

/** An id as AWS's look, the same for the same labels. */
export function membershipId(store: string, ...labels: string[]): string {
  return `${store.slice(2)}-${guid('membership', store, ...labels)}`;
}

export function membershipsOf(cloud: SimulatedCloud, at: AccountRegion, store: string): MembershipAssociation[] {
  return cloud.listed(groupMemberships, cloud.readTime(), at, `${store}/`);
}

export function membershipBy(
  cloud: SimulatedCloud,
  at: AccountRegion,
  store: string,
  id: string,
): MembershipAssociation {
  const found = membershipsOf(cloud, at, store).find(({ facts }) => facts.membershipId === id);
  if (!found) throw notFound('GROUP_MEMBERSHIP', id);
  return found;
}

export function describe({ facts, since }: MembershipAssociation): GroupMembership {
  return {
    IdentityStoreId: facts.identityStoreId,
    MembershipId: facts.membershipId,
    GroupId: facts.groupId,
    MemberId: { UserId: facts.userId },
    CreatedAt: new Date(since),
    UpdatedAt: new Date(since),
  };
}

export function remove(cloud: SimulatedCloud, call: Call, store: string, id: string): object {
  const known = cloud.associations(groupMemberships, call, `${store}/`).find(({ facts }) => facts.membershipId === id);
  return cloud.mutate(call, { kind, key: known?.key ?? `${store}//` }, () => {
    if (!known || cloud.step(known).status === ABSENT) {
      if (!known || cloud.variant(variants, 'identityStoreRepeat') === 'not-found') {
        throw notFound('GROUP_MEMBERSHIP', id);
      }
      cloud.logEffect(call, known, 'no-op');
      return {};
    }
    const outcome = cloud.outcomeNow(known, 'identityStore');
    throwScriptedError(outcome);
    if (outcome.outcome === 'busy') throw conflict('CONCURRENT_MODIFICATION', 'The group is being changed.');
    cloud.disassociate(known, synchronousSteps(outcome, cloud.now(), { active, disassociated: ABSENT }));
    cloud.logEffect(call, known, 'disassociated');
    return {};
  });
}

export function create(
  cloud: SimulatedCloud,
  call: Call,
  given: Omit<MembershipFacts, 'membershipId'>,
): MembershipAssociation {
  const { identityStoreId, groupId, userId } = given;
  const key = keyOf({ ...given, membershipId: '' });
  return cloud.mutate(call, { kind, key }, () => {
    groupOf(cloud, call, identityStoreId, groupId);
    userOf(cloud, call, identityStoreId, userId);
    const earlier = cloud.association(groupMemberships, call, key);
    if (earlier && cloud.step(earlier).status !== ABSENT) {
      throw conflict('UNIQUENESS_CONSTRAINT_VIOLATION', 'The user is in the group already.');
    }
    const id = membershipId(identityStoreId, earlier?.facts.membershipId ?? key);
    const facts = { ...given, membershipId: id };
    const made = cloud.associate(groupMemberships, call, facts, [{ at: cloud.now(), status: active }]);
    cloud.logEffect(call, made, 'associated');
    return made;
  });
}
