import type * as sdk from '@aws-sdk/client-codeartifact';
import type { SdkOperations } from '@offboard/local-aws/service';
import { type Inputs, integer, list, required, text } from '@offboard/local-aws/service';

const DOMAIN_NAME = text({ length: [2, 50], pattern: '[a-z][a-z0-9\\-]{0,48}[a-z0-9]' });
const ACCOUNT_ID = text({ length: [12, 12], pattern: '[0-9]{12}' });
const REPOSITORY_NAME = text({ length: [2, 100], pattern: '[A-Za-z0-9][A-Za-z0-9._\\-]{1,99}' });
const EXTERNAL_CONNECTION_NAME = text({ length: [2, 100], pattern: '[A-Za-z0-9][A-Za-z0-9._\\-:]{1,99}' });
const DESCRIPTION = text({ length: [0, 1000], pattern: '\\P{C}*' });
const UPSTREAMS = [{ repositoryName: required(REPOSITORY_NAME) }] as const;
const ARN = text({ length: [1, 1011], pattern: '\\S+' });
const TAG_KEY = text({ length: [1, 128], pattern: '\\P{C}+' });
const TAG_VALUE = text({ length: [0, 256], pattern: '\\P{C}*' });
const TAGS = list({ key: required(TAG_KEY), value: required(TAG_VALUE) }, { length: [0, 200] });
const PAGINATION_TOKEN = text({ length: [1, 2000], pattern: '\\S+' });

export const INPUTS = {
  DisassociateExternalConnection: {
    domain: required(DOMAIN_NAME),
    domainOwner: ACCOUNT_ID,
    repository: required(REPOSITORY_NAME),
    externalConnection: required(EXTERNAL_CONNECTION_NAME),
  },
  AssociateExternalConnection: {
    domain: required(DOMAIN_NAME),
    domainOwner: ACCOUNT_ID,
    repository: required(REPOSITORY_NAME),
    externalConnection: required(EXTERNAL_CONNECTION_NAME),
  },
  DescribeRepository: { domain: required(DOMAIN_NAME), domainOwner: ACCOUNT_ID, repository: required(REPOSITORY_NAME) },
  ListRepositoriesInDomain: {
    domain: required(DOMAIN_NAME),
    domainOwner: ACCOUNT_ID,
    administratorAccount: ACCOUNT_ID,
    repositoryPrefix: REPOSITORY_NAME,
    maxResults: integer(1, 1000),
    nextToken: PAGINATION_TOKEN,
  },
  ListRepositories: { repositoryPrefix: REPOSITORY_NAME, maxResults: integer(1, 1000), nextToken: PAGINATION_TOKEN },
  CreateRepository: {
    domain: required(DOMAIN_NAME),
    domainOwner: ACCOUNT_ID,
    repository: required(REPOSITORY_NAME),
    description: DESCRIPTION,
    upstreams: UPSTREAMS,
    tags: TAGS,
  },
  UpdateRepository: {
    domain: required(DOMAIN_NAME),
    domainOwner: ACCOUNT_ID,
    repository: required(REPOSITORY_NAME),
    description: DESCRIPTION,
    upstreams: UPSTREAMS,
  },
  DeleteRepository: { domain: required(DOMAIN_NAME), domainOwner: ACCOUNT_ID, repository: required(REPOSITORY_NAME) },
  ListTagsForResource: { resourceArn: required(ARN) },
  TagResource: { resourceArn: required(ARN), tags: required(TAGS) },
  UntagResource: { resourceArn: required(ARN), tagKeys: required(list(TAG_KEY, { length: [0, 200] })) },
  ListDomains: { maxResults: integer(1, 1000), nextToken: PAGINATION_TOKEN },
} as const satisfies Inputs;

export type Operations = SdkOperations<typeof sdk, typeof INPUTS>;
