/** AssociatePackage and AssociatePackages: the way back. */

import type { PackageDetailsForAssociation } from '@aws-sdk/client-opensearch';
import { random } from '@offboard/local-aws/random';
import type { Call } from '@offboard/local-aws/service';
import { ABSENT, stepAt } from '@offboard/local-aws/simulation';
import { between } from '../scripted-outcome.ts';
import type { SimulatedCloud } from '../simulated-cloud.ts';
import { conflict } from './model.ts';
import { domainOf, isPlugin, type PackageAssociation, packageOf } from './packages.ts';

export function associate(
  cloud: SimulatedCloud,
  call: Call,
  domainName: string,
  wanted: readonly PackageDetailsForAssociation[],
): PackageAssociation[] {
  domainOf(cloud, call, domainName);
  const about = { kind: 'opensearch-packages', key: `${domainName}/${wanted.map((each) => each.PackageID)}` } as const;
  return cloud.mutate(call, about, () => {
    for (const { PackageID: id = '' } of wanted) refuseTied(cloud, call, domainName, id);
    return wanted.map((each) => tie(cloud, call, domainName, each));
  });
}

function refuseTied(cloud: SimulatedCloud, call: Call, domainName: string, id: string): void {
  packageOf(cloud, call, id);
  const status = stepAt(
    cloud.association('opensearch-packages', call, `${domainName}/${id}`)?.timeline ?? [],
    cloud.now(),
  ).status;
  if (status === 'DISSOCIATING') throw conflict(`Package ${id} is being dissociated from domain ${domainName}`);
  if (status !== ABSENT) throw conflict('Package is already in desired state');
}

function tie(
  cloud: SimulatedCloud,
  call: Call,
  domainName: string,
  { PackageID: packageId = '', PrerequisitePackageIDList, AssociationConfiguration }: PackageDetailsForAssociation,
): PackageAssociation {
  const { seed, durations } = cloud.options;
  const pkg = packageOf(cloud, call, packageId);
  const drawn = random(seed, 'associate', call.account, call.region, domainName, packageId)();
  const seconds = between(durations[isPlugin(pkg) ? 'plugin' : 'dictionary'], drawn);
  const keyAccessRoleArn = AssociationConfiguration?.KeyStoreAccessOption?.KeyAccessRoleArn;
  const facts = {
    domainName,
    packageId,
    ...(PrerequisitePackageIDList ? { prerequisites: PrerequisitePackageIDList } : {}),
    ...(keyAccessRoleArn ? { keyAccessRoleArn } : {}),
  };
  const now = cloud.now();
  const association = cloud.associate('opensearch-packages', call, facts, [
    { at: now, status: 'ASSOCIATING' },
    { at: now + seconds * 1000, status: 'ACTIVE' },
  ]);
  cloud.logEffect(call, association, 'associated');
  return association;
}
