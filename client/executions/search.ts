/** Executions of which a filter holds that only their own history decides. */

import { mapConcurrently } from '../concurrency.ts';
import type { StackClient } from '../stack-client.ts';
import { type ListOptions, listExecutions } from './list.ts';
import { readSummary } from './read.ts';
import type { ExecutionView } from './view.ts';

/** How many executions are searched. Each costs two calls of quotas that the whole account shares. */
const SEARCHED = 2_000;
/** Executions that are read before the search looks whether it has found enough. */
const BATCH = 20;

export interface SearchOptions extends ListOptions {
  /** Milliseconds since the epoch: only what started then or later. */
  since?: number | undefined;
  matches?: ((view: ExecutionView) => boolean) | undefined;
}

export interface Found {
  /** Newest first. */
  views: ExecutionView[];
  /** So many executions were searched, older ones were not, and fewer than the limit were found. */
  searchedOnly?: number;
}

export async function searchExecutions(
  client: StackClient,
  { since = 0, matches, limit, ...listed }: SearchOptions,
): Promise<Found> {
  const items = await listExecutions(client, { ...listed, limit: matches === undefined ? limit : SEARCHED });
  const recent = items.filter(({ startDate }) => Number(startDate) >= since);
  const views: ExecutionView[] = [];
  for (let from = 0; from < recent.length && views.length < limit; from += BATCH) {
    const batch = recent.slice(from, from + BATCH);
    const read = await mapConcurrently(batch, ({ executionArn = '' }) => readSummary(client, executionArn));
    views.push(...(matches === undefined ? read : read.filter(matches)));
  }
  const isCut = matches !== undefined && recent.length === SEARCHED && views.length < limit;
  return { views: views.slice(0, limit), ...(isCut && { searchedOnly: SEARCHED }) };
}
