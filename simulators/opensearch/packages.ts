/** Packages and the domains they are associated to, as the cloud has them. */

import type { DomainPackageDetails } from '@aws-sdk/client-opensearch';
import { ABSENT, type Step, stepAt } from '@offboard/local-aws/simulation';
import type { Association, Place } from '../kinds.ts';
import type { SearchDomain, SearchPackage } from '../resources.ts';
import type { SimulatedCloud } from '../simulated-cloud.ts';
import { notFound } from './model.ts';

export type PackageAssociation = Association<'opensearch-packages'>;

export function domainOf(cloud: SimulatedCloud, place: Place, name: string): SearchDomain {
  const domain = cloud.resource('search-domain', place, name);
  if (!domain) throw notFound(`Domain not found: ${name}`);
  return domain;
}

export function packageOf(cloud: SimulatedCloud, place: Place, id: string): SearchPackage {
  const found = cloud.resource('search-package', place, id);
  if (!found) throw notFound(`Package not found: ${id}`);
  return found;
}

/** Every association of a domain that is listed at this time. */
export function associationsOf(
  cloud: SimulatedCloud,
  place: Place,
  domainName: string,
  time: number,
): PackageAssociation[] {
  return cloud
    .associations('opensearch-packages', place, `${domainName}/`)
    .filter(({ timeline }) => stepAt(timeline, time).status !== ABSENT);
}

export function isPlugin({ packageType }: SearchPackage): boolean {
  return packageType === 'ZIP-PLUGIN';
}

/** Associating or dissociating a plugin is a blue/green deployment of the domain. */
export function isProcessing(cloud: SimulatedCloud, place: Place, domainName: string, time: number): boolean {
  return associationsOf(cloud, place, domainName, time).some(
    ({ facts, timeline }) =>
      /^(ASSOCIATING|DISSOCIATING)$/.test(stepAt(timeline, time).status) &&
      isPlugin(packageOf(cloud, place, facts.packageId)),
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
