/** May this identity do this action on this resource: by the stack's own roles and resource policies, as IAM decides. */

import { AwsError, type Identity, type Permission } from '../aws.ts';
import { contextOf } from './context.ts';
import { evaluate, type Match, type Request, type Verdict } from './evaluate.ts';
import { explicitlyDenied, notAllowed, refusal } from './messages.ts';
import { list, type PolicyDocument, type Role } from './policy.ts';
import { type Grant, grantsOf, IamRecord } from './record.ts';

export { list, type NamedPolicy, type PolicyDocument, type Role, type Statement } from './policy.ts';
export { type Grant, grantsOf, type Refusal, type UsedGrant } from './record.ts';

/** `report` lets through what the policies refuse, and keeps the list. */
export type IamMode = 'enforce' | 'report';

/** The words that allowed a request. */
export interface AllowedBy {
  sort: 'role' | 'resource';
  /** The role's ARN, or that of the thing whose policy it is. */
  owner: string;
  policy: string;
  statement: number;
  sid?: string;
}

export interface Decision {
  allowed: boolean;
  /** Absent for the account's own user, who needs no policy, and for a refusal. */
  by?: AllowedBy;
  /** AWS's words for the refusal. In mode `report` an allowed request may carry it. */
  message?: string;
}

export interface AssumeOptions {
  externalId?: string;
  /** The rule or machine an AWS service comes for: aws:SourceArn. */
  sourceArn?: string;
}

export interface Iam {
  mode: IamMode;
  addRole(role: Role): void;
  role(arn: string): Role | undefined;
  /** `resourcePolicy` is the document of the thing spoken of, or undefined where it has none. */
  decide(identity: Identity, permission: Permission, resourcePolicy?: unknown): Decision;
  /**
   * A session of this role for a service's principal (`lambda.amazonaws.com`) or another identity.
   * @throws AwsError AccessDenied (403) where the role does not exist or its trust policy does not let them in.
   */
  assume(roleArn: string, sessionName: string, trusted: string | Identity, options?: AssumeOptions): Identity;
  /** Every permission the roles and trust policies grant; with `used`, those no run needed can be told. */
  grants(): Grant[];
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
      roles.set(role.arn, role);
    },

    role: (arn) => roles.get(arn),

    decide(identity, permission, resourcePolicy) {
      const request = { identity, permission, context: contextOf(identity, permission, now()) };
      const decision = judge(request, roles, resourcePolicy as PolicyDocument | undefined, record);
      if (decision.allowed) return decision;
      record.refused(identity, permission, decision.message ?? '');
      return iam.mode === 'report' ? { ...decision, allowed: true } : decision;
    },

    assume(roleArn, sessionName, trusted, options = {}) {
      const caller = typeof trusted === 'string' ? principalIdentity(trusted, roleArn, options) : trusted;
      const permission = assuming(roleArn, sessionName, options);
      const role = roles.get(roleArn);
      const request = { identity: caller, permission, context: contextOf(caller, permission, now()) };
      const verdict = role && evaluate(role.trust, request, { withPrincipal: true });
      if (!role || !verdict?.allowed || verdict.denied) {
        const message = refusal(caller, permission);
        record.refused(caller, permission, message);
        if (iam.mode === 'enforce' || !role) throw new AwsError('AccessDenied', message, { status: 403 });
      } else {
        record.allowed({ owner: roleArn, sort: 'trust', policy: 'AssumeRolePolicyDocument' }, verdict.allowed);
      }
      return session(roleArn, sessionName, caller);
    },

    grants: () =>
      [...roles.values()].flatMap(({ arn, trust, policies }) => [
        ...grantsOf(arn, 'trust', 'AssumeRolePolicyDocument', trust),
        ...policies.flatMap(({ PolicyName, PolicyDocument }) => grantsOf(arn, 'role', PolicyName, PolicyDocument)),
      ]),
  };
  return iam;
}

/** An explicit deny wins; in one account either side may allow, across accounts both must; a service needs the resource's word. */
function judge(
  request: Request,
  roles: ReadonlyMap<string, Role>,
  resourcePolicy: PolicyDocument | undefined,
  record: IamRecord,
): Decision {
  const { identity, permission } = request;
  const own = identity.servicePrincipal === undefined ? ofIdentity(request, roles) : undefined;
  const resource = resourcePolicy && evaluate(resourcePolicy, request, { withPrincipal: true });
  if (own?.denied) return { allowed: false, message: explicitlyDenied(identity, permission, 'identity-based') };
  if (resource?.denied) return { allowed: false, message: explicitlyDenied(identity, permission, 'resource-based') };

  const resourceAllows = resource?.allowed !== undefined;
  const allowedByResource = (): Decision => {
    const source = { owner: permission.resource, sort: 'resource', policy: 'ResourcePolicy' } as const;
    record.allowed(source, resource?.allowed as Match);
    return { allowed: true, by: by(source, resource?.allowed as Match) };
  };
  if (!own) {
    if (resourceAllows) return allowedByResource();
    return { allowed: false, message: notAllowed(identity, permission, 'resource-based') };
  }

  const foreign = resourcePolicy !== undefined && isForeign(identity, permission);
  if (!own.allowed) {
    if (resourceAllows && resource.named === 'directly' && !foreign) return allowedByResource();
    return { allowed: false, message: notAllowed(identity, permission, 'identity-based') };
  }
  if (foreign && !resourceAllows) {
    return { allowed: false, message: notAllowed(identity, permission, 'resource-based') };
  }
  if (foreign) allowedByResource();
  if (!own.policy) return { allowed: true };
  const source = { owner: identity.roleArn ?? identity.arn, sort: 'role', policy: own.policy } as const;
  record.allowed(source, own.allowed);
  return { allowed: true, by: by(source, own.allowed) };
}

function by(source: Pick<AllowedBy, 'owner' | 'sort' | 'policy'>, { statement, sid }: Match): AllowedBy {
  return { ...source, statement, ...(sid === undefined ? {} : { sid }) };
}

/** The account's own user stands for its owner: it may do everything, and no policy says so. */
function ofIdentity(request: Request, roles: ReadonlyMap<string, Role>): Verdict & { policy?: string } {
  const { roleArn } = request.identity;
  if (roleArn === undefined) return { named: 'not', allowed: { statement: 0 } };
  const merged: Verdict & { policy?: string } = { named: 'not' };
  for (const { PolicyName, PolicyDocument } of list(roles.get(roleArn)?.policies)) {
    const { denied, allowed } = evaluate(PolicyDocument, request);
    if (denied) return { named: 'not', denied };
    if (allowed && !merged.allowed) {
      merged.allowed = allowed;
      merged.policy = PolicyName;
    }
  }
  return merged;
}

/** A bucket's ARN names no account: it is looked for in the caller's own. */
function isForeign(identity: Identity, { resource }: Permission): boolean {
  const account = resource.split(':')[4];
  return account !== undefined && /^\d{12}$/.test(account) && account !== identity.account;
}

/** An AWS service says for whose sake it comes: here always for the role's own account. */
function principalIdentity(principal: string, roleArn: string, { sourceArn }: AssumeOptions): Identity {
  return {
    arn: principal,
    account: accountOf(roleArn),
    servicePrincipal: principal,
    ...(sourceArn === undefined ? {} : { sourceArn }),
  };
}

function assuming(roleArn: string, sessionName: string, { externalId }: AssumeOptions): Permission {
  return {
    action: 'sts:AssumeRole',
    resource: roleArn,
    context: {
      'sts:RoleSessionName': sessionName,
      ...(externalId === undefined ? {} : { 'sts:ExternalId': externalId }),
    },
  };
}

function session(roleArn: string, sessionName: string, caller: Identity): Identity {
  const [, partition = 'aws'] = roleArn.split(':');
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const account = accountOf(roleArn);
  return {
    arn: `arn:${partition}:sts::${account}:assumed-role/${name}/${sessionName}`,
    account,
    roleArn,
    ...(caller.moves === undefined ? {} : { moves: caller.moves }),
  };
}

function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
