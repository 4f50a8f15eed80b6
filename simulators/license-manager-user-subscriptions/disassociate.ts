/** DisassociateUser and AssociateUser. */

import { random } from '@offboard/local-aws/random';
import type { Call } from '@offboard/local-aws/service';
import { ABSENT, type Step, stepAt, throwScriptedError } from '@offboard/local-aws/simulation';
import { userArn } from '../arns.ts';
import { keys } from '../kinds.ts';
import { between, type DrawnOutcome } from '../scripted-outcome.ts';
import type { SimulatedCloud } from '../simulated-cloud.ts';
import { conflict, invalid, notFound } from './model.ts';
import type { InstanceUserSummary, UserRequest } from './shapes.ts';
import { find, instanceOf, isListed, type Named, named, summary, type UserAssociation } from './users.ts';

const KIND = 'license-manager-user';

export function disassociate(cloud: SimulatedCloud, call: Call, request: UserRequest): InstanceUserSummary {
  const user = named(cloud, call, request);
  instanceOf(cloud, call, user.instanceId);
  return cloud.mutate(call, { kind: KIND, key: keyOf(user) }, () => {
    const association = find(cloud, call, user);
    const status = association ? cloud.step(association).status : ABSENT;
    if (!association || status === ABSENT || status === 'DISASSOCIATED')
      return missing(cloud, call, { user, association });
    if (status === 'DISASSOCIATING') return repeat(cloud, call, association);
    if (status === 'ASSOCIATING') throw conflict(`The user ${user.username} is being associated.`);
    return begin(cloud, call, association);
  });
}

function begin(cloud: SimulatedCloud, call: Call, association: UserAssociation): InstanceUserSummary {
  const scripted = cloud.outcomeNow(association, 'user');
  throwScriptedError(scripted);
  if (scripted.outcome === 'busy') throw conflict('The instance is being changed by another request. Try again later.');
  const steps = course(cloud, scripted);
  const begun = cloud.transition({ ...association, ends: association.ends + 1 }, steps);
  cloud.logEffect(call, association, 'disassociating');
  return summary(cloud, begun, cloud.now());
}

function course(cloud: SimulatedCloud, { outcome, after, status }: DrawnOutcome): Step[] {
  const from = cloud.now();
  const then = from + after * 1000;
  const going: Step = { at: from, status: 'DISASSOCIATING' };
  switch (outcome) {
    case 'stuck':
      return [going];
    case 'reverts':
      return [going, { at: then, status: 'ASSOCIATED' }];
    case 'fails':
      return [
        going,
        {
          at: then,
          status: cloud.options.variants.licenseManagerFailure,
          message: 'The instance could not be reached through AWS Systems Manager',
        },
      ];
    case 'unknown':
      return [
        { at: from, status: status ?? 'SYNCHRONIZING' },
        { at: then, status: 'DISASSOCIATED' },
      ];
    default:
      return [going, { at: then, status: 'DISASSOCIATED' }];
  }
}

function missing(
  cloud: SimulatedCloud,
  call: Call,
  { user, association }: { user: Named; association: UserAssociation | undefined },
): InstanceUserSummary {
  const message = `The user ${user.username} is not associated with instance ${user.instanceId}`;
  switch (cloud.options.variants.licenseManagerMissing) {
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
  if (cloud.options.variants.licenseManagerRepeat === 'conflict') {
    throw conflict(`The user ${association.facts.username} is being disassociated.`);
  }
  cloud.logEffect(call, association, 'no-op');
  return summary(cloud, association, cloud.now());
}

export function associate(cloud: SimulatedCloud, call: Call, request: UserRequest): InstanceUserSummary {
  const user = named(cloud, call, request);
  const instance = instanceOf(cloud, call, user.instanceId);
  const directory = cloud.resource('directory', call, user.directoryId);
  if (!directory) throw notFound(`Identity provider ${user.directoryId} was not found`);
  return cloud.mutate(call, { kind: KIND, key: keyOf(user) }, () => {
    const earlier = find(cloud, call, user);
    if (earlier && isListed(cloud, earlier, cloud.now()) && cloud.step(earlier).status !== 'DISASSOCIATED') {
      throw conflict(`The user ${user.username} is already associated with instance ${user.instanceId}`);
    }
    if (stepAt(instance.timeline, cloud.now()).status !== 'ACTIVE') {
      throw invalid(`Instance ${user.instanceId} is not active`);
    }
    const facts = { ...user, domain: user.domain ?? directory.domain };
    const drawn = random(cloud.options.seed, 'associate', keyOf(facts))();
    const now = cloud.now();
    const tied = cloud.associate(KIND, call, { ...facts, instanceUserArn: userArn(call, facts) }, [
      { at: now, status: 'ASSOCIATING' },
      { at: now + between(cloud.options.durations.user, drawn) * 1000, status: 'ASSOCIATED' },
    ]);
    cloud.logEffect(call, tied, 'associated');
    return summary(cloud, tied, now);
  });
}

function keyOf({ domain = '', ...user }: Named): string {
  return keys[KIND]({ ...user, domain, instanceUserArn: '' });
}
