/** The record of decisions: which statements allowed what, and what was denied. */

import type { Identity, Permission } from '../core/aws.ts';
import type { Match } from './evaluate.ts';
import { list, type PolicyDocument } from './policy.ts';

export interface Grant {
  /** ARN of the role, or of the resource that has the policy. */
  owner: string;
  /** `role` for the role's own policies, `trust` for who may be it, `resource` for a resource-based policy. */
  policyType: 'role' | 'trust' | 'resource';
  policy: string;
  /** Counted from 0 within the policy. */
  statement: number;
  action: string;
  resource: string;
}

export interface UsedGrant extends Grant {
  times: number;
}

export interface Refusal {
  identity: string;
  action: string;
  resource: string;
  message: string;
  times: number;
}

export class IamRecord {
  readonly #used = new Map<string, UsedGrant>();
  readonly #refused = new Map<string, Refusal>();

  allowed({ owner, policyType, policy }: Pick<Grant, 'owner' | 'policyType' | 'policy'>, match: Match): void {
    const { statement, action = '*', resource = '*' } = match;
    const key = JSON.stringify([owner, policyType, policy, statement, action, resource]);
    const known = this.#used.get(key);
    if (known) known.times++;
    else this.#used.set(key, { owner, policyType, policy, statement, action, resource, times: 1 });
  }

  refused(identity: Identity, { action, resource }: Permission, message: string): void {
    const key = JSON.stringify([identity.arn, action, resource]);
    const known = this.#refused.get(key);
    if (known) known.times++;
    else this.#refused.set(key, { identity: identity.arn, action, resource, message, times: 1 });
  }

  used(): UsedGrant[] {
    return [...this.#used.values()];
  }

  refusals(): Refusal[] {
    return [...this.#refused.values()];
  }
}

/** Every action on every resource that the Allow statements of a policy spell out. */
export function grantsOf(
  owner: string,
  policyType: Grant['policyType'],
  policy: string,
  document: PolicyDocument,
): Grant[] {
  return list(document.Statement).flatMap(({ Effect, Action, Resource }, statement) =>
    Effect === 'Allow'
      ? orAny(list(Action)).flatMap((action) =>
          orAny(list(Resource)).map((resource) => ({ owner, policyType, policy, statement, action, resource })),
        )
      : [],
  );
}

/** A statement without the element (a trust policy has no Resource) means any. */
function orAny(texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? ['*'] : texts;
}
