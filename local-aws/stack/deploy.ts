/** Creates the stack's resources by the services' own operations, as CloudFormation does. */

import type { Aws, Identity } from '../core/aws.ts';
import type { Stack } from './load.ts';
import type { Deployment, Resource } from './types/contract.ts';
import { resourceType, resourceTypes } from './types/index.ts';

/**
 * Resources of an earlier run are updated, so deploying the same stack again changes nothing; rules and machines that
 * are no longer in the template are removed. Roles and functions are not created here: IAM and Lambda read them from the
 * stack.
 * @throws Error that names the resource which was refused, and why.
 */
export async function deploy(stack: Stack, aws: Aws): Promise<void> {
  const deployment = { aws, identity: deployer(stack) };
  for (const resource of inOrder(stack.resources)) {
    const { deploy: make } = resourceType(resource.type, resource.logicalId);
    if (typeof make === 'function') await named('deploying', resource, () => make(resource, deployment));
  }
  await removeFormer(stack, deployment);
}

/** The account's own user, who needs no permissions. */
function deployer({ account }: Stack): Identity {
  return { arn: `arn:aws:iam::${account}:user/deployer`, account };
}

type Deployed = Pick<Resource, 'logicalId' | 'type' | 'physicalId'>;

async function removeFormer({ name, resources }: Stack, deployment: Deployment): Promise<void> {
  const deployedStacks = deployment.aws.store.table<Deployed[]>('deployed_stacks');
  const present = new Set(resources.map(({ physicalId }) => physicalId));
  for (const former of (deployedStacks.get(name) ?? []).filter(({ physicalId }) => !present.has(physicalId))) {
    await named('removing', former, () => resourceTypes[former.type]?.remove?.(former.physicalId, deployment));
  }
  deployedStacks.put(
    name,
    resources.map(({ logicalId, type, physicalId }) => ({ logicalId, type, physicalId })),
  );
}

async function named(doing: string, { type, logicalId }: Deployed, work: () => Promise<void> | undefined) {
  try {
    await work();
  } catch (error) {
    throw new Error(`${doing} ${type} '${logicalId}': ${(error as Error).message}`, { cause: error });
  }
}

function inOrder(resources: readonly Resource[]): Resource[] {
  const types = Object.keys(resourceTypes);
  return resources.toSorted((a, b) => types.indexOf(a.type) - types.indexOf(b.type));
}
