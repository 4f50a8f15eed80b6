import { type Inputs, list, oneOf, required, text } from '@offboard/local-aws/service';

const DIRECTORY = text({ pattern: '(d|sd)-[0-9a-f]{10}' });
const IP_V4 = text({ pattern: '(?:(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])(\\.(?!$)|$)){4}' });
const IP_V6 = text({
  pattern:
    '([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|::|::[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}',
});
const SUBNET = text({ pattern: 'subnet-[a-z0-9]{8,17}.*' });
const IDENTITY_PROVIDER = {
  ActiveDirectoryIdentityProvider: {
    DirectoryId: DIRECTORY,
    ActiveDirectorySettings: {
      DomainName: 'text',
      DomainIpv4List: list(IP_V4, { length: [1, 2] }),
      DomainIpv6List: list(IP_V6, { length: [1, 2] }),
      DomainCredentialsProvider: {
        SecretsManagerCredentialsProvider: { SecretId: text({ length: [1, Number.POSITIVE_INFINITY] }) },
      },
      DomainNetworkSettings: { Subnets: required(list(SUBNET, { length: [1, Number.POSITIVE_INFINITY] })) },
    },
    ActiveDirectoryType: oneOf('SELF_MANAGED', 'AWS_MANAGED'),
    IsSharedActiveDirectory: 'boolean',
  },
} as const;
const ARN = text({
  pattern:
    'arn:[a-z0-9-\\.]{1,63}:[a-z0-9-\\.]{1,63}:[a-z0-9-\\.]{1,63}:[a-z0-9-\\.]{1,63}:[a-zA-Z0-9-\\.]{1,510}/[a-zA-Z0-9-\\.]{1,510}',
});
const FILTER = { Attribute: 'text', Operation: 'text', Value: 'text' } as const;

export const INPUTS = {
  DisassociateUser: {
    Username: 'text',
    InstanceId: 'text',
    IdentityProvider: IDENTITY_PROVIDER,
    InstanceUserArn: ARN,
    Domain: 'text',
  },
  AssociateUser: {
    Username: required('text'),
    InstanceId: required('text'),
    IdentityProvider: required(IDENTITY_PROVIDER),
    Domain: 'text',
  },
  ListUserAssociations: {
    InstanceId: required('text'),
    IdentityProvider: required(IDENTITY_PROVIDER),
    MaxResults: 'integer',
    Filters: [FILTER],
    NextToken: 'text',
  },
  ListInstances: { MaxResults: 'integer', NextToken: 'text', Filters: [FILTER] },
  ListIdentityProviders: { MaxResults: 'integer', Filters: [FILTER], NextToken: 'text' },
  ListProductSubscriptions: {
    Product: 'text',
    IdentityProvider: required(IDENTITY_PROVIDER),
    MaxResults: 'integer',
    Filters: [FILTER],
    NextToken: 'text',
  },
} as const satisfies Inputs;
