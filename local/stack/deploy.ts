/** Makes the stack's resources through the services' own operations, as CloudFormation does. */

import type { Aws, Identity } from '../aws.ts';
import type { Stack } from './load.ts';
import type { Resource } from './types/contract.ts';
import { resourceType, resourceTypes } from './types/index.ts';

/** The account's own user: deploying is not a role's work here. */
export function deployer({ account }: Pick<Stack, 'account'>): Identity {
  return { arn: `arn:aws:iam::${account}:user/deployer`, account };
}

/**
 * What is there from an earlier run is updated, so deploying the same stack again changes nothing. Roles and functions
 * are not made here: iam and the Lambda service read them from the stack.
 * @throws Error that names the resource which was refused, and why.
 */
export async function deploy(stack: Stack, aws: Aws, identity: Identity = deployer(stack)): Promise<void> {
  for (const resource of inOrder(stack.resources)) {
    const { deploy: make } = resourceType(resource.type, resource.logicalId);
    if (typeof make !== 'function') continue;
    try {
      await make(resource, { aws, identity });
    } catch (error) {
      throw new Error(`deploying ${resource.type} '${resource.logicalId}': ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
}

function inOrder(resources: readonly Resource[]): Resource[] {
  const types = Object.keys(resourceTypes);
  return resources.toSorted((a, b) => types.indexOf(a.type) - types.indexOf(b.type));
}
