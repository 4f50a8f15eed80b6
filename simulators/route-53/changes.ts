/** Changes of zones: PENDING until every name server has them. */

import type { ChangeInfo } from '@aws-sdk/client-route-53';
import { AwsError, type Call } from '@offboard/local-aws/service';
import type { SimulatedCloud } from '@offboard/local-aws/simulation';
import { type Change, changes, globalIn, type Zone } from './resources.ts';
import { variants } from './variants.ts';
import { bareId, notYours } from './zones.ts';

const MINUTE = 60_000;

/** @param insyncAt undefined: never. */
export function submit(
  cloud: SimulatedCloud,
  call: Call,
  { id: zoneId, account }: Zone,
  { insyncAt, comment }: { insyncAt: number | undefined; comment: string | undefined },
): ChangeInfo {
  const id = `C${call.requestId.replaceAll('-', '').toUpperCase().slice(0, 20)}`;
  const change: Change = {
    id,
    zoneId,
    submittedAt: cloud.now(),
    ...(insyncAt !== undefined && { insyncAt }),
    ...(comment !== undefined && { comment }),
  };
  cloud.putResource(changes, globalIn(account), id, change);
  return infoOf(change, cloud.now());
}

function infoOf({ id, submittedAt, insyncAt = Number.POSITIVE_INFINITY, comment }: Change, time: number): ChangeInfo {
  return {
    Id: `/change/${id}`,
    Status: time >= insyncAt ? 'INSYNC' : 'PENDING',
    SubmittedAt: new Date(submittedAt),
    Comment: comment,
  };
}

/** The changes of a zone that are PENDING, the latest first. */
export function pendingIn(cloud: SimulatedCloud, { id, account }: Zone): ChangeInfo[] {
  return cloud
    .resources(changes, globalIn(account))
    .filter(({ zoneId }) => zoneId === id)
    .toSorted((one, other) => other.submittedAt - one.submittedAt)
    .map((change) => infoOf(change, cloud.now()))
    .filter(({ Status }) => Status === 'PENDING');
}

/** @throws AwsError for a change that is unknown, no longer kept, or of another account's zone. */
export function readChange(cloud: SimulatedCloud, call: Call, given: string): ChangeInfo {
  const id = bareId(given);
  const change = cloud.resource(changes, globalIn(call.account), id);
  const kept = cloud.variant(variants, 'route53Change') === 'ever' ? Number.POSITIVE_INFINITY : MINUTE;
  if (change !== undefined && cloud.now() - change.submittedAt <= kept) return infoOf(change, cloud.readTime());
  if (change === undefined && cloud.resources(changes).some((each) => each.id === id)) throw notYours(call);
  throw new AwsError('NoSuchChange', `Could not find resource with ID: ${id}`, { status: 404 });
}
