/** Makes things and ties them, with what a person would not spell out filled in. */

import { hex } from '@offboard/local-aws/random';
import type { Step } from '@offboard/local-aws/simulation';
import { type FactsOf, type Kind, type Place, usualStatus } from '../kinds.ts';
import type { Directory, SearchPackage, Team } from '../resources.ts';
import type { SimulatedCloud } from '../simulated-cloud.ts';

const DAY = 24 * 60 * 60 * 1000;

export interface Maker {
  searchDomain(name: string): void;
  searchPackage(id: string, given?: Partial<SearchPackage>): void;
  artifactDomain(name: string): void;
  repository(domain: string, name: string, upstreams?: string[]): void;
  directory(id: string, domain: string, given?: Partial<Directory>): void;
  instance(id: string, directoryId: string, timeline?: readonly Step[]): void;
  productUser(directoryId: string, username: string, domain: string): void;
  team(name: string, approvers: string[], required: number): Team;
  /** Tied `days` ago, and shown so since. */
  tied<K extends Kind>(kind: K, facts: FactsOf[K], days: number, step?: Omit<Step, 'at'>): void;
}

/** What is made here lies in this account and Region; a team in the account's us-east-1, where all teams live. */
export function maker(cloud: SimulatedCloud, place: Place): Maker {
  const now = cloud.now();
  const ago = (days: number) => now - days * DAY;
  const id = (length: number, ...labels: string[]) => hex(length, place.account, place.region, ...labels);
  return {
    searchDomain(domainName) {
      cloud.putResource('search-domain', place, domainName, {
        domainName,
        domainId: id(12, domainName),
        engineVersion: 'OpenSearch_2.19',
        instanceType: 'r6g.large.search',
        instanceCount: 3,
      });
    },
    searchPackage(packageId, given = {}) {
      cloud.putResource('search-package', place, packageId, {
        packageId,
        packageName: `package-${packageId.toLowerCase()}`,
        packageType: packageId.startsWith('pkg-') ? 'ZIP-PLUGIN' : 'TXT-DICTIONARY',
        description: '',
        version: 'v1',
        owner: packageId.startsWith('G') ? 'Amazon' : place.account,
        createdAt: ago(400),
        ...given,
      });
    },
    artifactDomain(domain) {
      cloud.putResource('artifact-domain', place, domain, {
        domain,
        createdAt: ago(700),
        encryptionKey: `arn:aws:kms:${place.region}:${place.account}:key/${id(32, domain)}`,
      });
    },
    repository(domain, repository, upstreams = []) {
      cloud.putResource('repository', place, `${domain}/${repository}`, {
        domain,
        repository,
        administratorAccount: place.account,
        description: `${repository} packages`,
        upstreams,
        createdAt: ago(500),
      });
    },
    directory(directoryId, domain, given = {}) {
      cloud.putResource('directory', place, directoryId, {
        directoryId,
        type: 'AWS_MANAGED',
        isShared: false,
        domain,
        products: ['OFFICE_PROFESSIONAL_PLUS'],
        subnets: [`subnet-${id(17, directoryId, 'a')}`, `subnet-${id(17, directoryId, 'b')}`],
        securityGroupId: `sg-${id(17, directoryId)}`,
        ...given,
      });
    },
    instance(instanceId, directoryId, timeline = [{ at: ago(300), status: 'ACTIVE' }]) {
      const products = ['OFFICE_PROFESSIONAL_PLUS'];
      cloud.putResource('instance', place, instanceId, { instanceId, products, directoryId, timeline });
    },
    productUser(directoryId, username, domain) {
      cloud.putResource('product-user', place, `${directoryId}/${username}`, {
        username,
        directoryId,
        domain,
        product: 'OFFICE_PROFESSIONAL_PLUS',
        status: 'SUBSCRIBED',
        startedAt: ago(200),
      });
    },
    team(name, approvers, required) {
      const arn = `arn:aws:mpa:us-east-1:${place.account}:approval-team/${name}`;
      const team = { arn, name, description: `Approvers: ${name}`, approvers, required, createdAt: ago(365) };
      cloud.putResource('team', { account: place.account, region: 'us-east-1' }, arn, team);
      return team;
    },
    tied(kind, facts, days, step = { status: usualStatus[kind] }) {
      cloud.associate(kind, place, facts, [{ at: ago(days), ...step }]);
    },
  };
}
