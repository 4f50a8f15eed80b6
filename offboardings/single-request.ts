/** What holds for the removal of one association that is not part of a plan. */

import type { Kind } from '../associations/registry.ts';
import { associationOf } from '../associations/registry.ts';
import type { RejectionError } from '../events/disassociation-rejected.ts';
import type { DisassociationRequest } from '../events/disassociation-requested.ts';
import type { Problem } from '../events/problem.ts';
import type { Where } from '../events/where.ts';
import { namesOf, protectionOf } from './common/protected-patterns.ts';

export interface SingleRequestSettings {
  /** Glob patterns over `kind/label`. */
  protectedNames: readonly string[];
  /** Risks and kinds that no removal has without an approval. */
  approvalFloor: readonly string[];
}

export interface SingleRequestRejection {
  error: RejectionError;
  problems: Problem[];
}

const PATH = 'detail.data.target';

/** @param account 12 digits, where it removes. @returns undefined where the request may be carried out. */
export function rejectionOfSingle(
  { data }: DisassociationRequest,
  account: string,
  { protectedNames, approvalFloor }: SingleRequestSettings,
): SingleRequestRejection | undefined {
  const kind: Kind = data.association;
  const { target, where = {} } = data;
  const isProtected = namesOf(kind, target).flatMap((name) => {
    const pattern = protectionOf(name, protectedNames);
    return pattern === undefined ? [] : [{ path: PATH, message: `target is protected: ${name} matches "${pattern}"` }];
  });
  if (isProtected.length > 0) return { error: 'PROTECTED', problems: isProtected };
  const { risks } = associationOf(kind).policy.assess({ target, account, where, snapshot: null }, []);
  const reasons = [kind, ...risks].filter((reason) => approvalFloor.includes(reason));
  if (reasons.length === 0) return undefined;
  const message = `target needs an approval to be removed (${reasons.join(', ')}), which only a plan can get: ${planLine(kind, target, where)}, then: offboard apply PLAN`;
  return { error: 'APPROVAL_REQUIRED', problems: [{ path: PATH, message }] };
}

function planLine(association: Kind, target: object, where: Where): string {
  const named = { association, target, ...(Object.keys(where).length > 0 && { where }) };
  return `offboard plan --associations '${JSON.stringify([named])}'`;
}
