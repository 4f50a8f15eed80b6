/** What associations tie together: domains, packages, repositories, shares, instances, directories, teams. */

import type { Timeline } from '@offboard/local-aws/simulation';

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
  /** A licence's or configuration's plugin: removing the plugin removes it too. */
  pluginId?: string;
}

export interface ArtifactDomain {
  domain: string;
  createdAt: number;
  encryptionKey: string;
}

export interface Repository {
  domain: string;
  repository: string;
  administratorAccount: string;
  description: string;
  upstreams: string[];
  createdAt: number;
}

export interface DataShare {
  arn: string;
  producerArn: string;
  allowPubliclyAccessibleConsumers: boolean;
  /** `ADX` or `lakeformation`, where another service governs it. */
  managedBy?: string;
}

export interface Instance {
  instanceId: string;
  products: string[];
  directoryId: string;
  /** ACTIVE, then perhaps TERMINATED, which ends every association on it. */
  timeline: Timeline;
}

export interface Directory {
  directoryId: string;
  type: 'AWS_MANAGED' | 'SELF_MANAGED';
  isShared: boolean;
  domain: string;
  /** Of a SELF_MANAGED one: where its controllers are, and the secret that opens it. */
  controllers?: { ipv4: string[]; ipv6: string[]; secretId: string };
  products: string[];
  subnets: string[];
  securityGroupId: string;
}

export interface ProductUser {
  username: string;
  directoryId: string;
  domain: string;
  product: string;
  status: 'SUBSCRIBED' | 'UNSUBSCRIBED';
  startedAt: number;
  endedAt?: number;
}

export interface Team {
  arn: string;
  name: string;
  description: string;
  approvers: string[];
  /** M of the M of N. */
  required: number;
  createdAt: number;
}

export interface Vote {
  approver: string;
  vote: 'APPROVE' | 'REJECT';
  /** May lie ahead: an approver who will answer then. */
  at: number;
}

export interface ApprovalSession {
  arn: string;
  teamArn: string;
  account: string;
  region: string;
  action: string;
  /** What happens on approval: the association goes, or changes to another team. */
  purpose: { end: true } | { changeTo: string };
  requesterArn: string;
  comment?: string;
  initiation: number;
  expires: number;
  votes: Vote[];
  cancelledAt?: number;
  /** Set when a newer request took its place. */
  supersededAt?: number;
  /** How the approved operation goes: `after` seconds from the approval; never where absent. */
  execution?: { after: number; result: 'EXECUTED' | 'FAILED' };
}

export interface ResourceOf {
  'search-domain': SearchDomain;
  'search-package': SearchPackage;
  'artifact-domain': ArtifactDomain;
  repository: Repository;
  datashare: DataShare;
  instance: Instance;
  directory: Directory;
  'product-user': ProductUser;
  team: Team;
  session: ApprovalSession;
}

export type Sort = keyof ResourceOf;
