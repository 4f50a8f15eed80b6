/** The stack's roles with every policy that hangs on them. */

import type { NamedPolicy, PolicyDocument, Role } from '../iam/index.ts';
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

/** @throws Error for what the runtime cannot decide by: a policy of AWS's own that is not known here, a boundary. */
export function rolesOf(stack: Stack): Role[] {
  return ofType(stack, 'AWS::IAM::Role').map((resource) => {
    const read = resource.properties as unknown as RoleProperties;
    if (read.PermissionsBoundary !== undefined) {
      throw new Error(`${resource.logicalId}: permissions boundaries are not simulated`);
    }
    return {
      arn: `arn:aws:iam::${stack.account}:role${read.Path ?? '/'}${resource.physicalId}`,
      trust: read.AssumeRolePolicyDocument,
      policies: [
        ...(read.Policies ?? []),
        ...attachedBy(stack, 'AWS::IAM::Policy', resource),
        ...attachedBy(stack, 'AWS::IAM::ManagedPolicy', resource),
        ...(read.ManagedPolicyArns ?? []).flatMap((arn) => managedPolicy(stack, arn, resource)),
      ],
    };
  });
}

function attachedBy(stack: Stack, type: string, role: Resource): NamedPolicy[] {
  return ofType(stack, type)
    .filter(({ properties }) => ((properties.Roles ?? []) as string[]).includes(role.physicalId))
    .map(namedPolicy);
}

function managedPolicy(stack: Stack, arn: string, role: Resource): NamedPolicy[] {
  const own = ofType(stack, 'AWS::IAM::ManagedPolicy').find(({ physicalId }) => physicalId === arn);
  if (own) return ((own.properties.Roles ?? []) as string[]).includes(role.physicalId) ? [] : [namedPolicy(own)];
  throw new Error(
    `${role.logicalId}: what ${arn} allows is not known here; write the permissions the role needs into its own policies`,
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
