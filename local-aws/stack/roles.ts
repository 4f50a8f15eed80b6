import type { IamMode, NamedPolicy, PolicyDocument, Role } from '../iam/index.ts';
import { ofType } from './functions.ts';
import type { Stack } from './load.ts';
import type { Resource } from './types/contract.ts';

interface RoleProperties {
  AssumeRolePolicyDocument: PolicyDocument;
  Path?: string;
  Policies?: NamedPolicy[];
  ManagedPolicyArns?: string[];
  PermissionsBoundary?: string;
}

/**
 * @param mode with `report` a role may have what is not served here, for it is let through anyway.
 * @throws Error for what IAM here cannot decide by: an AWS managed policy, a permissions boundary.
 */
export function rolesOf(stack: Stack, mode: IamMode = 'enforce'): Role[] {
  return ofType(stack, 'AWS::IAM::Role').map((resource) => {
    const read = resource.properties as unknown as RoleProperties;
    if (read.PermissionsBoundary !== undefined && mode === 'enforce') {
      throw new Error(
        `${resource.logicalId}: permissions boundaries are not served; remove it, or run with --iam report`,
      );
    }
    return {
      arn: `arn:aws:iam::${stack.account}:role${read.Path ?? '/'}${resource.physicalId}`,
      trust: read.AssumeRolePolicyDocument,
      policies: [
        ...(read.Policies ?? []),
        ...attachedBy(stack, 'AWS::IAM::Policy', resource),
        ...attachedBy(stack, 'AWS::IAM::ManagedPolicy', resource),
        ...(read.ManagedPolicyArns ?? []).flatMap((arn) => managedPolicy(stack, { arn, role: resource, mode })),
      ],
    };
  });
}

function attachedBy(stack: Stack, type: string, role: Resource): NamedPolicy[] {
  return ofType(stack, type)
    .filter(({ properties }) => ((properties.Roles ?? []) as string[]).includes(role.physicalId))
    .map(namedPolicy);
}

function managedPolicy(
  stack: Stack,
  { arn, role, mode }: { arn: string; role: Resource; mode: IamMode },
): NamedPolicy[] {
  const own = ofType(stack, 'AWS::IAM::ManagedPolicy').find(({ physicalId }) => physicalId === arn);
  if (own) return ((own.properties.Roles ?? []) as string[]).includes(role.physicalId) ? [] : [namedPolicy(own)];
  if (mode === 'report') return [];
  throw new Error(
    `${role.logicalId}: what ${arn} allows is not known here; write the permissions into the role's own policies, or run with --iam report`,
  );
}

/** The policy of a resource that is one; without a name it goes by its logical id. */
export function namedPolicy({ logicalId, properties }: Resource): NamedPolicy {
  const { PolicyName, ManagedPolicyName, PolicyDocument } = properties as unknown as {
    PolicyName?: string;
    ManagedPolicyName?: string;
    PolicyDocument: PolicyDocument;
  };
  return { PolicyName: PolicyName ?? ManagedPolicyName ?? logicalId, PolicyDocument };
}
