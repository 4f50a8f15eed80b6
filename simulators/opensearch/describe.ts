/** Domains and packages in the shapes of OpenSearch's answers. */

import type { DomainStatus, PackageDetails } from '@aws-sdk/client-opensearch';
import type { Call } from '@offboard/local-aws/service';
import type { SimulatedCloud } from '@offboard/local-aws/simulation';
import { invalid } from './model.ts';
import { domainOf, isPlugin, isProcessing } from './packages.ts';
import type { SearchPackage } from './resources.ts';

export function domainStatus(cloud: SimulatedCloud, call: Call, name: string): DomainStatus {
  const domain = domainOf(cloud, call, name);
  const processing = isProcessing(cloud, call, name, cloud.readTime());
  return {
    DomainId: `${call.account}/${domain.domainId}`,
    DomainName: name,
    ARN: domainArn(call, name),
    Created: true,
    Deleted: false,
    Endpoint: `search-${name}-${domain.domainId}.${call.region}.es.amazonaws.com`,
    Processing: processing,
    DomainProcessingStatus: processing ? 'Modifying' : 'Active',
    UpgradeProcessing: false,
    EngineVersion: domain.engineVersion,
    ClusterConfig: {
      InstanceType: domain.instanceType as 'r6g.large.search',
      InstanceCount: domain.instanceCount,
      DedicatedMasterEnabled: false,
      ZoneAwarenessEnabled: false,
    },
  };
}

export function packageDetails(pkg: SearchPackage): PackageDetails {
  return {
    PackageID: pkg.packageId,
    PackageName: pkg.packageName,
    PackageType: pkg.packageType,
    PackageDescription: pkg.description,
    PackageStatus: 'AVAILABLE',
    CreatedAt: new Date(pkg.createdAt),
    LastUpdatedAt: new Date(pkg.createdAt),
    AvailablePackageVersion: pkg.version,
    EngineVersion: pkg.engineVersion,
    AvailablePluginProperties: isPlugin(pkg)
      ? { Name: pkg.packageName, Description: pkg.description, Version: pkg.version }
      : undefined,
    PackageOwner: pkg.owner,
  };
}

type Filter = { Name?: string | undefined; Value?: string[] | undefined };

/** Every filter must match, by any of its values; `*` and `?` are wildcards. */
export function matching(packages: readonly SearchPackage[], filters: readonly Filter[]): SearchPackage[] {
  return packages.filter((pkg) => filters.every((filter) => matches(pkg, filter)));
}

function matches(pkg: SearchPackage, { Name: name, Value: values = [] }: Filter): boolean {
  const present = {
    PackageID: pkg.packageId,
    PackageName: pkg.packageName,
    PackageStatus: 'AVAILABLE',
    PackageType: pkg.packageType,
    EngineVersion: pkg.engineVersion ?? '',
    PackageOwner: pkg.owner,
  }[name ?? ''];
  if (present === undefined) throw invalid('A filter needs a Name');
  return values.some((value) => wildcard(value).test(present));
}

function wildcard(value: string): RegExp {
  const literal = value.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}

export function domainArn({ region, account }: Pick<Call, 'region' | 'account'>, name: string): string {
  return `arn:aws:es:${region}:${account}:domain/${name}`;
}
