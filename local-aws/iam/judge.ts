/** IAM's evaluation logic over identity-based and resource-based policies. */

import type { Identity, Permission } from '../core/aws.ts';
import { evaluate, type Match, type Request, type Verdict } from './evaluate.ts';
import { explicitlyDenied, notAllowed } from './messages.ts';
import type { PolicyDocument, Role } from './policy.ts';
import type { Named } from './principals.ts';

/** The statement that allowed, and whose it is. */
export interface Granted {
  policyType: 'role' | 'resource';
  /** ARN of the role, or of the resource that has the policy. */
  owner: string;
  policy: string;
  match: Match;
}

/** `by` is empty for the account's own user, who needs no policy. */
export type Judgement = { allowed: true; by: readonly Granted[] } | { allowed: false; message: string };

interface Side {
  denies: boolean;
  allows: boolean;
  granted?: Granted;
  named: Named;
}

/**
 * An explicit deny wins. Then: for an AWS service only the resource's policy speaks; in one account either side may
 * allow, unless the resource names no more than the account; across accounts both must. A session's policy must allow
 * besides. A KMS key's policy must allow in
 * its own account too (KMS developer guide, "Key policies in AWS KMS").
 */
export function judge(request: Request, role: Role | undefined, resourcePolicy: PolicyDocument | undefined): Judgement {
  const { identity, permission } = request;
  const own = ofCaller(request, role);
  const session = ofSession(request);
  const resource = ofResource(request, resourcePolicy);
  const refused = (message: string): Judgement => ({ allowed: false, message });

  if (own.denies) return refused(explicitlyDenied(identity, permission, 'identity-based'));
  if (session?.denied) return refused(explicitlyDenied(identity, permission, 'session'));
  if (resource.denies) return refused(explicitlyDenied(identity, permission, 'resource-based'));
  if (identity.servicePrincipal !== undefined) {
    return resource.allows ? allowed(resource) : refused(notAllowed(identity, permission, 'resource-based'));
  }
  const foreign = resourcePolicy !== undefined && isForeign(identity, permission);
  // A resource policy that names the session itself is not limited by the session's policy; one that names the role is.
  if (session && !session.allowed && (foreign || resource.named !== 'session'))
    return refused(notAllowed(identity, permission, own.allows ? 'session' : 'identity-based'));
  const isKey = resourcePolicy !== undefined && permission.action.startsWith('kms:');
  if (own.allows && !foreign && !isKey) return allowed(own);
  if (own.allows && resource.allows) return allowed(own, resource);
  if (own.allows) return refused(notAllowed(identity, permission, 'resource-based'));
  if ((resource.named === 'directly' || resource.named === 'session') && !foreign) return allowed(resource);
  return refused(notAllowed(identity, permission, 'identity-based'));
}

function allowed(...sides: Side[]): Judgement {
  return { allowed: true, by: sides.flatMap(({ granted }) => granted ?? []) };
}

/** The account's own user stands for the account's owner, who may do everything without a policy. */
function ofCaller(request: Request, role: Role | undefined): Side {
  const { roleArn, servicePrincipal } = request.identity;
  const side: Side = { denies: false, allows: roleArn === undefined && servicePrincipal === undefined, named: 'not' };
  for (const { PolicyName, PolicyDocument } of role?.policies ?? []) {
    const { denied, allowed: match } = evaluate(PolicyDocument, request);
    if (denied) side.denies = true;
    if (!match || side.granted) continue;
    side.allows = true;
    side.granted = { policyType: 'role', owner: role?.arn ?? '', policy: PolicyName, match };
  }
  return side;
}

/** What the policy of a session says; undefined for one without. */
function ofSession(request: Request): Verdict | undefined {
  const { sessionPolicy } = request.identity;
  return sessionPolicy === undefined ? undefined : evaluate(sessionPolicy as PolicyDocument, request);
}

function ofResource(request: Request, policy: PolicyDocument | undefined): Side {
  const {
    denied,
    allowed: match,
    named,
  } = policy ? evaluate(policy, request, { withPrincipal: true }) : { named: 'not' as const };
  const granted = match && {
    granted: { policyType: 'resource' as const, owner: request.permission.resource, policy: 'ResourcePolicy', match },
  };
  return { denies: denied !== undefined, allows: match !== undefined, named, ...granted };
}

/** A bucket's ARN names no account: it is looked for in the caller's own. */
function isForeign(identity: Identity, { resource }: Permission): boolean {
  const account = resource.split(':')[4];
  return account !== undefined && /^\d{12}$/.test(account) && account !== identity.account;
}
