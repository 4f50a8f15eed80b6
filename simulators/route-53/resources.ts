/** Hosted zones, VPCs, changes and authorizations. Route 53 is global: all but VPCs lie in one place of an account. */

import type { AccountRegion } from '@offboard/local-aws/service';
import { resourceType } from '@offboard/local-aws/simulation';

export interface Vpc {
  vpcId: string;
  region: string;
}

export interface Zone {
  id: string;
  /** With the dot at its end. */
  name: string;
  account: string;
  /** The service that made it. */
  linkedService?: string;
  /** A VPC that it has beside those of its associations. */
  createdWith?: Vpc;
}

/** A zone that a service owns: of one VPC. */
export interface ServiceZone extends Vpc {
  id: string;
  name: string;
  service: string;
}

export interface Change {
  id: string;
  zoneId: string;
  submittedAt: number;
  /** Absent: never. */
  insyncAt?: number;
  comment?: string;
}

export const zones = resourceType<Zone>('hosted-zone');
export const serviceZones = resourceType<ServiceZone>('service-hosted-zone');
export const vpcs = resourceType<Vpc>('vpc');
export const changes = resourceType<Change>('route53-change');
/** By `zone/region/vpc`. */
export const authorizations = resourceType<Vpc>('vpc-association-authorization');

export function globalIn(account: string): AccountRegion {
  return { account, region: 'global' };
}
