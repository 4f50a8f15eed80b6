/** Searches a stack for names near to one that was not found. */

import type { Kind } from '../../associations/registry.ts';
import type { Where } from '../../events/where.ts';
import { type NearestNames, nearestNames, textsIn } from '../nearest-names.ts';
import { readPlan } from '../plans/find.ts';
import type { StackClient } from '../stack-client.ts';
import { followOffboarding, sendOffboarding } from './follow.ts';
import { createOffboardingRequest } from './request.ts';

const TIMEOUT_MS = 30_000;

export interface NamesToFind {
  names: readonly string[];
  kinds: readonly Kind[];
  where: readonly Where[];
}

/**
 * Plans to remove everything of these kinds, which changes nothing and shows what exists.
 * @returns the names that do not exist, and at most three near to each, the nearest first.
 * @throws ClientError
 */
export async function findNearestNames(
  client: StackClient,
  { names, kinds, where }: NamesToFind,
): Promise<NearestNames> {
  const existing = new Set<string>();
  for (const kind of kinds) for (const name of await namesOf(client, kind, where)) existing.add(name);
  return nearestNames(names, existing);
}

async function namesOf(client: StackClient, kind: Kind, where: readonly Where[]): Promise<string[]> {
  const request = await createOffboardingRequest(
    client,
    { subject: { type: 'kind', id: kind }, options: { mode: 'plan', where: [...where] } },
    { reason: 'Lists the names that exist, because one was not found' },
  );
  const arn = await sendOffboarding(client, request);
  const until = performance.now() + TIMEOUT_MS;
  const { offboarding, name } = await followOffboarding(client, arn, { until, onProgress: async () => {} });
  const plan = await readPlan(client, offboarding, name);
  return (plan?.items ?? []).flatMap(({ target }) => textsIn(target));
}
