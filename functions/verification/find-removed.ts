/** Lists what an offboarding has removed, and the searches that show whether any of it has reappeared. */

import type { S3Client } from '@aws-sdk/client-s3';
import type { DisassociationRequest } from '../../events/disassociation-requested.ts';
import type { ItemExecution } from '../../offboardings/apply.ts';
import { canonical } from '../../offboardings/canonical.ts';
import type { Plan } from '../../offboardings/common/plan.ts';
import type { RemovedItem, Verification } from '../../offboardings/common/verification.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import { searchesFor } from '../../offboardings/searches.ts';
import { getAllJson, getJson, putJson } from '../common/bucket.ts';
import { planKey, resultsPrefix, workKey } from '../common/keys.ts';

export interface FindRemovedInput {
  offboarding: string;
  /** The name of its execution. */
  run: string;
}

export interface Removed {
  /** Of the keys of the verification's objects. */
  prefix: string;
  /** The key of the searches. */
  searchesKey: string;
  items: number;
  searches: number;
}

export async function findRemoved(s3: S3Client, { offboarding, run }: FindRemovedInput): Promise<Removed> {
  const prefix = workKey(offboarding, run, 'verification/');
  const searchesKey = `${prefix}searches.json`;
  const items = await removedItems(s3, offboarding, run);
  if (items.length === 0) return { prefix, searchesKey, items: 0, searches: 0 };
  const { request, inaccessible } = await getJson<Plan>(s3, planKey(offboarding, run));
  const places = new Set(items.map(placeOf));
  const searches = searchesFor(request, process.env.AWS_REGION ?? '').filter((search) => places.has(placeOf(search)));
  const verification: Verification = {
    items,
    searches: searches.map(({ id }) => id),
    inaccessible: inaccessible.map(({ kind, at }) => `${kind} ${at}`),
  };
  await putJson(s3, searchesKey, searches);
  await putJson(s3, `${prefix}removed.json`, verification);
  return { prefix, searchesKey, items: items.length, searches: searches.length };
}

/** Those of the run's own items, as in the roll-up. What was gone before the request has not been removed by it. */
async function removedItems(s3: S3Client, offboarding: string, run: string): Promise<RemovedItem[]> {
  const batches = await getAllJson<ItemExecution[]>(s3, workKey(offboarding, run, 'batches/'));
  const byName = new Map(batches.flat().map((itemExecution) => [itemExecution.name, itemExecution]));
  const results = await getAllJson<ItemResult>(s3, resultsPrefix(offboarding, run));
  return results.flatMap(({ execution, outcome, eventId, endedAt }) => {
    const itemExecution = byName.get(execution.split(':').at(-1) ?? '');
    if (itemExecution === undefined || outcome !== 'DISASSOCIATED' || eventId === undefined) return [];
    const { metadata, data } = itemExecution.request.detail as DisassociationRequest;
    const { target, where = {} } = data;
    return { kind: itemExecution.kind, target, where, metadata, eventId, goneAt: endedAt };
  });
}

function placeOf({ kind, where }: Pick<RemovedItem, 'kind' | 'where'>): string {
  return canonical([kind, where]);
}
