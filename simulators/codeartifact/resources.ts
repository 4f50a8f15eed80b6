import { resourceType } from '@offboard/local-aws/simulation';

export interface Domain {
  domain: string;
  createdAt: number;
  encryptionKey: string;
  tags?: Readonly<Record<string, string>>;
}

export interface Repository {
  domain: string;
  repository: string;
  administratorAccount: string;
  description?: string;
  upstreams: string[];
  createdAt: number;
  tags?: Readonly<Record<string, string>>;
}

export const domains = resourceType<Domain>('artifact-domain');
/** By `domain/repository`. */
export const repositories = resourceType<Repository>('repository');
