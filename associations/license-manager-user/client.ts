/**
 * License Manager User Subscriptions, which has no installable client: its model as far as users of instances go
 * (apiVersion 2018-05-10). Structures within structures are read and written as the JSON they are.
 */

import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols';
import type { SchemaTraits } from '@smithy/types';
import { operation, ServiceClient } from '../common/sdk/service-client.ts';
import type { ClientOptions, ServiceModel } from '../common/sdk/service-config.ts';
import { DOCUMENT, NUMBER, STRING, shapesOf } from '../common/sdk/shapes.ts';

const namespace = 'com.amazonaws.licensemanagerusersubscriptions';

const model: ServiceModel = {
  serviceId: 'License Manager User Subscriptions',
  signingName: 'license-manager-user-subscriptions',
  apiVersion: '2018-05-10',
  namespace,
  protocol: new AwsRestJsonProtocol({ defaultNamespace: namespace }),
  hostPrefix: (fips) => `license-manager-user-subscriptions${fips ? '-fips' : ''}`,
};

export class LicenseManagerUserSubscriptionsClient extends ServiceClient {
  constructor(options: ClientOptions) {
    super(model, options);
  }
}

export interface IdentityProvider {
  ActiveDirectoryIdentityProvider?: {
    DirectoryId?: string;
    ActiveDirectoryType?: string;
    IsSharedActiveDirectory?: boolean;
    [member: string]: unknown;
  };
}

export interface InstanceUserSummary {
  Username?: string;
  InstanceId?: string;
  IdentityProvider?: IdentityProvider;
  /** Free text in the model. */
  Status?: string;
  StatusMessage?: string;
  InstanceUserArn?: string;
  Domain?: string;
  /** Texts of no stated form. */
  AssociationDate?: string;
  DisassociationDate?: string;
}

export interface InstanceSummary {
  InstanceId?: string;
  Products?: string[];
  Status?: string;
  StatusMessage?: string;
  LastStatusCheckDate?: string;
  /** Only newer answers carry it. */
  IdentityProvider?: IdentityProvider;
  OwnerAccountId?: string;
}

/** One user of one instance: by ARN, or by name, instance and directory. */
export interface UserRequest {
  Username?: string | undefined;
  InstanceId?: string | undefined;
  IdentityProvider?: IdentityProvider | undefined;
  Domain?: string | undefined;
  InstanceUserArn?: string | undefined;
}

interface Paged {
  MaxResults?: number;
  NextToken?: string | undefined;
}

const shapes = shapesOf(namespace);
const post = (path: string): SchemaTraits => ({ http: ['POST', path, 200] });
const paging = { MaxResults: NUMBER, NextToken: STRING };
const user = {
  Username: STRING,
  InstanceId: STRING,
  IdentityProvider: DOCUMENT,
  Domain: STRING,
  InstanceUserArn: STRING,
};

export const disassociateUser = operation<UserRequest, { InstanceUserSummary?: InstanceUserSummary }>(
  model,
  shapes.operation('DisassociateUser', post('/user/DisassociateUser'), user, { InstanceUserSummary: DOCUMENT }),
);

export const associateUser = operation<
  Omit<UserRequest, 'InstanceUserArn'>,
  { InstanceUserSummary?: InstanceUserSummary }
>(
  model,
  shapes.operation(
    'AssociateUser',
    post('/user/AssociateUser'),
    { Username: STRING, InstanceId: STRING, IdentityProvider: DOCUMENT, Domain: STRING },
    { InstanceUserSummary: DOCUMENT },
  ),
);

export const listUserAssociations = operation<
  Paged & { InstanceId: string; IdentityProvider: IdentityProvider },
  { InstanceUserSummaries?: InstanceUserSummary[]; NextToken?: string }
>(
  model,
  shapes.operation(
    'ListUserAssociations',
    post('/user/ListUserAssociations'),
    { InstanceId: STRING, IdentityProvider: DOCUMENT, ...paging },
    { InstanceUserSummaries: DOCUMENT, NextToken: STRING },
  ),
);

export const listInstances = operation<Paged, { InstanceSummaries?: InstanceSummary[]; NextToken?: string }>(
  model,
  shapes.operation('ListInstances', post('/instance/ListInstances'), paging, {
    InstanceSummaries: DOCUMENT,
    NextToken: STRING,
  }),
);

export const listIdentityProviders = operation<
  Paged,
  { IdentityProviderSummaries?: { IdentityProvider?: IdentityProvider; Status?: string }[]; NextToken?: string }
>(
  model,
  shapes.operation('ListIdentityProviders', post('/identity-provider/ListIdentityProviders'), paging, {
    IdentityProviderSummaries: DOCUMENT,
    NextToken: STRING,
  }),
);
