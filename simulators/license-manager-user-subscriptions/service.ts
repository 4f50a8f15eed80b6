import { type Call, type Operation, type Permission, type Service, typed } from '@offboard/local-aws/service';
import { pager, type SimulatedCloud, stepAt } from '@offboard/local-aws/simulation';
import { providerArn, userArn } from './arns.ts';
import { instanceUsers } from './associations.ts';
import { associate, disassociate } from './disassociate.ts';
import { INPUTS } from './inputs.ts';
import { directoryOf, invalid } from './model.ts';
import { directories, instances, productUsers } from './resources.ts';
import type {
  Filter,
  ListIdentityProvidersResponse,
  ListInstancesResponse,
  ListProductSubscriptionsRequest,
  ListProductSubscriptionsResponse,
  ListRequest,
  ListUserAssociationsRequest,
  ListUserAssociationsResponse,
  UserRequest,
  UserResponse,
} from './shapes.ts';
import { byArn, findUser, instanceOf, isListed, provider, summary } from './users.ts';
import { variants } from './variants.ts';

const paginate = pager(50, () => invalid('The NextToken is not valid'));

export function serve(cloud: SimulatedCloud): Service {
  const service: Service = {
    name: 'license-manager-user-subscriptions',
    signingName: 'license-manager-user-subscriptions',
    protocol: 'restJson1',
    accessDenied: { code: 'AccessDeniedException', status: 400 },
    operations: { ...users(cloud), ...lists(cloud) },
  };
  return typed(service, INPUTS);
}

function users(cloud: SimulatedCloud) {
  const DisassociateUser: Operation<UserRequest, UserResponse> = {
    http: { method: 'POST', path: '/user/DisassociateUser' },
    permissions: onUser(cloud, 'DisassociateUser'),
    run(input, call) {
      return { InstanceUserSummary: disassociate(cloud, call, input) };
    },
  };
  const AssociateUser: Operation<UserRequest, UserResponse> = {
    http: { method: 'POST', path: '/user/AssociateUser' },
    permissions: onUser(cloud, 'AssociateUser'),
    run(input, call) {
      return { InstanceUserSummary: associate(cloud, call, input) };
    },
  };
  const ListUserAssociations: Operation<ListUserAssociationsRequest, ListUserAssociationsResponse> = {
    http: { method: 'POST', path: '/user/ListUserAssociations' },
    permissions: onProvider('ListUserAssociations'),
    run(input, call) {
      const directoryId = directoryOf(input.IdentityProvider);
      const instanceId = input.InstanceId ?? '';
      if (cloud.variant(variants, 'licenseManagerInstance') === 'not-found') instanceOf(cloud, call, instanceId);
      const time = cloud.readTime();
      const all = cloud
        .associations(instanceUsers, call, `${instanceId}/${directoryId}/`)
        .filter((each) => isListed(cloud, each, time))
        .map((each) => summary(cloud, each, time))
        .filter((each) => passes(each, input.Filters));
      const { rows, token } = paginate(cloud, input, all, ({ Username, Domain }) => `${Username}@${Domain}`);
      return { InstanceUserSummaries: rows, NextToken: token };
    },
  };
  return { DisassociateUser, AssociateUser, ListUserAssociations };
}

function lists(cloud: SimulatedCloud) {
  const ListInstances: Operation<ListRequest, ListInstancesResponse> = {
    http: { method: 'POST', path: '/instance/ListInstances' },
    permissions: onAll('ListInstances'),
    run(input, call) {
      const time = cloud.readTime();
      const all = cloud.resources(instances, call).map(({ instanceId, products, directoryId, timeline }) => ({
        InstanceId: instanceId,
        Products: products,
        Status: stepAt(timeline, time).status,
        LastStatusCheckDate: new Date(time).toISOString(),
        IdentityProvider: provider(cloud, call, directoryId),
        OwnerAccountId: call.account,
      }));
      const matching = all.filter((each) => passes(each, input.Filters));
      const { rows, token } = paginate(cloud, input, matching, ({ InstanceId }) => InstanceId);
      return { InstanceSummaries: rows, NextToken: token };
    },
  };
  const ListIdentityProviders: Operation<ListRequest, ListIdentityProvidersResponse> = {
    http: { method: 'POST', path: '/identity-provider/ListIdentityProviders' },
    permissions: onAll('ListIdentityProviders'),
    run(input, call) {
      const all = cloud.resources(directories, call).flatMap(({ directoryId, products, subnets, securityGroupId }) =>
        products.map((Product) => ({
          IdentityProvider: provider(cloud, call, directoryId),
          IdentityProviderArn: providerArn(call, directoryId),
          OwnerAccountId: call.account,
          Product,
          Settings: { Subnets: subnets, SecurityGroupId: securityGroupId },
          Status: 'REGISTERED',
        })),
      );
      const matching = all.filter((each) => passes(each, input.Filters));
      const { rows, token } = paginate(cloud, input, matching, (row) => `${row.IdentityProviderArn}/${row.Product}`);
      return { IdentityProviderSummaries: rows, NextToken: token };
    },
  };
  const ListProductSubscriptions: Operation<ListProductSubscriptionsRequest, ListProductSubscriptionsResponse> = {
    http: { method: 'POST', path: '/user/ListProductSubscriptions' },
    permissions: onProvider('ListProductSubscriptions'),
    run(input, call) {
      const directoryId = directoryOf(input.IdentityProvider);
      const all = cloud
        .resources(productUsers, call, `${directoryId}/`)
        .filter(({ product }) => product === (input.Product ?? product))
        .map(({ username, domain, product, status, startedAt, endedAt }) => ({
          Username: username,
          Product: product,
          IdentityProvider: provider(cloud, call, directoryId),
          Status: status,
          Domain: domain,
          SubscriptionStartDate: new Date(startedAt).toISOString(),
          ...(endedAt === undefined ? {} : { SubscriptionEndDate: new Date(endedAt).toISOString() }),
        }))
        .filter((each) => passes(each, input.Filters));
      const { rows, token } = paginate(cloud, input, all, (row) => `${row.Product}/${row.Username}`);
      return { ProductUserSummaries: rows, NextToken: token };
    },
  };
  return { ListInstances, ListIdentityProviders, ListProductSubscriptions };
}

/** The reference names `eq`, AWS's own sample sends `Equals` and `Contains`: all are understood. */
function passes(row: object, filters: readonly Filter[] = []): boolean {
  return filters.every(({ Attribute = '', Operation: operation = 'eq', Value = '' }) => {
    const present = String((row as Record<string, unknown>)[Attribute] ?? '').toLowerCase();
    return /^contains$/i.test(operation) ? present.includes(Value.toLowerCase()) : present === Value.toLowerCase();
  });
}

function onAll(operation: string) {
  return (): Permission[] => [{ action: `license-manager-user-subscriptions:${operation}`, resource: '*' }];
}

function onProvider(operation: string) {
  return (input: ListUserAssociationsRequest, call: Call): Permission[] => [
    {
      action: `license-manager-user-subscriptions:${operation}`,
      resource: providerArn(call, input.IdentityProvider?.ActiveDirectoryIdentityProvider?.DirectoryId ?? ''),
    },
  ];
}

/** Both the directory and the association itself must be allowed. */
function onUser(cloud: SimulatedCloud, operation: string) {
  const action = `license-manager-user-subscriptions:${operation}`;
  return (input: UserRequest, call: Call): Permission[] => {
    const { InstanceUserArn: arn, Username: username = '', InstanceId: instanceId = '', Domain: domain } = input;
    const directoryId = input.IdentityProvider?.ActiveDirectoryIdentityProvider?.DirectoryId ?? '';
    const user = { username, instanceId, directoryId, domain };
    const facts = (arn === undefined ? findUser(cloud, call, user) : byArn(cloud, call, arn))?.facts;
    return [
      { action, resource: providerArn(call, facts?.directoryId ?? directoryId) },
      { action, resource: arn ?? facts?.instanceUserArn ?? userArn(call, user) },
    ];
  };
}
