/** Which roles of other accounts the stack may act through. */

import type { Problem } from '../../events/define.ts';
import type { Where } from '../../events/where.ts';

/** Undefined where this stack may act there. */
export function whereProblem(where: Where | undefined): Problem | undefined {
  const role = where?.roleArn;
  if (role === undefined || spokeRoles().some((pattern) => matches(pattern, role))) return undefined;
  return {
    path: 'detail.data.where.roleArn',
    message: `${role} is not one of this stack's spoke roles (${spokeRoles().join(', ')})`,
  };
}

/** Patterns of roles that may be assumed, with `*`. The functions' IAM policies allow the same. */
function spokeRoles(): string[] {
  return (process.env.SPOKE_ROLES ?? '').split(',').filter((pattern) => pattern !== '');
}

function matches(pattern: string, arn: string): boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('[^:]*')}$`).test(arn);
}
