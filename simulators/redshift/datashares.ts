/** Data shares and who consumes them, as the cloud has them and as each side is shown them. */

import type { DataShare, DataShareAssociation } from '@aws-sdk/client-redshift';
import { AwsError, type Call } from '@offboard/local-aws/service';
import { ABSENT, stepAt } from '@offboard/local-aws/simulation';
import type { Association, Place } from '../kinds.ts';
import type { DataShare as ShareThing } from '../resources.ts';
import { placeOf } from '../sessions.ts';
import type { SimulatedCloud } from '../simulated-cloud.ts';

export type ConsumerAssociation = Association<'redshift-datashare-consumer'>;

export function fault(message: string): AwsError {
  return new AwsError('InvalidDataShareFault', message);
}

export function shareOf(cloud: SimulatedCloud, arn: string): ShareThing {
  const share = cloud.resource('datashare', placeOf(arn), arn);
  if (!share) throw fault(`The datashare ${arn} can't be found because the ARN doesn't exist.`);
  return share;
}

/** Every association of these shares, whoever consumes them, that is shown at this time. */
export function associationsOf(cloud: SimulatedCloud, arns: readonly string[], time: number): ConsumerAssociation[] {
  if (arns.length === 0) return [];
  const wanted = new Set(arns);
  return cloud
    .associations('redshift-datashare-consumer')
    .filter(({ facts, timeline }) => wanted.has(facts.dataShareArn) && stepAt(timeline, time).status !== ABSENT);
}

/** A consumer's associations in a Region (by a prefix of their keys: the share's ARN). */
export function consumedIn(cloud: SimulatedCloud, place: Place, time: number, arn = ''): ConsumerAssociation[] {
  return cloud
    .associations('redshift-datashare-consumer', place, arn === '' ? '' : `${arn}|`)
    .filter(({ timeline }) => stepAt(timeline, time).status !== ABSENT);
}

/** The Region an association is at home in: an account-wide one has its share's. */
export function homeOf(arn: string, { namespaceArn, region }: { namespaceArn?: string; region?: string }): string {
  return region ?? placeOf(namespaceArn ?? arn).region;
}

/**
 * "Datashare status values": what is Available to its consumer is Authorized to its producer, and the other way about;
 * the other words are the same on both sides.
 */
export function statusFor(side: 'consumer' | 'producer', status: string): NonNullable<DataShareAssociation['Status']> {
  const shown = side === 'consumer' && status === 'AUTHORIZED' ? 'AVAILABLE' : status;
  return (side === 'producer' && status === 'AVAILABLE' ? 'AUTHORIZED' : shown) as 'ACTIVE';
}

export function shown(
  share: ShareThing,
  associations: readonly ConsumerAssociation[],
  { call, time }: { call: Call; time: number },
): DataShare {
  const side = placeOf(share.arn).account === call.account ? 'producer' : 'consumer';
  return {
    DataShareArn: share.arn,
    ProducerArn: share.producerArn,
    AllowPubliclyAccessibleConsumers: share.allowPubliclyAccessibleConsumers,
    DataShareAssociations: associations.map((association) => shownAssociation(association, side, time)),
    ManagedBy: share.managedBy,
    DataShareType: 'INTERNAL',
  };
}

function shownAssociation(
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
