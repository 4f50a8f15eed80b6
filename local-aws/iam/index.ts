/** IAM's decisions by the stack's roles and by resource policies. */

import { AwsError, type Identity, type Permission } from '../core/aws.ts';
import { checkConditions } from './conditions.ts';
import { contextOf } from './context.ts';
import { evaluate, type Request } from './evaluate.ts';
import { judge } from './judge.ts';
import { refusal } from './messages.ts';
import { list, type PolicyDocument, type Role, type Statement } from './policy.ts';
import { IamRecord } from './record.ts';
import { type AssumeOptions, callerOf, sessionOf } from './session.ts';

export { list, type NamedPolicy, type PolicyDocument, type Role, type Statement } from './policy.ts';
export { type Grant, grantsOf, type Refusal, type UsedGrant } from './record.ts';

/** `report` lets through what the policies deny, also to roles that are not known here, and keeps the list. */
export type IamMode = 'enforce' | 'report';

export interface Decision {
  allowed: boolean;
  /** AWS's message of a denial. In mode `report` an allowed request may have one. */
  message?: string;
}

export interface Iam {
  mode: IamMode;
  /** @throws Error for a condition operator that is not served. */
  addRole(role: Role): void;
  /** @param resourcePolicy the resource's policy document, if it has one. */
  decide(identity: Identity, permission: Permission, resourcePolicy?: unknown): Decision;
  /**
   * A session of this role for a service's principal (`lambda.amazonaws.com`), a role (by ARN) or another identity.
   * Asks the role's trust policy; what the caller's own policies say is for the operation it calls.
   * @throws AwsError AccessDenied (403) where the role does not exist or does not trust the caller; never in mode `report`.
   */
  assume(roleArn: string, sessionName: string, trusted: string | Identity, options?: AssumeOptions): Identity;
  /** The actions that the policies of a role allow, as they are written. */
  actionsOf(roleArn: string): string[];
  readonly record: IamRecord;
}

interface IamOptions {
  /** Milliseconds since 1970. */
  now(): number;
  mode?: IamMode;
}

export function createIam({ now, mode = 'enforce' }: IamOptions): Iam {
  const roles = new Map<string, Role>();
  const record = new IamRecord();

  const iam: Iam = {
    mode,
    record,

    addRole(role) {
      for (const { Condition } of statementsOf(role)) checkConditions(Condition);
      roles.set(role.arn, role);
    },

    actionsOf: (roleArn) =>
      (roles.get(roleArn)?.policies ?? [])
        .flatMap(({ PolicyDocument }) => list(PolicyDocument.Statement))
        .flatMap(({ Effect, Action }) => (Effect === 'Allow' ? list(Action) : [])),

    decide(identity, permission, resourcePolicy) {
      const request = { identity, permission, context: contextOf(identity, permission, now()) };
      const role = identity.roleArn === undefined ? undefined : roles.get(identity.roleArn);
      const judgement = judge(request, role, resourcePolicy as PolicyDocument | undefined);
      if (!judgement.allowed) {
        record.refused(identity, permission, judgement.message);
        return { ...judgement, allowed: iam.mode === 'report' };
      }
      for (const { match, ...source } of judgement.by) record.allowed(source, match);
      return { allowed: true };
    },

    assume(roleArn, sessionName, trusted, options = {}) {
      const identity = typeof trusted === 'string' ? callerOf(trusted, roleArn, options) : trusted;
      const role = roles.get(roleArn);
      for (const permission of assuming(roleArn, sessionName, { ...options, ...keptSource(identity, options) })) {
        const request = { identity, permission, context: contextOf(identity, permission, now()) };
        const match = role && trusts(role, request);
        if (match) record.allowed({ owner: roleArn, policyType: 'trust', policy: TRUST }, match);
        else {
          const message = refusal(identity, permission);
          record.refused(identity, permission, message);
          if (iam.mode === 'enforce') throw new AwsError('AccessDenied', message, { status: 403 });
        }
      }
      return sessionOf(roleArn, sessionName, identity, options);
    },
  };
  return iam;
}

function statementsOf({ trust, policies }: Role): Statement[] {
  return [trust, ...policies.map(({ PolicyDocument }) => PolicyDocument)].flatMap(({ Statement }) => list(Statement));
}

const TRUST = 'AssumeRolePolicyDocument';

function trusts({ trust }: Role, request: Request) {
  const { denied, allowed } = evaluate(trust, request, { withPrincipal: true });
  return denied ? undefined : allowed;
}

/** A source identity stays the same in every session that a session assumes. @throws AwsError AccessDenied */
function keptSource(caller: Identity, { sourceIdentity = caller.sourceIdentity }: AssumeOptions) {
  if (caller.sourceIdentity !== undefined && sourceIdentity !== caller.sourceIdentity)
    throw new AwsError('AccessDenied', 'The source identity of a session cannot be changed.', { status: 403 });
  return sourceIdentity === undefined ? {} : { sourceIdentity };
}

function assuming(
  roleArn: string,
  sessionName: string,
  { externalId, sourceIdentity }: AssumeOptions,
): readonly Permission[] {
  const context = {
    'sts:RoleSessionName': sessionName,
    ...(externalId === undefined ? {} : { 'sts:ExternalId': externalId }),
    ...(sourceIdentity === undefined ? {} : { 'sts:SourceIdentity': sourceIdentity }),
  };
  const actions = sourceIdentity === undefined ? ['AssumeRole'] : ['AssumeRole', 'SetSourceIdentity'];
  return actions.map((action) => ({ action: `sts:${action}`, resource: roleArn, context }));
}
