/** Finds access policies: of one entry or user, of an account's principals, of a cluster, or of all of the account and Region. */

import {
  type AssociatedAccessPolicy,
  EKSClient,
  paginateListAccessEntries,
  paginateListAssociatedAccessPolicies,
  paginateListClusters,
} from '@aws-sdk/client-eks';
import type { Discovered, DiscoveredAssociation, RunContext } from '../common/contract.ts';
import { cursorRecord, inaccessible, matchesFilter, parseFilter, readCursor, sinceOf } from '../common/discovery.ts';
import { isPrincipalOf } from '../common/iam-principal.ts';
import { readClient } from '../common/sdk/clients.ts';
import { toJson } from '../common/sdk/to-json.ts';
import type { DiscoverFilter } from '../common/target.ts';
import { type AccessPolicy, target } from './target.ts';

const FIELDS = ['clusterName', 'principalArn', 'policyArn', 'userName', 'account'] as const;

type Filter = { [Field in (typeof FIELDS)[number]]?: string | undefined };
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
  const filter = parseFilter(given, FIELDS);
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
    yield* unreadable(clusterName, error, filter);
  }
}

async function* policiesAt(client: EKSClient, entry: Entry, filter: Filter): AsyncIterable<Page> {
  const at = `${entry.clusterName}/${entry.principalArn}`;
  try {
    const isOwn = isPrincipalOf(entry.principalArn, filter);
    const role = isOwn || filter.userName === undefined ? undefined : identityCenterRole(entry.principalArn);
    const rows = isOwn || role !== undefined ? await policiesOf(client, entry) : [];
    yield { type: 'scanned', at };
    for (const row of rows) {
      if (!matchesFilter(filter.policyArn, row.policyArn)) continue;
      const association = found({ ...entry, policyArn: row.policyArn ?? '' }, row);
      yield role === undefined ? { type: 'association', association } : { type: 'inherited', association, ...role };
    }
    if (isOwn && (filter.principalArn ?? filter.userName ?? filter.account) !== undefined) yield { type: 'subject' };
  } catch (error) {
    yield* unreadable(at, error, filter);
  }
}

/** A cluster that keeps its access in aws-auth alone exists, and has no entries. */
function* unreadable(at: string, error: unknown, { clusterName }: Filter): Iterable<Page> {
  if (!(error instanceof Error && /authentication mode/.test(error.message))) return yield* inaccessible(at, error);
  yield { type: 'scanned', at };
  if (at === clusterName) yield { type: 'subject' };
}

/** The role is everyone's with the permission set: who has it, the person's assignments say. */
function identityCenterRole(principalArn: string): { through: string; throughRole: string } | undefined {
  const [, account, name] = /:(\d{12}):role\/.*\b(AWSReservedSSO_.+)_[0-9a-f]{16}$/.exec(principalArn) ?? [];
  return name === undefined ? undefined : { through: `role ${name}`, throughRole: `${account}/${name}` };
}

function found(policy: AccessPolicy, row: AssociatedAccessPolicy): DiscoveredAssociation<AccessPolicy> {
  const observed = { serviceStatus: 'ASSOCIATED', ...sinceOf(row.associatedAt), snapshot: toJson(row) };
  return { target: policy, ...observed, label: target.label(policy) };
}
