/** Reads of data shares and their consumers, in the shapes that the producer's and the consumer's side are answered. */

import type { DataShare, DataShareAssociation } from '@aws-sdk/client-redshift';
import { type AccountRegion, AwsError, accountRegionOf, type Call } from '@offboard/local-aws/service';
import { type SimulatedCloud, stepAt } from '@offboard/local-aws/simulation';
import { type ConsumerAssociation, datashareConsumers } from './associations.ts';
import { datashares, type DataShare as StoredShare } from './resources.ts';

export function fault(message: string): AwsError {
  return new AwsError('InvalidDataShareFault', message);
}

export function shareOf(cloud: SimulatedCloud, arn: string): StoredShare {
  const share = cloud.resource(datashares, accountRegionOf(arn), arn);
  if (!share) throw fault(`The datashare ${arn} can't be found because the ARN doesn't exist.`);
  return share;
}

/** Every association of these shares, whoever consumes them, that is listed at this time. */
export function associationsOf(cloud: SimulatedCloud, arns: readonly string[], time: number): ConsumerAssociation[] {
  if (arns.length === 0) return [];
  const wanted = new Set(arns);
  return cloud.listed(datashareConsumers, time).filter(({ facts }) => wanted.has(facts.dataShareArn));
}

/** A consumer's associations in a Region (by a prefix of their keys: the share's ARN). */
export function consumedIn(
  cloud: SimulatedCloud,
  location: AccountRegion,
  time: number,
  arn = '',
): ConsumerAssociation[] {
  return cloud.listed(datashareConsumers, time, location, arn === '' ? '' : `${arn}|`);
}

/** The Region an association is at home in: an account-wide one has its share's. */
export function homeOf(arn: string, { namespaceArn, region }: { namespaceArn?: string; region?: string }): string {
  return region ?? accountRegionOf(namespaceArn ?? arn).region;
}

/**
 * "Datashare status values": what is Available to its consumer is Authorized to its producer, and the other way about;
 * the other words are the same on both sides.
 */
export function statusFor(side: 'consumer' | 'producer', status: string): NonNullable<DataShareAssociation['Status']> {
  const forConsumer = side === 'consumer' && status === 'AUTHORIZED' ? 'AVAILABLE' : status;
  return (side === 'producer' && status === 'AVAILABLE' ? 'AUTHORIZED' : forConsumer) as 'ACTIVE';
}

export function describeShare(
  share: StoredShare,
  associations: readonly ConsumerAssociation[],
  { call, time }: { call: Call; time: number },
): DataShare {
  const side = accountRegionOf(share.arn).account === call.account ? 'producer' : 'consumer';
  return {
    DataShareArn: share.arn,
    ProducerArn: share.producerArn,
    AllowPubliclyAccessibleConsumers: share.allowPubliclyAccessibleConsumers,
    DataShareAssociations: associations.map((association) => describeAssociation(association, side, time)),
    ManagedBy: share.managedBy,
    DataShareType: 'INTERNAL',
  };
}

function describeAssociation(
  { account, facts, since, timeline }: ConsumerAssociation,
  side: 'consumer' | 'producer',
  time: number,
): DataShareAssociation {
  const { at, status } = stepAt(timeline, time);
  return {
    // A share that is not associated is authorized for the account, not for a namespace.
    ConsumerIdentifier: status === 'ACTIVE' ? (facts.namespaceArn ?? account) : account,
    Status: statusFor(side, status),
    ConsumerRegion: status === 'ACTIVE' ? facts.region : undefined,
    CreatedDate: new Date(since),
    StatusChangeDate: new Date(at),
    ProducerAllowedWrites: facts.allowWrites,
    ConsumerAcceptedWrites: facts.allowWrites,
  };
}
