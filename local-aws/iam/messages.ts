/** Refusals in AWS's words (IAM user guide, "Troubleshoot access denied error messages"). */

import type { Identity, Permission } from '../core/aws.ts';

export type PolicySort = 'identity-based' | 'resource-based';

export function explicitlyDenied(identity: Identity, permission: Permission, sort: PolicySort): string {
  const article = sort === 'identity-based' ? 'an' : 'a';
  return `${refusal(identity, permission)} with an explicit deny in ${article} ${sort} policy`;
}

export function notAllowed(identity: Identity, permission: Permission, sort: PolicySort): string {
  return `${refusal(identity, permission)} because no ${sort} policy allows the ${permission.action} action`;
}

/** STS says no more than this where a trust policy does not let the caller in. */
export function refusal(identity: Identity, { action, resource }: Permission): string {
  return `User: ${identity.arn} is not authorized to perform: ${action} on resource: ${resource}`;
}
