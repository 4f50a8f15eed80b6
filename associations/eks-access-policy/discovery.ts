/** Finds access policies: of one entry, of a cluster, or of all clusters of the account and Region. */

import {
  type AssociatedAccessPolicy,
  EKSClient,
  paginateListAccessEntries,
  paginateListAssociatedAccessPolicies,
  paginateListClusters,
} from '@aws-sdk/client-eks';
import type { Discovered, RunContext } from '../common/contract.ts';
import { cursorRecord, inaccessible, matchesFilter, parseFilter, readCursor, sinceOf } from '../common/discovery.ts';
import { readClient } from '../common/sdk/clients.ts';
import { toJson } from '../common/sdk/to-json.ts';
import type { DiscoverFilter } from '../common/target.ts';
import { type AccessPolicy, target } from './target.ts';

type Filter = { [Field in keyof AccessPolicy]?: string | undefined };
type Page = Discovered<AccessPolicy>;
type Entry = Omit<AccessPolicy, 'policyArn'>;

export async function policiesOf(client: EKSClient, entry: Entry): Promise<AssociatedAccessPolicy[]> {
  const policies: AssociatedAccessPolicy[] = [];
  // The paginator writes into what it is given.
  for await (const page of paginateListAssociatedAccessPolicies({ client }, { ...entry })) {
    policies.push(...(page.associatedAccessPolicies ?? []));
  }
  return policies;
}

export async function* discoverAccessPolicies(
  given: DiscoverFilter,
  context: RunContext,
  cursor?: string,
): AsyncIterable<Page> {
  const filter = parseFilter(given, ['clusterName', 'principalArn', 'policyArn']);
  const client = readClient(EKSClient, context);
  const at = readCursor<{ cluster: string; nextToken: string }>(cursor);
  for (const cluster of await clusters(client, filter)) {
    const from = at.cluster === cluster ? at.nextToken : undefined;
    // A cursor without a token stands behind the last page of its cluster.
    if (at.cluster !== undefined && from === undefined && cluster <= at.cluster) continue;
    yield* policiesOn(client, cluster, { filter, from });
  }
}

async function clusters(client: EKSClient, { clusterName }: Filter): Promise<string[]> {
  if (clusterName !== undefined) return [clusterName];
  const names: string[] = [];
  for await (const page of paginateListClusters({ client }, {})) names.push(...(page.clusters ?? []));
  return names.toSorted();
}

async function* policiesOn(
  client: EKSClient,
  clusterName: string,
  { filter, from }: { filter: Filter; from: string | undefined },
): AsyncIterable<Page> {
  const { principalArn } = filter;
  if (principalArn !== undefined) return yield* policiesAt(client, { clusterName, principalArn }, filter);
  const paging = { client, ...(from !== undefined && { startingToken: from }) };
  try {
    for await (const page of paginateListAccessEntries(paging, { clusterName })) {
      for (const principalArn of page.accessEntries ?? []) {
        yield* policiesAt(client, { clusterName, principalArn }, filter);
      }
      yield cursorRecord({ cluster: clusterName, nextToken: page.nextToken });
    }
    if (filter.clusterName !== undefined) yield { type: 'subject' };
  } catch (error) {
    yield* unreadable(clusterName, error);
  }
}

async function* policiesAt(client: EKSClient, entry: Entry, filter: Filter): AsyncIterable<Page> {
  const at = `${entry.clusterName}/${entry.principalArn}`;
  try {
    for (const row of await policiesOf(client, entry)) {
      if (matchesFilter(filter.policyArn, row.policyArn))
        yield recordOf({ ...entry, policyArn: row.policyArn ?? '' }, row);
    }
    yield { type: 'scanned', at };
    if (filter.principalArn !== undefined) yield { type: 'subject' };
  } catch (error) {
    yield* unreadable(at, error);
  }
}

/** A cluster that keeps its access in aws-auth alone exists, and has no entries. */
function* unreadable(at: string, error: unknown): Iterable<Page> {
  if (!(error instanceof Error && /authentication mode/.test(error.message))) return yield* inaccessible(at, error);
  yield { type: 'scanned', at };
  if (!at.includes('/')) yield { type: 'subject' };
}

function recordOf(found: AccessPolicy, row: AssociatedAccessPolicy): Page {
  const observed = { serviceStatus: 'ASSOCIATED', ...sinceOf(row.associatedAt), snapshot: toJson(row) };
  return { type: 'association', association: { target: found, ...observed, label: target.label(found) } };
}
