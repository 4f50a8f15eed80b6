/** Principals of resource-based and trust policies. */

import type { Identity } from '../core/aws.ts';
import { list, type Principal } from './policy.ts';

/**
 * `session`: the session of a role is named by its own ARN; `account`: the whole account is named, so the account's own
 * policies still have to allow it.
 */
export type Named = 'session' | 'directly' | 'account' | 'not';

export function named(principal: Principal, identity: Identity): Named {
  if (principal === '*') return 'directly';
  if (identity.servicePrincipal !== undefined) {
    return list(principal.Service).some((name) => name === '*' || name === identity.servicePrincipal)
      ? 'directly'
      : 'not';
  }
  const names = list(principal.AWS);
  if (identity.roleArn !== undefined && names.includes(identity.arn)) return 'session';
  if (names.some((name) => name === '*' || name === identity.arn || name === identity.roleArn)) return 'directly';
  const [, partition = 'aws'] = identity.arn.split(':');
  const root = `arn:${partition}:iam::${identity.account}:root`;
  return names.some((name) => name === identity.account || name === root) ? 'account' : 'not';
}
