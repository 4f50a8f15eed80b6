/** The stage parameters of identity: who may approve, and which roles name their sessions after persons. */

import type { Statement } from '../events/statement.ts';
import { matchesWildcard } from './wildcard.ts';

/** The account is written out: in an account of their own, anybody can have a role of any name. */
const APPROVER =
  /^(?:arn:[\w-]+:(?:iam|sts)::(\d{12}):)?(?:user\/|federated-user\/|assumed-role\/[^/]+\/|role\/(?!.*\/))[\w+=.@*/-]+$/;
/** Of `*` alone anybody who may assume a role could be anybody. */
const ROLE_NAME = /^(?=.*[^*])[\w+=.@*-]{1,64}$/;

/** Why an entry of `approvers` is refused; undefined where it is valid. */
export function approverProblem(pattern: string): string | undefined {
  if (APPROVER.test(pattern)) return undefined;
  return `'${pattern}' is no user (user/NAME), role (role/NAME, without its path) or session (assumed-role/ROLE/SESSION); before it may be an ARN's beginning with the account (arn:aws:iam::111122223333:)`;
}

/** Why an entry of `personalSessionRoles` is refused; undefined where it is valid. */
export function personalRoleProblem(pattern: string): string | undefined {
  return ROLE_NAME.test(pattern) ? undefined : `'${pattern}' is no name of a role, nor a pattern of one`;
}

/** @param approvers patterns; without one, every identity of the stack's own account. */
export interface ApproverSettings {
  approvers: readonly string[];
  account: string;
}

/** A pattern may name a user, a session, or the role of sessions. */
export function isApprover({ arn, account }: Statement['identity'], settings: ApproverSettings): boolean {
  const { approvers, account: own } = settings;
  if (approvers.length === 0) return account === own;
  const role = arn.replace(/^(arn:[\w-]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, '$1:iam::$2:role/$3');
  return [arn, role].some((principal) => {
    const short = account === own ? principal.split(':').slice(5).join(':') : undefined;
    return approvers.some(
      (pattern) => matchesWildcard(pattern, principal) || (short !== undefined && matchesWildcard(pattern, short)),
    );
  });
}

/** The accounts whose identities are attested: of any other, the requester could have an identity to approve with. */
export function trustedAccounts({ approvers, account }: ApproverSettings): string[] {
  return [account, ...approvers.flatMap((pattern) => APPROVER.exec(pattern)?.[1] ?? [])];
}
