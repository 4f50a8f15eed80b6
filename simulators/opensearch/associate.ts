import type { PackageDetailsForAssociation } from '@aws-sdk/client-opensearch';
import { random } from '@offboard/local-aws/random';
import type { Call } from '@offboard/local-aws/service';
import { ABSENT, between, type SimulatedCloud } from '@offboard/local-aws/simulation';
import { type PackageAssociation, packageAssociations } from './associations.ts';
import { conflict } from './model.ts';
import { domainOf, isPlugin, packageOf } from './packages.ts';

export function associate(
  cloud: SimulatedCloud,
  call: Call,
  domainName: string,
  wanted: readonly PackageDetailsForAssociation[],
): PackageAssociation[] {
  domainOf(cloud, call, domainName);
  const about = { kind: packageAssociations.kind, key: `${domainName}/${wanted.map((each) => each.PackageID)}` };
  return cloud.mutate(call, about, () => {
    for (const { PackageID: id = '' } of wanted) refuseAssociated(cloud, call, domainName, id);
    return wanted.map((each) => associateOne(cloud, call, domainName, each));
  });
}

function refuseAssociated(cloud: SimulatedCloud, call: Call, domainName: string, id: string): void {
  packageOf(cloud, call, id);
  const association = cloud.association(packageAssociations, call, `${domainName}/${id}`);
  const status = association ? cloud.step(association).status : ABSENT;
  if (status === 'DISSOCIATING') throw conflict(`Package ${id} is being dissociated from domain ${domainName}`);
  if (status !== ABSENT) throw conflict('Package is already in desired state');
}

function associateOne(
  cloud: SimulatedCloud,
  call: Call,
  domainName: string,
  { PackageID: packageId = '', PrerequisitePackageIDList, AssociationConfiguration }: PackageDetailsForAssociation,
): PackageAssociation {
  const pkg = packageOf(cloud, call, packageId);
  const drawn = random(cloud.options.seed, 'associate', call.account, call.region, domainName, packageId)();
  const seconds = between(cloud.duration(isPlugin(pkg) ? 'plugin' : 'dictionary'), drawn);
  const keyAccessRoleArn = AssociationConfiguration?.KeyStoreAccessOption?.KeyAccessRoleArn;
  const facts = {
    domainName,
    packageId,
    ...(PrerequisitePackageIDList ? { prerequisites: PrerequisitePackageIDList } : {}),
    ...(keyAccessRoleArn ? { keyAccessRoleArn } : {}),
  };
  const now = cloud.now();
  const association = cloud.associate(packageAssociations, call, facts, [
    { at: now, status: 'ASSOCIATING' },
    { at: now + seconds * 1000, status: 'ACTIVE' },
  ]);
  cloud.logEffect(call, association, 'associated');
  return association;
}
