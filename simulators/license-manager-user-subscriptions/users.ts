import type { AccountRegion } from '@offboard/local-aws/service';
import { ABSENT, type SimulatedCloud, stepAt } from '@offboard/local-aws/simulation';
import { instanceUsers, type UserAssociation } from './associations.ts';
import { directoryOf, invalid, notFound } from './model.ts';
import { directories, type Instance, instances } from './resources.ts';
import type { IdentityProvider, InstanceUserSummary, UserRequest } from './shapes.ts';
import { variants } from './variants.ts';

export function instanceOf(cloud: SimulatedCloud, location: AccountRegion, instanceId: string): Instance {
  const instance = cloud.resource(instances, location, instanceId);
  if (!instance) throw notFound(`Instance ${instanceId} was not found`);
  return instance;
}

/** What a request names, whether it exists or not. */
export interface NamedUser {
  instanceId: string;
  directoryId: string;
  username: string;
  domain?: string | undefined;
}

/** @throws AwsError where the request names an association neither by ARN nor by user, instance and directory. */
export function namedUser(cloud: SimulatedCloud, location: AccountRegion, request: UserRequest): NamedUser {
  const { InstanceUserArn, Username, InstanceId, Domain } = request;
  if (InstanceUserArn !== undefined) {
    const found = byArn(cloud, location, InstanceUserArn);
    if (!found) throw notFound(`${InstanceUserArn} was not found`);
    return found.facts;
  }
  if (!Username || !InstanceId) {
    throw invalid('Specify either InstanceUserArn, or Username, InstanceId and IdentityProvider');
  }
  return {
    username: Username,
    instanceId: InstanceId,
    directoryId: directoryOf(request.IdentityProvider),
    domain: Domain,
  };
}

export function findUser(
  cloud: SimulatedCloud,
  location: AccountRegion,
  { instanceId, directoryId, username, domain }: NamedUser,
) {
  return cloud
    .associations(instanceUsers, location, `${instanceId}/${directoryId}/${username.toLowerCase()}@`)
    .find(({ facts }) => domain === undefined || facts.domain.toLowerCase() === domain.toLowerCase());
}

export function byArn(cloud: SimulatedCloud, location: AccountRegion, arn: string): UserAssociation | undefined {
  return cloud.associations(instanceUsers, location).find(({ facts }) => facts.instanceUserArn === arn);
}

/** Whether a user is still listed. Whether a DISASSOCIATED one is, AWS does not say. */
export function isListed(cloud: SimulatedCloud, { timeline }: UserAssociation, time: number): boolean {
  const { status } = stepAt(timeline, time);
  return (
    status !== ABSENT && !(status === 'DISASSOCIATED' && cloud.variant(variants, 'licenseManagerRow') === 'vanishes')
  );
}

export function summary(cloud: SimulatedCloud, association: UserAssociation, time: number): InstanceUserSummary {
  const { facts, since, timeline } = association;
  const { status, message, at } = stepAt(timeline, time);
  return {
    Username: facts.username,
    InstanceId: facts.instanceId,
    IdentityProvider: provider(cloud, association, facts.directoryId),
    Status: status,
    InstanceUserArn: facts.instanceUserArn,
    ...(message === undefined ? {} : { StatusMessage: message }),
    Domain: facts.domain,
    AssociationDate: new Date(since).toISOString(),
    ...(status === 'DISASSOCIATED' ? { DisassociationDate: new Date(at).toISOString() } : {}),
  };
}

/** A directory in the shape of every answer; of one that is not registered, the id alone. */
export function provider(cloud: SimulatedCloud, location: AccountRegion, directoryId: string): IdentityProvider {
  const directory = cloud.resource(directories, location, directoryId);
  if (!directory) return { ActiveDirectoryIdentityProvider: { DirectoryId: directoryId } };
  const { type, isShared, controllers } = directory;
  return {
    ActiveDirectoryIdentityProvider: {
      DirectoryId: directoryId,
      ActiveDirectoryType: type,
      IsSharedActiveDirectory: isShared,
      ...(controllers && {
        ActiveDirectorySettings: {
          DomainName: directory.domain,
          DomainIpv4List: controllers.ipv4,
          DomainIpv6List: controllers.ipv6,
          DomainCredentialsProvider: { SecretsManagerCredentialsProvider: { SecretId: controllers.secretId } },
          DomainNetworkSettings: { Subnets: directory.subnets },
        },
      }),
    },
  };
}
