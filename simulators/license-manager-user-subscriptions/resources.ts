import { resourceType, type Timeline } from '@offboard/local-aws/simulation';

export interface Instance {
  instanceId: string;
  products: string[];
  directoryId: string;
  /** ACTIVE, then perhaps TERMINATED, which disassociates every user of it. */
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

export const instances = resourceType<Instance>('instance');
export const directories = resourceType<Directory>('directory');
/** By `directoryId/username`. */
export const productUsers = resourceType<ProductUser>('product-user');
