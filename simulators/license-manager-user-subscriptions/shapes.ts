/** The service's shapes, written from its API reference: there is no client to take them from. */

export interface IdentityProvider {
  ActiveDirectoryIdentityProvider?: {
    DirectoryId?: string;
    ActiveDirectoryType?: 'SELF_MANAGED' | 'AWS_MANAGED';
    IsSharedActiveDirectory?: boolean;
    ActiveDirectorySettings?: ActiveDirectorySettings;
  };
}

export interface ActiveDirectorySettings {
  DomainName: string;
  DomainIpv4List: string[];
  DomainIpv6List: string[];
  DomainCredentialsProvider: { SecretsManagerCredentialsProvider: { SecretId: string } };
  DomainNetworkSettings: { Subnets: string[] };
}

export interface InstanceUserSummary {
  Username: string;
  InstanceId: string;
  IdentityProvider: IdentityProvider;
  Status: string;
  InstanceUserArn?: string;
  StatusMessage?: string;
  Domain?: string;
  /** Texts in the service's model, of no stated form. */
  AssociationDate?: string;
  DisassociationDate?: string;
}

/** The model requires none: an association is identified by its ARN, or by user, instance and directory. */
export interface UserRequest {
  Username?: string;
  InstanceId?: string;
  IdentityProvider?: IdentityProvider;
  Domain?: string;
  InstanceUserArn?: string;
}

export interface UserResponse {
  InstanceUserSummary: InstanceUserSummary;
}

export interface Filter {
  Attribute?: string;
  Operation?: string;
  Value?: string;
}

export interface ListRequest {
  MaxResults?: number;
  NextToken?: string;
  Filters?: Filter[];
}

export interface ListUserAssociationsRequest extends ListRequest {
  InstanceId?: string;
  IdentityProvider?: IdentityProvider;
}

export interface ListUserAssociationsResponse {
  InstanceUserSummaries: InstanceUserSummary[];
  NextToken?: string | undefined;
}

export interface InstanceSummary {
  InstanceId: string;
  Products: string[];
  Status: string;
  LastStatusCheckDate?: string;
  StatusMessage?: string;
  IdentityProvider?: IdentityProvider;
  OwnerAccountId?: string;
}

export interface ListInstancesResponse {
  InstanceSummaries: InstanceSummary[];
  NextToken?: string | undefined;
}

export interface IdentityProviderSummary {
  IdentityProvider: IdentityProvider;
  IdentityProviderArn?: string;
  OwnerAccountId?: string;
  Product: string;
  Settings: { Subnets: string[]; SecurityGroupId: string };
  Status: string;
  FailureMessage?: string;
}

export interface ListIdentityProvidersResponse {
  IdentityProviderSummaries: IdentityProviderSummary[];
  NextToken?: string | undefined;
}

export interface ProductUserSummary {
  Username: string;
  Product: string;
  IdentityProvider: IdentityProvider;
  Status: string;
  ProductUserArn?: string;
  StatusMessage?: string;
  Domain?: string;
  SubscriptionStartDate?: string;
  SubscriptionEndDate?: string;
}

export interface ListProductSubscriptionsRequest extends ListRequest {
  IdentityProvider?: IdentityProvider;
  Product?: string;
}

export interface ListProductSubscriptionsResponse {
  ProductUserSummaries: ProductUserSummary[];
  NextToken?: string | undefined;
}
