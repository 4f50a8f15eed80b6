/** What the policies were used for: which words allowed what, and what was refused. */

import type { Identity, Permission } from '../core/aws.ts';
import type { Match } from './evaluate.ts';
import { list, type PolicyDocument } from './policy.ts';

/** One action on one resource as a policy grants it. */
export interface Grant {
  /** The role's ARN, or that of the thing whose policy it is. */
  owner: string;
  /** `role` for the role's own policies, `trust` for who may be it, `resource` for a resource-based policy. */
  sort: 'role' | 'trust' | 'resource';
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

  allowed({ owner, sort, policy }: Pick<Grant, 'owner' | 'sort' | 'policy'>, match: Match): void {
    const { statement, action = '*', resource = '*' } = match;
    const key = JSON.stringify([owner, sort, policy, statement, action, resource]);
    const known = this.#used.get(key);
    if (known) known.times++;
    else this.#used.set(key, { owner, sort, policy, statement, action, resource, times: 1 });
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

  clear(): void {
    this.#used.clear();
    this.#refused.clear();
  }
}

/** Every action on every resource that the Allow statements of a policy spell out. */
export function grantsOf(owner: string, sort: Grant['sort'], policy: string, document: PolicyDocument): Grant[] {
  return list(document.Statement).flatMap(({ Effect, Action, Resource }, statement) =>
    Effect === 'Allow'
      ? orAny(list(Action)).flatMap((action) =>
          orAny(list(Resource)).map((resource) => ({ owner, sort, policy, statement, action, resource })),
        )
      : [],
  );
}

/** A statement without the element (a trust policy has no Resource, NotAction no Action) stands for any. */
function orAny(texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? ['*'] : texts;
}
