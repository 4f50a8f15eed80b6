/** Refusals in AWS's words (IAM user guide, "Troubleshoot access denied error messages"). */

import type { Identity, Permission } from '../core/aws.ts';

export type PolicyKind = 'identity-based' | 'resource-based' | 'session';

export function explicitlyDenied(identity: Identity, permission: Permission, policyType: PolicyKind): string {
  const article = policyType === 'identity-based' ? 'an' : 'a';
  return `${refusal(identity, permission)} with an explicit deny in ${article} ${policyType} policy`;
}

export function notAllowed(identity: Identity, permission: Permission, policyType: PolicyKind): string {
  return `${refusal(identity, permission)} because no ${policyType} policy allows the ${permission.action} action`;
}

/** STS gives no reason where a trust policy does not allow the caller. */
export function refusal(identity: Identity, { action, resource }: Permission): string {
  return `User: ${identity.arn} is not authorized to perform: ${action} on resource: ${resource}`;
}
