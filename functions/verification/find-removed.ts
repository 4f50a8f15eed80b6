/** Lists what an offboarding has removed, and the searches that show whether any of it has reappeared. */

import type { S3Client } from '@aws-sdk/client-s3';
import type { DisassociationRequest } from '../../events/disassociation-requested.ts';
import { type ItemExecution, ownResults } from '../../offboardings/apply.ts';
import { canonical } from '../../offboardings/canonical.ts';
import type { Plan } from '../../offboardings/common/plan.ts';
import type { RemovedItem, Verification } from '../../offboardings/common/verification.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import { searchesFor } from '../../offboardings/searches.ts';
import { getAllJson, getAllTexts, getJson, putJson } from '../common/bucket.ts';
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
  const results = await getAllTexts(s3, resultsPrefix(offboarding, run));
  if (results.length === 0) return { prefix, searchesKey, items: 0, searches: 0 };
  const plan = await getJson<Plan>(s3, planKey(offboarding, run));
  const { request, inaccessible } = plan;
  const items = await removedItems(s3, plan, { run, results });
  if (items.length === 0) return { prefix, searchesKey, items: 0, searches: 0 };
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
async function removedItems(
  s3: S3Client,
  plan: Plan,
  { run, results }: { run: string; results: readonly string[] },
): Promise<RemovedItem[]> {
  const batches = await getAllJson<ItemExecution[]>(s3, workKey(plan.request.metadata.id, run, 'batches/'));
  const requests = new Map(batches.flat().map(({ name, request }) => [name, request.detail as DisassociationRequest]));
  const items = new Map(plan.items.map((item) => [item.number, item]));
  const ofItems = ownResults(plan, run);
  return results.flatMap((text) =>
    ofItems(JSON.parse(text) as ItemResult).flatMap(({ number, execution, outcome, eventId, endedAt }) => {
      const item = items.get(number);
      const metadata = requests.get(execution.split(':').at(-1) ?? '')?.metadata;
      if (outcome !== 'DISASSOCIATED' || !item || !metadata || eventId === undefined) return [];
      const { kind, target, where } = item;
      return { kind, target, where, metadata, eventId, goneAt: endedAt };
    }),
  );
}

function placeOf({ kind, where }: Pick<RemovedItem, 'kind' | 'where'>): string {
  return canonical([kind, where]);
}
