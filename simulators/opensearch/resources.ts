import { resourceType } from '@offboard/local-aws/simulation';

export interface SearchDomain {
  domainName: string;
  domainId: string;
  engineVersion: string;
  instanceType: string;
  instanceCount: number;
}

export interface SearchPackage {
  packageId: string;
  packageName: string;
  packageType: 'TXT-DICTIONARY' | 'ZIP-PLUGIN' | 'PACKAGE-LICENSE' | 'PACKAGE-CONFIG';
  description: string;
  version: string;
  engineVersion?: string;
  owner: string;
  createdAt: number;
  /** The plugin of a licence or configuration: dissociating it dissociates them too. */
  pluginId?: string;
}

export const searchDomains = resourceType<SearchDomain>('search-domain');
export const searchPackages = resourceType<SearchPackage>('search-package');
