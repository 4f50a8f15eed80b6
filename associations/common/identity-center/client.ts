/**
 * IAM Identity Center as far as its kinds share it: which instances there are, and who a person is. A kind's own
 * operations go through its generated client; a bundle holds one of those.
 */

import { AwsJson1_1Protocol } from '@aws-sdk/core/protocols';
import { operation, ServiceClient } from '../sdk/service-client.ts';
import type { ClientOptions, ServiceModel } from '../sdk/service-config.ts';
import { DOCUMENT, NUMBER, STRING, shapesOf } from '../sdk/shapes.ts';

const SSO = 'com.amazonaws.ssoadmin';
const STORE = 'com.amazonaws.identitystore';

const ssoAdmin: ServiceModel = {
  serviceId: 'SSO Admin',
  signingName: 'sso',
  apiVersion: '2020-07-20',
  namespace: SSO,
  protocol: new AwsJson1_1Protocol({ defaultNamespace: SSO, serviceTarget: 'SWBExternalService' }),
  hostPrefix: (fips) => `sso${fips ? '-fips' : ''}`,
};

const identityStore: ServiceModel = {
  serviceId: 'identitystore',
  signingName: 'identitystore',
  apiVersion: '2020-06-15',
  namespace: STORE,
  protocol: new AwsJson1_1Protocol({ defaultNamespace: STORE, serviceTarget: 'AWSIdentityStore' }),
  hostPrefix: (fips) => `identitystore${fips ? '-fips' : ''}`,
};

export class SsoAdminClient extends ServiceClient {
  constructor(options: ClientOptions) {
    super(ssoAdmin, options);
  }
}

export class IdentityStoreClient extends ServiceClient {
  constructor(options: ClientOptions) {
    super(identityStore, options);
  }
}

export interface Instance {
  InstanceArn?: string;
  IdentityStoreId?: string;
  OwnerAccountId?: string;
  Status?: string;
  /** Newer APIs only: the Region in which the instance can be changed. */
  PrimaryRegion?: string;
}

export interface User {
  UserId?: string;
  UserName?: string;
  Emails?: { Value?: string; Primary?: boolean }[];
}

interface Paging {
  NextToken?: string | undefined;
}

export const listInstances = operation<Paging, { Instances?: Instance[]; NextToken?: string }>(
  ssoAdmin,
  shapesOf(SSO).operation('ListInstances', 0, { NextToken: STRING }, { Instances: DOCUMENT, NextToken: STRING }),
);

const { operation: shape } = shapesOf(STORE);

export const getUserId = operation<
  {
    IdentityStoreId: string;
    AlternateIdentifier: { UniqueAttribute: { AttributePath: string; AttributeValue: string } };
  },
  { UserId?: string }
>(identityStore, shape('GetUserId', 0, { IdentityStoreId: STRING, AlternateIdentifier: DOCUMENT }, { UserId: STRING }));

export const describeUser = operation<{ IdentityStoreId: string; UserId: string }, User>(
  identityStore,
  shape(
    'DescribeUser',
    0,
    { IdentityStoreId: STRING, UserId: STRING },
    { UserId: STRING, UserName: STRING, Emails: DOCUMENT },
  ),
);

export const listUsers = operation<
  Paging & { IdentityStoreId: string; MaxResults: number },
  { Users?: User[]; NextToken?: string }
>(
  identityStore,
  shape(
    'ListUsers',
    0,
    { IdentityStoreId: STRING, MaxResults: NUMBER, NextToken: STRING },
    { Users: DOCUMENT, NextToken: STRING },
  ),
);

export interface Group {
  GroupId?: string;
  DisplayName?: string;
}

export const describeGroup = operation<{ IdentityStoreId: string; GroupId: string }, Group>(
  identityStore,
  shape('DescribeGroup', 0, { IdentityStoreId: STRING, GroupId: STRING }, { GroupId: STRING, DisplayName: STRING }),
);

export const listGroupMembershipsForMember = operation<
  Paging & { IdentityStoreId: string; MemberId: { UserId: string } },
  { GroupMemberships?: { GroupId?: string }[]; NextToken?: string }
>(
  identityStore,
  shape(
    'ListGroupMembershipsForMember',
    0,
    { IdentityStoreId: STRING, MemberId: DOCUMENT, NextToken: STRING },
    { GroupMemberships: DOCUMENT, NextToken: STRING },
  ),
);
