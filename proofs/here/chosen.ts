/** Associations that a proof removes, and what is seen of them. */

import { associationOf, type Kind } from '../../associations/registry.ts';
import type { FarAssociation, FarEffect } from './world.ts';

export const HOME = { account: '111122223333', region: 'us-east-1' };
/** Those whose removal takes minutes at their kind's own pace are left to virtual time. */
const LONGEST_SECONDS = 30;

export function isQuick({ kind }: FarAssociation): boolean {
  return associationOf(kind as Kind).policy.pace.usual <= LONGEST_SECONDS;
}

/** As a request names them. */
export function namedAs(chosen: readonly FarAssociation[]) {
  return chosen.map(({ kind: association, target, ...place }) => ({ association, target, where: whereOf(place) }));
}

function whereOf({ account, region }: Pick<FarAssociation, 'account' | 'region'>) {
  return account === HOME.account ? { region } : { region, roleArn: `arn:aws:iam::${account}:role/offboard-spoke` };
}

type Place = Omit<FarAssociation, 'target' | 'status'>;

export function isSame(one: Place, other: Place): boolean {
  return (['kind', 'key', 'account', 'region'] as const).every((field) => one[field] === other[field]);
}

/** A service may list what is removed, with another status. */
export function isUnchanged(one: FarAssociation, before: FarAssociation): boolean {
  return isSame(one, before) && one.status === before.status;
}

/** A call that changes nothing was one too many. */
const REMOVALS = ['disassociating', 'disassociated', 'no-op'];

export function removalsOf(effects: readonly FarEffect[]): FarEffect[] {
  return effects.filter(({ effect }) => REMOVALS.includes(effect));
}
