import type { DomainPackageDetails } from '@aws-sdk/client-opensearch';
import type { AccountRegion } from '@offboard/local-aws/service';
import { type SimulatedCloud, type Step, stepAt } from '@offboard/local-aws/simulation';
import { type PackageAssociation, packageAssociations } from './associations.ts';
import { notFound } from './model.ts';
import { type SearchDomain, type SearchPackage, searchDomains, searchPackages } from './resources.ts';

export function domainOf(cloud: SimulatedCloud, location: AccountRegion, name: string): SearchDomain {
  const domain = cloud.resource(searchDomains, location, name);
  if (!domain) throw notFound(`Domain not found: ${name}`);
  return domain;
}

export function packageOf(cloud: SimulatedCloud, location: AccountRegion, id: string): SearchPackage {
  const found = cloud.resource(searchPackages, location, id);
  if (!found) throw notFound(`Package not found: ${id}`);
  return found;
}

/** Every association of a domain that is listed at this time. */
export function associationsOf(
  cloud: SimulatedCloud,
  location: AccountRegion,
  domainName: string,
  time: number,
): PackageAssociation[] {
  return cloud.listed(packageAssociations, time, location, `${domainName}/`);
}

export function isPlugin({ packageType }: SearchPackage): boolean {
  return packageType === 'ZIP-PLUGIN';
}

/** Associating or dissociating a plugin is a blue/green deployment of the domain. */
export function isProcessing(
  cloud: SimulatedCloud,
  location: AccountRegion,
  domainName: string,
  time: number,
): boolean {
  return associationsOf(cloud, location, domainName, time).some(
    ({ facts, timeline }) =>
      /^(ASSOCIATING|DISSOCIATING)$/.test(stepAt(timeline, time).status) &&
      isPlugin(packageOf(cloud, location, facts.packageId)),
  );
}

export function details(cloud: SimulatedCloud, association: PackageAssociation, time: number): DomainPackageDetails {
  const { facts, timeline } = association;
  const step = stepAt(timeline, time);
  const pkg = packageOf(cloud, association, facts.packageId);
  return {
    PackageID: pkg.packageId,
    PackageName: pkg.packageName,
    PackageType: pkg.packageType,
    LastUpdated: new Date(step.at),
    DomainName: facts.domainName,
    DomainPackageStatus: step.status as NonNullable<DomainPackageDetails['DomainPackageStatus']>,
    PackageVersion: pkg.version,
    PrerequisitePackageIDList: facts.prerequisites ?? [],
    ReferencePath: isPlugin(pkg) ? undefined : `packages/${pkg.packageId}`,
    ErrorDetails: errorDetails(step),
    AssociationConfiguration: facts.keyAccessRoleArn
      ? { KeyStoreAccessOption: { KeyAccessRoleArn: facts.keyAccessRoleArn, KeyStoreAccessEnabled: true } }
      : undefined,
  };
}

function errorDetails({ errorType, message }: Step): DomainPackageDetails['ErrorDetails'] {
  return errorType === undefined ? undefined : { ErrorType: errorType, ErrorMessage: message };
}
