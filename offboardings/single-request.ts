/** What holds for the removal of one association that is not part of a plan. */

import type { Kind } from '../associations/registry.ts';
import { associationOf } from '../associations/registry.ts';
import type { RejectionError } from '../events/disassociation-rejected.ts';
import type { DisassociationRequest } from '../events/disassociation-requested.ts';
import type { Problem } from '../events/problem.ts';
import type { Where } from '../events/where.ts';
import { type Protection, protectionsOf } from './common/protected-patterns.ts';

export interface SingleRequestSettings {
  /** Glob patterns over `kind/label`. */
  protectedNames: readonly string[];
  /** Risks and kinds that no removal has without an approval. */
  approvalFloor: readonly string[];
  /** The end of the freeze window that is open, ISO 8601. */
  frozenUntil?: string | undefined;
}

export interface SingleRequestRejection {
  error: RejectionError;
  problems: Problem[];
  /** ISO 8601. */
  retryAfter?: string;
}

const PATH = 'detail.data.target';

/** @param account 12 digits, where it removes. @returns undefined where the request may be carried out. */
export function rejectionOfSingle(
  { data }: DisassociationRequest,
  account: string,
  { protectedNames, approvalFloor, frozenUntil }: SingleRequestSettings,
): SingleRequestRejection | undefined {
  const kind: Kind = data.association;
  const { target, where = {} } = data;
  const isProtected = protectionsOf(kind, target, protectedNames).map(protectionProblem);
  if (isProtected.length > 0) return { error: 'PROTECTED', problems: isProtected };
  const { risks } = associationOf(kind).policy.assess({ target, account, where, snapshot: null }, []);
  const reasons = [kind, ...risks].filter((reason) => approvalFloor.includes(reason));
  if (reasons.length === 0)
    return frozenUntil === undefined ? undefined : frozen(frozenUntil, planLine(kind, target, where));
  const message = `target needs an approval to be removed (${reasons.join(', ')}), which only a plan can get: ${planLine(kind, target, where)}, then: offboard apply PLAN`;
  return { error: 'APPROVAL_REQUIRED', problems: [{ path: PATH, message }] };
}

function frozen(until: string, plan: string): SingleRequestRejection {
  const message = `detail must wait until ${until}: a freeze window of the stack is open. Send it then, under a new id, or have a plan wait for it: ${plan}, then: offboard apply PLAN`;
  return { error: 'FREEZE', problems: [{ path: 'detail', message }], retryAfter: until };
}

function protectionProblem({ name, pattern, perhaps }: Protection): Problem {
  const message = perhaps
    ? `target may remove what is protected: ${name} leaves open whether it is one that "${pattern}" matches; name one association, by the fields of its name`
    : `target is protected: ${name} matches "${pattern}"`;
  return { path: PATH, message };
}

function planLine(association: Kind, target: object, where: Where): string {
  const named = { association, target, ...(Object.keys(where).length > 0 && { where }) };
  return `offboard plan --associations '${JSON.stringify([named])}'`;
}
