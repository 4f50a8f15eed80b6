/** One policy against one request: which statement allows it, which denies it. */

import type { Identity, Permission } from '../core/aws.ts';
import { matchesWildcard } from '../core/wildcard.ts';
import { conditionsHold } from './conditions.ts';
import { fillIn, type RequestContext } from './context.ts';
import { list, type PolicyDocument, type Statement } from './policy.ts';
import { type Named, named } from './principals.ts';

/** The statement that decided, and the very words in it that matched. */
export interface Match {
  statement: number;
  /** The element of Action that matched; absent for NotAction. */
  action?: string;
  resource?: string;
}

export interface Verdict {
  denied?: Match;
  allowed?: Match;
  /** How a resource-based policy names the caller where it allows. */
  named: Named;
}

export interface Request {
  identity: Identity;
  permission: Permission;
  context: RequestContext;
}

/** @param withPrincipal resource-based and trust policies name principals; identity-based ones do not. */
export function evaluate(policy: PolicyDocument, request: Request, { withPrincipal = false } = {}): Verdict {
  const verdict: Verdict = { named: 'not' };
  list(policy.Statement).forEach((statement, index) => {
    const as = withPrincipal ? principalOf(statement, request.identity) : 'directly';
    if (as === 'not') return;
    const match = matches(statement, request);
    if (!match) return;
    const found = { statement: index, ...match };
    if (statement.Effect === 'Deny') verdict.denied ??= found;
    else if (STRENGTH[as] > STRENGTH[verdict.named]) {
      verdict.allowed = found;
      verdict.named = as;
    }
  });
  return verdict;
}

/** Of several statements that allow, the one that names the caller most closely counts. */
const STRENGTH: Readonly<Record<Named, number>> = { not: 0, account: 1, directly: 2, session: 3 };

function principalOf(statement: Statement, identity: Identity): Named {
  if (statement.NotPrincipal !== undefined)
    return named(statement.NotPrincipal, identity) === 'not' ? 'directly' : 'not';
  return statement.Principal === undefined ? 'not' : named(statement.Principal, identity);
}

function matches(
  statement: Statement,
  { permission, context }: Request,
): Pick<Match, 'action' | 'resource'> | undefined {
  const action = element(statement.Action, statement.NotAction, (pattern) =>
    matchesWildcard(pattern, permission.action, { ignoreCase: true }),
  );
  if (action === undefined) return undefined;
  const resource = element(statement.Resource, statement.NotResource, (pattern) => {
    const filled = fillIn(pattern, context);
    return filled !== undefined && matchesWildcard(filled, permission.resource);
  });
  if (resource === undefined || !conditionsHold(statement.Condition, context)) return undefined;
  return { ...(action === '' ? {} : { action }), ...(resource === '' ? {} : { resource }) };
}

/** The pattern that matched; '' where the negated element, or neither, is there and lets it pass; undefined for no match. */
function element(
  positive: Statement['Action'],
  negative: Statement['Action'],
  test: (pattern: string) => boolean,
): string | undefined {
  if (positive !== undefined) return list(positive).find(test);
  return list(negative).some(test) ? undefined : '';
}
