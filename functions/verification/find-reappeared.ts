/** Finds what has reappeared of that which an offboarding removed, by the pages of its discovery. */

import type { S3Client } from '@aws-sdk/client-s3';
import { associationReappeared } from '../../events/association-reappeared.ts';
import { disassociationCompleted } from '../../events/disassociation-completed.ts';
import { canonical } from '../../offboardings/canonical.ts';
import type { DiscoveredPage } from '../../offboardings/common/found.ts';
import type { RemovedItem, Verification } from '../../offboardings/common/verification.ts';
import { type ReappearedItem, reappearedIn, unreadIn } from '../../offboardings/reappeared.ts';
import { getAllJson, getJson, putJson } from '../common/bucket.ts';
import type { PublishInput } from '../common/publish-input.ts';
import { truncateSnapshot } from '../disassociation/bounds.ts';

export interface FindReappearedInput {
  offboarding: string;
  /** Of the keys of the verification's objects. */
  prefix: string;
  /** The number of the check, from 0. */
  check: number;
}

export interface Reappeared {
  /** Found by this check for the first time. */
  reappeared: number;
  /** The key of the inputs of publish, one for each. */
  reappearedKey: string;
  /** Searches and resources that could not be read. */
  unread: number;
}

export async function findReappeared(s3: S3Client, { prefix, check }: FindReappearedInput): Promise<Reappeared> {
  const verification = await getJson<Verification>(s3, `${prefix}removed.json`);
  const pages = await getAllJson<DiscoveredPage>(s3, `${prefix}${check}/`);
  const known = await knownBefore(s3, prefix, check);
  const items = verification.items.filter((item) => !known.has(idOf(item)));
  const reappeared = reappearedIn(items, pages).map(publishInputOf);
  const reappearedKey = keyOf(prefix, check);
  await putJson(s3, reappearedKey, reappeared);
  return { reappeared: reappeared.length, reappearedKey, unread: unreadIn(verification, pages).length };
}

/** What earlier checks have found. */
async function knownBefore(s3: S3Client, prefix: string, check: number): Promise<Set<string | undefined>> {
  const checks = Array.from({ length: check }, (_, number) => getJson<PublishInput[]>(s3, keyOf(prefix, number)));
  return new Set((await Promise.all(checks)).flat().map(({ distinct }) => distinct));
}

/** One completion event answers a request, which may name several. */
function idOf({ eventId, target }: RemovedItem): string {
  return canonical([eventId, target]);
}

function keyOf(prefix: string, check: number): string {
  return `${prefix}reappeared-${check}.json`;
}

/** The event answers the item's completion event. */
function publishInputOf({ item, found }: ReappearedItem): PublishInput {
  const { kind, target, where, metadata, eventId, goneAt } = item;
  const { account, serviceStatus, snapshot, since } = found;
  const { detailType, source } = disassociationCompleted;
  const foundAt = new Date().toISOString();
  return {
    request: {
      ...{ id: eventId, 'detail-type': detailType, source, time: foundAt, account, region: where.region ?? '' },
      resources: [],
      detail: { metadata: { id: eventId, correlationId: metadata.correlationId }, data: { association: kind } },
    },
    detailType: associationReappeared.detailType,
    distinct: idOf(item),
    data: {
      ...{ request: metadata, association: kind, target, where },
      ...{ serviceStatus, snapshot: truncateSnapshot(snapshot), goneAt, foundAt },
      ...(since !== undefined && { since }),
    },
  };
}
