/** Associates and disassociates a data share and its consumer: an account, a Region or a namespace. */

import type { DataShare } from '@aws-sdk/client-redshift';
import { AwsError, accountRegionOf, type Call } from '@offboard/local-aws/service';
import { ABSENT, type SimulatedCloud, synchronousSteps, throwScriptedError } from '@offboard/local-aws/simulation';
import {
  type Consumer,
  type ConsumerAssociation,
  type ConsumerFacts,
  consumerKey,
  datashareConsumers,
} from './associations.ts';
import { consumedIn, describeShare, fault, homeOf, shareOf } from './datashares.ts';
import { variants } from './variants.ts';

const { kind } = datashareConsumers;

export function disassociate(cloud: SimulatedCloud, call: Call, consumer: Consumer): DataShare {
  const share = shareOf(cloud, consumer.dataShareArn);
  const about = { kind, key: consumerKey(consumer) };
  return cloud.mutate(call, about, () => {
    const active = activeOf(cloud, call, consumer);
    const association = active.find(({ key }) => key === about.key);
    if (association) start(cloud, call, association, active);
    else answerNotAssociated(cloud, call, about.key, active);
    const remaining = activeOf(cloud, call, consumer);
    return describeShare(share, remaining, { call, time: cloud.now() });
  });
}

function activeOf(cloud: SimulatedCloud, call: Call, consumer: Consumer): ConsumerAssociation[] {
  const anywhere = cloud.variant(variants, 'redshiftRegion') === 'any' || wholeAccount(consumer);
  const region = anywhere ? homeOf(consumer.dataShareArn, consumer) : call.region;
  const time = cloud.now();
  return consumedIn(cloud, { account: call.account, region }, time, consumer.dataShareArn).filter(
    (association) => cloud.step(association).status === 'ACTIVE',
  );
}

function wholeAccount({ namespaceArn, region }: Consumer): boolean {
  return namespaceArn === undefined && region === undefined;
}

function start(
  cloud: SimulatedCloud,
  call: Call,
  association: ConsumerAssociation,
  active: readonly ConsumerAssociation[],
): void {
  const outcome = cloud.outcomeNow(association, 'redshift');
  throwScriptedError(outcome);
  const last = active.length === 1 && cloud.variant(variants, 'redshiftAfter') === 'available';
  const statuses = { active: 'ACTIVE', disassociated: last ? 'AVAILABLE' : ABSENT };
  cloud.disassociate(association, synchronousSteps(outcome, cloud.now(), statuses));
  cloud.logEffect(call, association, 'disassociated');
}

/** @throws AwsError in one of the ways the service may word it. */
function answerNotAssociated(
  cloud: SimulatedCloud,
  call: Call,
  key: string,
  active: readonly ConsumerAssociation[],
): void {
  switch (active.length > 0 ? mismatchAnswer(cloud) : cloud.variant(variants, 'redshiftRepeat')) {
    case 'not-associated':
      throw fault("The datashare either doesn't exist or isn't associated with this data consumer.");
    case 'arn-missing':
      throw fault("The datashare can't be found because the ARN doesn't exist.");
    case 'namespace':
      throw new AwsError('InvalidNamespaceFault', 'The namespace is not valid because it does not exist.');
    case 'accept':
      cloud.logEffect(call, { kind, key }, 'no-op');
  }
}

/** For a share that is associated in another form than the request names. */
function mismatchAnswer(cloud: SimulatedCloud): 'namespace' | 'not-associated' {
  return cloud.variant(variants, 'redshiftMismatch') === 'namespace' ? 'namespace' : 'not-associated';
}

export function associate(cloud: SimulatedCloud, call: Call, consumer: ConsumerFacts): DataShare {
  const share = shareOf(cloud, consumer.dataShareArn);
  const about = { kind, key: consumerKey(consumer) };
  const location = { account: call.account, region: homeOf(consumer.dataShareArn, consumer) };
  return cloud.mutate(call, about, () => {
    refuseUnauthorized(cloud, call, consumer.dataShareArn);
    replaceOtherForms(cloud, call, consumer);
    const associated = cloud.associate(datashareConsumers, location, consumer, [{ at: cloud.now(), status: 'ACTIVE' }]);
    cloud.logEffect(call, associated, 'associated');
    return describeShare(share, [associated], { call, time: cloud.now() });
  });
}

/** A share whose producer withdrew it, or whose consumer rejected it, can no longer be associated. */
function refuseUnauthorized(cloud: SimulatedCloud, call: Call, arn: string): void {
  const withdrawn = cloud
    .associations(datashareConsumers)
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
    .associations(datashareConsumers)
    .filter(({ account, facts }) => account === call.account && facts.dataShareArn === consumer.dataShareArn)
    .filter((each) => wholeAccount(each.facts) !== wholeAccount(consumer) || cloud.step(each).status === 'AVAILABLE');
  for (const other of others) cloud.transition(other, [{ at: cloud.now(), status: ABSENT }]);
}

/** @throws AwsError where a consumer's ARN is no namespace of the caller's. */
export function refuseForeign(call: Call, consumerArn: string | undefined): void {
  if (consumerArn !== undefined && accountRegionOf(consumerArn).account !== call.account) {
    throw new AwsError(
      'InvalidNamespaceFault',
      `The namespace ${consumerArn} doesn't belong to account ${call.account}.`,
    );
  }
}
