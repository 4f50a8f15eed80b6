/** What can be tied to what: the facts about one association of each kind, as its service keeps them. */

import type { Timeline } from '@offboard/local-aws/simulation';

export interface PackageFacts {
  domainName: string;
  packageId: string;
  prerequisites?: string[];
  keyAccessRoleArn?: string;
}

export interface ConnectionFacts {
  domain: string;
  repository: string;
  externalConnection: string;
}

/** `region` and `namespaceArn` both absent: the entire account. */
export interface ConsumerFacts {
  dataShareArn: string;
  namespaceArn?: string;
  region?: string;
  allowWrites: boolean;
}

export interface UserFacts {
  username: string;
  instanceId: string;
  directoryId: string;
  domain: string;
  instanceUserArn: string;
}

export interface TeamFacts {
  action: string;
  teamArn: string;
  /** The newest session about this association. */
  sessionArn?: string;
}

export interface FactsOf {
  'opensearch-packages': PackageFacts;
  'codeartifact-external-connection': ConnectionFacts;
  'redshift-datashare-consumer': ConsumerFacts;
  'license-manager-user': UserFacts;
  'payment-cryptography-mpa-team': TeamFacts;
}

export type Kind = keyof FactsOf;

export const KINDS = [
  'opensearch-packages',
  'codeartifact-external-connection',
  'redshift-datashare-consumer',
  'license-manager-user',
  'payment-cryptography-mpa-team',
] as const satisfies readonly Kind[];

/** What an association shows while nobody asks anything of it. */
export const usualStatus: Record<Kind, string> = {
  'opensearch-packages': 'ACTIVE',
  'codeartifact-external-connection': 'Available',
  'redshift-datashare-consumer': 'ACTIVE',
  'license-manager-user': 'ASSOCIATED',
  'payment-cryptography-mpa-team': 'ACTIVE',
};

export interface Place {
  account: string;
  region: string;
}

export interface Association<K extends Kind = Kind> extends Place {
  kind: K;
  /** Unique among its kind, account and Region: see `keys` below. */
  key: string;
  facts: FactsOf[K];
  /** When it was tied, in milliseconds since 1970. */
  since: number;
  timeline: Timeline;
  /** How often its end was accepted: chance is drawn anew each time. */
  ends: number;
}

type Keys = { [K in Kind]: (facts: FactsOf[K]) => string };

/** How people name one association of a kind: `movies/F123456789`. */
export const keys: Keys = {
  'opensearch-packages': ({ domainName, packageId }) => `${domainName}/${packageId}`,
  'codeartifact-external-connection': ({ domain, repository, externalConnection }) =>
    `${domain}/${repository}/${externalConnection}`,
  'redshift-datashare-consumer': ({ dataShareArn, namespaceArn, region }) =>
    `${dataShareArn}|${namespaceArn ?? region ?? 'account'}`,
  // Active Directory compares names without case.
  'license-manager-user': ({ instanceId, directoryId, username, domain }) =>
    `${instanceId}/${directoryId}/${username.toLowerCase()}@${domain.toLowerCase()}`,
  'payment-cryptography-mpa-team': ({ action }) => action,
};

type Targets = { [K in Kind]: (facts: FactsOf[K]) => Record<string, unknown> };

/** The fields by which a request would name it. */
export const targets: Targets = {
  'opensearch-packages': ({ domainName, packageId }) => ({ domainName, packageIds: [packageId] }),
  'codeartifact-external-connection': ({ domain, repository, externalConnection }) => ({
    domain,
    repository,
    externalConnection,
  }),
  'redshift-datashare-consumer': ({ dataShareArn, namespaceArn, region }) => ({
    dataShareArn,
    ...(namespaceArn
      ? { consumerArn: namespaceArn }
      : region
        ? { consumerRegion: region }
        : { disassociateEntireAccount: true }),
  }),
  'license-manager-user': ({ username, instanceId, directoryId, domain }) => ({
    username,
    instanceId,
    identityProvider: { ActiveDirectoryIdentityProvider: { DirectoryId: directoryId } },
    domain,
  }),
  'payment-cryptography-mpa-team': ({ action }) => ({ action }),
};
