/** Users and the instances they are associated to, as the world has them. */

import { ABSENT, stepAt } from '../../local-aws/simulation/timeline.ts';
import type { Association, Place } from '../kinds.ts';
import type { Instance } from '../resources.ts';
import type { World } from '../simulated-cloud.ts';
import { directoryOf, invalid, notFound } from './model.ts';
import type { IdentityProvider, InstanceUserSummary, UserRequest } from './shapes.ts';

export type UserAssociation = Association<'license-manager-user'>;

export function instanceOf(world: World, place: Place, instanceId: string): Instance {
  const instance = world.thing('instance', place, instanceId);
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
export function named(world: World, place: Place, request: UserRequest): Named {
  const { InstanceUserArn, Username, InstanceId, Domain } = request;
  if (InstanceUserArn !== undefined) {
    const found = byArn(world, place, InstanceUserArn);
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

export function find(world: World, place: Place, { instanceId, directoryId, username, domain }: Named) {
  return world
    .associations('license-manager-user', place, `${instanceId}/${directoryId}/${username.toLowerCase()}@`)
    .find(({ facts }) => domain === undefined || facts.domain.toLowerCase() === domain.toLowerCase());
}

export function byArn(world: World, place: Place, arn: string): UserAssociation | undefined {
  return world.associations('license-manager-user', place).find(({ facts }) => facts.instanceUserArn === arn);
}

/** A row that is still listed. Whether a DISASSOCIATED one is, AWS does not say. */
export function isListed(world: World, { life }: UserAssociation, time: number): boolean {
  const { status } = stepAt(life, time);
  return status !== ABSENT && !(status === 'DISASSOCIATED' && world.options.switches.licenseManagerRow === 'vanishes');
}

export function summary(world: World, association: UserAssociation, time: number): InstanceUserSummary {
  const { facts, since, life } = association;
  const { status, message, at } = stepAt(life, time);
  return {
    Username: facts.username,
    InstanceId: facts.instanceId,
    IdentityProvider: provider(world, association, facts.directoryId),
    Status: status,
    InstanceUserArn: facts.instanceUserArn,
    ...(message === undefined ? {} : { StatusMessage: message }),
    Domain: facts.domain,
    AssociationDate: new Date(since).toISOString(),
    ...(status === 'DISASSOCIATED' ? { DisassociationDate: new Date(at).toISOString() } : {}),
  };
}

/** A directory as every answer shows it; one that is not registered, by its id alone. */
export function provider(world: World, place: Place, directoryId: string): IdentityProvider {
  const directory = world.thing('directory', place, directoryId);
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
