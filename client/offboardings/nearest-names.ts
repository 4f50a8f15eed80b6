/** Existing names near to one that was not found, which is mistyped most often. */

import { distance } from 'fastest-levenshtein';
import type { Kind } from '../../associations/registry.ts';
import type { Where } from '../../events/where.ts';
import { readPlan } from '../plans/find.ts';
import type { StackClient } from '../stack-client.ts';
import { followOffboarding, sendOffboarding } from './follow.ts';
import { createOffboardingRequest } from './request.ts';

const LISTED = 3;
const TIMEOUT_MS = 30_000;

export interface NamesToFind {
  names: readonly string[];
  kinds: readonly Kind[];
  where: readonly Where[];
}

export interface NearestNames {
  unknown: string[];
  nearest: string[];
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

/** Every text of a target; of an ARN also its parts, such as the account. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('arn:') ? [value, ...value.split(/[:/]/)] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

export function nearestNames(names: readonly string[], existing: ReadonlySet<string>): NearestNames {
  const unknown = names.filter((name) => !existing.has(name));
  return { unknown, nearest: unknown.flatMap((name) => nearestTo(name, existing)) };
}

function nearestTo(name: string, existing: ReadonlySet<string>): string[] {
  const furthest = Math.min(3, Math.ceil(name.length / 3));
  return [...existing]
    .map((other) => ({ other, edits: distance(name.toLowerCase(), other.toLowerCase()) }))
    .filter(({ edits }) => edits <= furthest)
    .sort((a, b) => a.edits - b.edits || (a.other < b.other ? -1 : 1))
    .slice(0, LISTED)
    .map(({ other }) => other);
}
