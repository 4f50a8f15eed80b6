/** Ending and making the association of a data share with its consumer: an account, a Region or a namespace. */

import type { DataShare } from '@aws-sdk/client-redshift';
import { AwsError, type Call } from '../../local-aws/core/aws.ts';
import { ABSENT } from '../../local-aws/simulation/timeline.ts';
import { instantSteps } from '../../local-aws/wire/input/instant.ts';
import { refuseByFate } from '../../local-aws/wire/input/refusal.ts';
import { type ConsumerFacts, keys } from '../kinds.ts';
import { placeOf } from '../sessions.ts';
import type { World } from '../simulated-cloud.ts';
import { type ConsumerAssociation, consumedIn, fault, homeOf, shareOf, shown } from './datashares.ts';

/** One consumer of one share, in one of the three forms. */
export type Consumer = Omit<ConsumerFacts, 'allowWrites'>;

const KIND = 'redshift-datashare-consumer';

export function disassociate(world: World, call: Call, consumer: Consumer): DataShare {
  const share = shareOf(world, consumer.dataShareArn);
  const about = { kind: KIND, key: keyOf(consumer) } as const;
  return world.attempt(call, about, () => {
    const active = activeOf(world, call, consumer);
    const association = active.find(({ key }) => key === about.key);
    if (association) end(world, call, association, active);
    else nothingToEnd(world, call, about.key, active);
    const left = activeOf(world, call, consumer);
    return shown(share, left, { call, time: world.now() });
  });
}

function activeOf(world: World, call: Call, consumer: Consumer): ConsumerAssociation[] {
  const anywhere = world.options.switches.redshiftRegion === 'any' || wholeAccount(consumer);
  const region = anywhere ? homeOf(consumer.dataShareArn, consumer) : call.region;
  const time = world.now();
  return consumedIn(world, { account: call.account, region }, time, consumer.dataShareArn).filter(
    (association) => world.step(association).status === 'ACTIVE',
  );
}

function wholeAccount({ namespaceArn, region }: Consumer): boolean {
  return namespaceArn === undefined && region === undefined;
}

function end(world: World, call: Call, association: ConsumerAssociation, active: readonly ConsumerAssociation[]): void {
  const fate = world.fateNow(association, 'redshift');
  refuseByFate(fate);
  const last = active.length === 1 && world.options.switches.redshiftAfter === 'available';
  const words = { gone: last ? 'AVAILABLE' : ABSENT, tied: 'ACTIVE' };
  world.continue({ ...association, ends: association.ends + 1 }, instantSteps(fate, world.now(), words));
  world.note(call, association, 'ended');
}

/** @throws AwsError in one of the ways the service may word it. */
function nothingToEnd(world: World, call: Call, key: string, active: readonly ConsumerAssociation[]): void {
  const { redshiftRepeat, redshiftMismatch } = world.options.switches;
  const answer =
    active.length > 0 ? (redshiftMismatch === 'namespace' ? 'namespace' : 'not-associated') : redshiftRepeat;
  switch (answer) {
    case 'not-associated':
      throw fault("The datashare either doesn't exist or isn't associated with this data consumer.");
    case 'arn-missing':
      throw fault("The datashare can't be found because the ARN doesn't exist.");
    case 'namespace':
      throw new AwsError('InvalidNamespaceFault', 'The namespace is not valid because it does not exist.');
    case 'accept':
      world.note(call, { kind: KIND, key }, 'nothing');
  }
}

export function associate(world: World, call: Call, consumer: ConsumerFacts): DataShare {
  const share = shareOf(world, consumer.dataShareArn);
  const about = { kind: KIND, key: keyOf(consumer) } as const;
  const place = { account: call.account, region: homeOf(consumer.dataShareArn, consumer) };
  return world.attempt(call, about, () => {
    refuseUnauthorized(world, call, consumer.dataShareArn);
    replaceOtherForms(world, call, consumer);
    const tied = world.tie(KIND, place, consumer, [{ at: world.now(), status: 'ACTIVE' }]);
    world.note(call, tied, 'tied');
    return shown(share, [tied], { call, time: world.now() });
  });
}

/** A share whose producer withdrew it, or whose consumer rejected it, can no longer be associated. */
function refuseUnauthorized(world: World, call: Call, arn: string): void {
  const withdrawn = world
    .associations(KIND)
    .some(
      (each) =>
        each.account === call.account &&
        each.facts.dataShareArn === arn &&
        /^(DEAUTHORIZED|REJECTED|PENDING_AUTHORIZATION)$/.test(world.step(each).status),
    );
  if (withdrawn) throw fault(`The datashare ${arn} isn't authorized for this data consumer.`);
}

/** An account-wide association and namespaces' overwrite each other. */
function replaceOtherForms(world: World, call: Call, consumer: Consumer): void {
  const others = world
    .associations(KIND)
    .filter(({ account, facts }) => account === call.account && facts.dataShareArn === consumer.dataShareArn)
    .filter((each) => wholeAccount(each.facts) !== wholeAccount(consumer) || world.step(each).status === 'AVAILABLE');
  for (const other of others) world.continue(other, [{ at: world.now(), status: ABSENT }]);
}

function keyOf(consumer: Consumer): string {
  return keys[KIND]({ ...consumer, allowWrites: false });
}

/** @throws AwsError where a consumer's ARN is no namespace of the caller's. */
export function refuseForeign(call: Call, consumerArn: string | undefined): void {
  if (consumerArn !== undefined && placeOf(consumerArn).account !== call.account) {
    throw new AwsError(
      'InvalidNamespaceFault',
      `The namespace ${consumerArn} doesn't belong to account ${call.account}.`,
    );
  }
}
