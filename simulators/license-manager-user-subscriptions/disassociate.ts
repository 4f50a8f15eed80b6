import { random } from '@offboard/local-aws/random';
import type { Call } from '@offboard/local-aws/service';
import {
  ABSENT,
  asynchronousSteps,
  between,
  type SimulatedCloud,
  stepAt,
  throwScriptedError,
} from '@offboard/local-aws/simulation';
import { userArn } from './arns.ts';
import { instanceUsers, type UserAssociation, userKey } from './associations.ts';
import { conflict, invalid, notFound } from './model.ts';
import { directories } from './resources.ts';
import type { InstanceUserSummary, UserRequest } from './shapes.ts';
import { findUser, instanceOf, isListed, type NamedUser, namedUser, summary } from './users.ts';
import { variants } from './variants.ts';

const { kind } = instanceUsers;

export function disassociate(cloud: SimulatedCloud, call: Call, request: UserRequest): InstanceUserSummary {
  const user = namedUser(cloud, call, request);
  instanceOf(cloud, call, user.instanceId);
  return cloud.mutate(call, { kind, key: keyOf(user) }, () => {
    const association = findUser(cloud, call, user);
    const status = association ? cloud.step(association).status : ABSENT;
    if (!association || status === ABSENT || status === 'DISASSOCIATED')
      return missing(cloud, call, { user, association });
    if (status === 'DISASSOCIATING') return repeat(cloud, call, association);
    if (status === 'ASSOCIATING') throw conflict(`The user ${user.username} is being associated.`);
    return start(cloud, call, association);
  });
}

function start(cloud: SimulatedCloud, call: Call, association: UserAssociation): InstanceUserSummary {
  const outcome = cloud.outcomeNow(association, 'user');
  throwScriptedError(outcome);
  if (outcome.outcome === 'busy') throw conflict('The instance is being changed by another request. Try again later.');
  const steps = asynchronousSteps(outcome, cloud.now(), {
    active: 'ASSOCIATED',
    disassociating: 'DISASSOCIATING',
    disassociated: 'DISASSOCIATED',
    failed: {
      status: cloud.variant(variants, 'licenseManagerFailure'),
      message: 'The instance could not be reached through AWS Systems Manager',
    },
    unknown: 'SYNCHRONIZING',
  });
  const started = cloud.disassociate(association, steps);
  cloud.logEffect(call, association, 'disassociating');
  return summary(cloud, started, cloud.now());
}

function missing(
  cloud: SimulatedCloud,
  call: Call,
  { user, association }: { user: NamedUser; association: UserAssociation | undefined },
): InstanceUserSummary {
  const message = `The user ${user.username} is not associated with instance ${user.instanceId}`;
  switch (cloud.variant(variants, 'licenseManagerMissing')) {
    case 'not-found':
      throw notFound(message);
    case 'validation':
      throw invalid(message);
    case 'disassociated':
      if (!association) throw notFound(message);
      cloud.logEffect(call, association, 'no-op');
      return { ...summary(cloud, association, cloud.now()), Status: 'DISASSOCIATED' };
  }
}

function repeat(cloud: SimulatedCloud, call: Call, association: UserAssociation): InstanceUserSummary {
  if (cloud.variant(variants, 'licenseManagerRepeat') === 'conflict') {
    throw conflict(`The user ${association.facts.username} is being disassociated.`);
  }
  cloud.logEffect(call, association, 'no-op');
  return summary(cloud, association, cloud.now());
}

export function associate(cloud: SimulatedCloud, call: Call, request: UserRequest): InstanceUserSummary {
  const user = namedUser(cloud, call, request);
  const instance = instanceOf(cloud, call, user.instanceId);
  const directory = cloud.resource(directories, call, user.directoryId);
  if (!directory) throw notFound(`Identity provider ${user.directoryId} was not found`);
  return cloud.mutate(call, { kind, key: keyOf(user) }, () => {
    const earlier = findUser(cloud, call, user);
    if (earlier && isListed(cloud, earlier, cloud.now()) && cloud.step(earlier).status !== 'DISASSOCIATED') {
      throw conflict(`The user ${user.username} is already associated with instance ${user.instanceId}`);
    }
    if (stepAt(instance.timeline, cloud.now()).status !== 'ACTIVE') {
      throw invalid(`Instance ${user.instanceId} is not active`);
    }
    const facts = { ...user, domain: user.domain ?? directory.domain };
    const drawn = random(cloud.options.seed, 'associate', keyOf(facts))();
    const now = cloud.now();
    const associated = cloud.associate(instanceUsers, call, { ...facts, instanceUserArn: userArn(call, facts) }, [
      { at: now, status: 'ASSOCIATING' },
      { at: now + between(cloud.duration('user'), drawn) * 1000, status: 'ASSOCIATED' },
    ]);
    cloud.logEffect(call, associated, 'associated');
    return summary(cloud, associated, now);
  });
}

function keyOf({ domain = '', ...user }: NamedUser): string {
  return userKey({ ...user, domain });
}
