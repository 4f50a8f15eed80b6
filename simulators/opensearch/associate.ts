/** AssociatePackage and AssociatePackages: the way back. */

import type { PackageDetailsForAssociation } from '@aws-sdk/client-opensearch';
import type { Call } from '../../local-aws/core/aws.ts';
import { random } from '../../local-aws/core/random.ts';
import { ABSENT, stepAt } from '../../local-aws/simulation/timeline.ts';
import { between } from '../scripted-outcome.ts';
import type { World } from '../simulated-cloud.ts';
import { conflict } from './model.ts';
import { domainOf, isPlugin, type PackageAssociation, packageOf } from './packages.ts';

export function associate(
  world: World,
  call: Call,
  domainName: string,
  wanted: readonly PackageDetailsForAssociation[],
): PackageAssociation[] {
  domainOf(world, call, domainName);
  const about = { kind: 'opensearch-packages', key: `${domainName}/${wanted.map((each) => each.PackageID)}` } as const;
  return world.attempt(call, about, () => {
    for (const { PackageID: id = '' } of wanted) refuseTied(world, call, domainName, id);
    return wanted.map((each) => tie(world, call, domainName, each));
  });
}

function refuseTied(world: World, call: Call, domainName: string, id: string): void {
  packageOf(world, call, id);
  const status = stepAt(
    world.association('opensearch-packages', call, `${domainName}/${id}`)?.life ?? [],
    world.now(),
  ).status;
  if (status === 'DISSOCIATING') throw conflict(`Package ${id} is being dissociated from domain ${domainName}`);
  if (status !== ABSENT) throw conflict('Package is already in desired state');
}

function tie(
  world: World,
  call: Call,
  domainName: string,
  { PackageID: packageId = '', PrerequisitePackageIDList, AssociationConfiguration }: PackageDetailsForAssociation,
): PackageAssociation {
  const { seed, durations } = world.options;
  const pkg = packageOf(world, call, packageId);
  const drawn = random(seed, 'associate', call.account, call.region, domainName, packageId)();
  const seconds = between(durations[isPlugin(pkg) ? 'plugin' : 'dictionary'], drawn);
  const keyAccessRoleArn = AssociationConfiguration?.KeyStoreAccessOption?.KeyAccessRoleArn;
  const facts = {
    domainName,
    packageId,
    ...(PrerequisitePackageIDList ? { prerequisites: PrerequisitePackageIDList } : {}),
    ...(keyAccessRoleArn ? { keyAccessRoleArn } : {}),
  };
  const now = world.now();
  const association = world.tie('opensearch-packages', call, facts, [
    { at: now, status: 'ASSOCIATING' },
    { at: now + seconds * 1000, status: 'ACTIVE' },
  ]);
  world.note(call, association, 'tied');
  return association;
}
