/** DisassociateUser and AssociateUser. */

import type { Call } from '../../local-aws/core/aws.ts';
import { random } from '../../local-aws/core/random.ts';
import { ABSENT, type Step, stepAt } from '../../local-aws/simulation/timeline.ts';
import { refuseByFate } from '../../local-aws/wire/input/refusal.ts';
import { userArn } from '../arns.ts';
import { keys } from '../kinds.ts';
import { between, type DrawnFate } from '../scripted-outcome.ts';
import type { World } from '../simulated-cloud.ts';
import { conflict, invalid, notFound } from './model.ts';
import type { InstanceUserSummary, UserRequest } from './shapes.ts';
import { find, instanceOf, isListed, type Named, named, summary, type UserAssociation } from './users.ts';

const KIND = 'license-manager-user';

export function disassociate(world: World, call: Call, request: UserRequest): InstanceUserSummary {
  const user = named(world, call, request);
  instanceOf(world, call, user.instanceId);
  return world.attempt(call, { kind: KIND, key: keyOf(user) }, () => {
    const association = find(world, call, user);
    const status = association ? world.step(association).status : ABSENT;
    if (!association || status === ABSENT || status === 'DISASSOCIATED')
      return missing(world, call, { user, association });
    if (status === 'DISASSOCIATING') return repeat(world, call, association);
    if (status === 'ASSOCIATING') throw conflict(`The user ${user.username} is being associated.`);
    return begin(world, call, association);
  });
}

function begin(world: World, call: Call, association: UserAssociation): InstanceUserSummary {
  const fate = world.fateNow(association, 'user');
  refuseByFate(fate);
  if (fate.outcome === 'busy') throw conflict('The instance is being changed by another request. Try again later.');
  const steps = course(world, fate);
  const begun = world.continue({ ...association, ends: association.ends + 1 }, steps);
  world.note(call, association, 'end-begun');
  return summary(world, begun, world.now());
}

function course(world: World, { outcome, after, status }: DrawnFate): Step[] {
  const from = world.now();
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
          status: world.options.switches.licenseManagerFailure,
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
  world: World,
  call: Call,
  { user, association }: { user: Named; association: UserAssociation | undefined },
): InstanceUserSummary {
  const message = `The user ${user.username} is not associated with instance ${user.instanceId}`;
  switch (world.options.switches.licenseManagerMissing) {
    case 'not-found':
      throw notFound(message);
    case 'validation':
      throw invalid(message);
    case 'disassociated':
      if (!association) throw notFound(message);
      world.note(call, association, 'nothing');
      return { ...summary(world, association, world.now()), Status: 'DISASSOCIATED' };
  }
}

function repeat(world: World, call: Call, association: UserAssociation): InstanceUserSummary {
  if (world.options.switches.licenseManagerRepeat === 'conflict') {
    throw conflict(`The user ${association.facts.username} is being disassociated.`);
  }
  world.note(call, association, 'nothing');
  return summary(world, association, world.now());
}

export function associate(world: World, call: Call, request: UserRequest): InstanceUserSummary {
  const user = named(world, call, request);
  const instance = instanceOf(world, call, user.instanceId);
  const directory = world.thing('directory', call, user.directoryId);
  if (!directory) throw notFound(`Identity provider ${user.directoryId} was not found`);
  return world.attempt(call, { kind: KIND, key: keyOf(user) }, () => {
    const earlier = find(world, call, user);
    if (earlier && isListed(world, earlier, world.now()) && world.step(earlier).status !== 'DISASSOCIATED') {
      throw conflict(`The user ${user.username} is already associated with instance ${user.instanceId}`);
    }
    if (stepAt(instance.life, world.now()).status !== 'ACTIVE') {
      throw invalid(`Instance ${user.instanceId} is not active`);
    }
    const facts = { ...user, domain: user.domain ?? directory.domain };
    const drawn = random(world.options.seed, 'associate', keyOf(facts))();
    const now = world.now();
    const tied = world.tie(KIND, call, { ...facts, instanceUserArn: userArn(call, facts) }, [
      { at: now, status: 'ASSOCIATING' },
      { at: now + between(world.options.durations.user, drawn) * 1000, status: 'ASSOCIATED' },
    ]);
    world.note(call, tied, 'tied');
    return summary(world, tied, now);
  });
}

function keyOf({ domain = '', ...user }: Named): string {
  return keys[KIND]({ ...user, domain, instanceUserArn: '' });
}
