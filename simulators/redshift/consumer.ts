/** Ending and making the association of a data share with its consumer: an account, a Region or a namespace. */

import type { DataShare } from '@aws-sdk/client-redshift';
import { AwsError, type Call } from '@offboard/local-aws/service';
import { ABSENT, instantSteps, throwScriptedError } from '@offboard/local-aws/simulation';
import { type ConsumerFacts, keys } from '../kinds.ts';
import { placeOf } from '../sessions.ts';
import type { SimulatedCloud } from '../simulated-cloud.ts';
import { type ConsumerAssociation, consumedIn, fault, homeOf, shareOf, shown } from './datashares.ts';

/** One consumer of one share, in one of the three forms. */
export type Consumer = Omit<ConsumerFacts, 'allowWrites'>;

const KIND = 'redshift-datashare-consumer';

export function disassociate(cloud: SimulatedCloud, call: Call, consumer: Consumer): DataShare {
  const share = shareOf(cloud, consumer.dataShareArn);
  const about = { kind: KIND, key: keyOf(consumer) } as const;
  return cloud.mutate(call, about, () => {
    const active = activeOf(cloud, call, consumer);
    const association = active.find(({ key }) => key === about.key);
    if (association) end(cloud, call, association, active);
    else nothingToEnd(cloud, call, about.key, active);
    const left = activeOf(cloud, call, consumer);
    return shown(share, left, { call, time: cloud.now() });
  });
}

function activeOf(cloud: SimulatedCloud, call: Call, consumer: Consumer): ConsumerAssociation[] {
  const anywhere = cloud.options.variants.redshiftRegion === 'any' || wholeAccount(consumer);
  const region = anywhere ? homeOf(consumer.dataShareArn, consumer) : call.region;
  const time = cloud.now();
  return consumedIn(cloud, { account: call.account, region }, time, consumer.dataShareArn).filter(
    (association) => cloud.step(association).status === 'ACTIVE',
  );
}

function wholeAccount({ namespaceArn, region }: Consumer): boolean {
  return namespaceArn === undefined && region === undefined;
}

function end(
  cloud: SimulatedCloud,
  call: Call,
  association: ConsumerAssociation,
  active: readonly ConsumerAssociation[],
): void {
  const scripted = cloud.outcomeNow(association, 'redshift');
  throwScriptedError(scripted);
  const last = active.length === 1 && cloud.options.variants.redshiftAfter === 'available';
  const words = { gone: last ? 'AVAILABLE' : ABSENT, tied: 'ACTIVE' };
  cloud.transition({ ...association, ends: association.ends + 1 }, instantSteps(scripted, cloud.now(), words));
  cloud.logEffect(call, association, 'disassociated');
}

/** @throws AwsError in one of the ways the service may word it. */
function nothingToEnd(cloud: SimulatedCloud, call: Call, key: string, active: readonly ConsumerAssociation[]): void {
  const { redshiftRepeat, redshiftMismatch } = cloud.options.variants;
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
      cloud.logEffect(call, { kind: KIND, key }, 'no-op');
  }
}

export function associate(cloud: SimulatedCloud, call: Call, consumer: ConsumerFacts): DataShare {
  const share = shareOf(cloud, consumer.dataShareArn);
  const about = { kind: KIND, key: keyOf(consumer) } as const;
  const place = { account: call.account, region: homeOf(consumer.dataShareArn, consumer) };
  return cloud.mutate(call, about, () => {
    refuseUnauthorized(cloud, call, consumer.dataShareArn);
    replaceOtherForms(cloud, call, consumer);
    const tied = cloud.associate(KIND, place, consumer, [{ at: cloud.now(), status: 'ACTIVE' }]);
    cloud.logEffect(call, tied, 'associated');
    return shown(share, [tied], { call, time: cloud.now() });
  });
}

/** A share whose producer withdrew it, or whose consumer rejected it, can no longer be associated. */
function refuseUnauthorized(cloud: SimulatedCloud, call: Call, arn: string): void {
  const withdrawn = cloud
    .associations(KIND)
    .some(
      (each) =>
        each.account === call.account &&
        each.facts.dataShareArn === arn &&
        /^(DEAUTHORIZED|REJECTED|PENDING_AUTHORIZATION)$/.test(cloud.step(each).status),
    );
  if (withdrawn) throw fault(`The datashare ${arn} isn't authorized for this data consumer.`);
}

/** An account-wide association and namespaces' overwrite each other. */
function replaceOtherForms(cloud: SimulatedCloud, call: Call, consumer: Consumer): void {
  const others = cloud
    .associations(KIND)
    .filter(({ account, facts }) => account === call.account && facts.dataShareArn === consumer.dataShareArn)
    .filter((each) => wholeAccount(each.facts) !== wholeAccount(consumer) || cloud.step(each).status === 'AVAILABLE');
  for (const other of others) cloud.transition(other, [{ at: cloud.now(), status: ABSENT }]);
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
