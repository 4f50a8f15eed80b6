/** Users and the instances they are associated to, as the cloud has them. */

import { ABSENT, stepAt } from '@offboard/local-aws/simulation';
import type { Association, Place } from '../kinds.ts';
import type { Instance } from '../resources.ts';
import type { SimulatedCloud } from '../simulated-cloud.ts';
import { directoryOf, invalid, notFound } from './model.ts';
import type { IdentityProvider, InstanceUserSummary, UserRequest } from './shapes.ts';

export type UserAssociation = Association<'license-manager-user'>;

export function instanceOf(cloud: SimulatedCloud, place: Place, instanceId: string): Instance {
  const instance = cloud.resource('instance', place, instanceId);
  if (!instance) throw notFound(`Instance ${instanceId} was not found`);
  return instance;
}

/** What a request names, whether it is there or not. */
export interface Named {
  instanceId: string;
  directoryId: string;
  username: string;
  domain?: string | undefined;
}

/** @throws AwsError where the request names an association neither by ARN nor by user, instance and directory. */
export function named(cloud: SimulatedCloud, place: Place, request: UserRequest): Named {
  const { InstanceUserArn, Username, InstanceId, Domain } = request;
  if (InstanceUserArn !== undefined) {
    const found = byArn(cloud, place, InstanceUserArn);
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

export function find(cloud: SimulatedCloud, place: Place, { instanceId, directoryId, username, domain }: Named) {
  return cloud
    .associations('license-manager-user', place, `${instanceId}/${directoryId}/${username.toLowerCase()}@`)
    .find(({ facts }) => domain === undefined || facts.domain.toLowerCase() === domain.toLowerCase());
}

export function byArn(cloud: SimulatedCloud, place: Place, arn: string): UserAssociation | undefined {
  return cloud.associations('license-manager-user', place).find(({ facts }) => facts.instanceUserArn === arn);
}

/** A row that is still listed. Whether a DISASSOCIATED one is, AWS does not say. */
export function isListed(cloud: SimulatedCloud, { timeline }: UserAssociation, time: number): boolean {
  const { status } = stepAt(timeline, time);
  return status !== ABSENT && !(status === 'DISASSOCIATED' && cloud.options.variants.licenseManagerRow === 'vanishes');
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

/** A directory as every answer shows it; one that is not registered, by its id alone. */
export function provider(cloud: SimulatedCloud, place: Place, directoryId: string): IdentityProvider {
  const directory = cloud.resource('directory', place, directoryId);
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
