/** Finds packages of domains: of one domain, of one package, or all of an account and Region. */

import {
  type DomainPackageDetails,
  ListDomainNamesCommand,
  OpenSearchClient,
  paginateListDomainsForPackage,
  paginateListPackagesForDomain,
} from '@aws-sdk/client-opensearch';
import type { Discovered, RunContext } from '../common/contract.ts';
import { cursorRecord, inaccessible, matchesFilter, parseFilter, readCursor, sinceOf } from '../common/discovery.ts';
import { readClient } from '../common/sdk/clients.ts';
import { toJson } from '../common/sdk/to-json.ts';
import type { DiscoverFilter } from '../common/target.ts';
import type { OpenSearchPackages } from './target.ts';

type Page = Discovered<OpenSearchPackages>;

export async function* discoverPackages(
  filter: DiscoverFilter,
  context: RunContext,
  cursor?: string,
): AsyncIterable<Page> {
  const { domainName, packageId } = parseFilter(filter, ['domainName', 'packageId']);
  const client = readClient(OpenSearchClient, context);
  if (domainName === undefined && packageId !== undefined) return yield* domainsOf(client, packageId);
  const { after } = readCursor<{ after: string }>(cursor);
  for (const domain of domainName === undefined ? await domainNames(client) : [domainName]) {
    if (after !== undefined && domain <= after) continue;
    yield* packagesOf(client, domain, { domainName, packageId });
    yield cursorRecord({ after: domain });
  }
}

/** AWS provides them with the domain; they cannot be dissociated. */
function isProvided({ PackageID }: DomainPackageDetails): boolean {
  return PackageID?.startsWith('G') === true;
}

/** ListDomainNames has no pages. */
async function domainNames(client: OpenSearchClient): Promise<string[]> {
  const { DomainNames = [] } = await client.send(new ListDomainNamesCommand({}));
  return DomainNames.flatMap(({ DomainName }) => DomainName ?? []).toSorted();
}

async function* packagesOf(
  client: OpenSearchClient,
  domain: string,
  { domainName, packageId }: { domainName: string | undefined; packageId: string | undefined },
): AsyncIterable<Page> {
  try {
    for await (const page of paginateListPackagesForDomain({ client, pageSize: 100 }, { DomainName: domain })) {
      const rows = page.DomainPackageDetailsList ?? [];
      yield* rows.filter((row) => matchesFilter(packageId, row.PackageID) && !isProvided(row)).map(recordOf);
    }
    yield { type: 'scanned', at: domain };
    if (domainName !== undefined) yield { type: 'subject' };
  } catch (error) {
    yield* inaccessible(domain, error);
  }
}

async function* domainsOf(client: OpenSearchClient, packageId: string): AsyncIterable<Page> {
  try {
    for await (const page of paginateListDomainsForPackage({ client, pageSize: 100 }, { PackageID: packageId })) {
      yield* (page.DomainPackageDetailsList ?? []).filter((row) => !isProvided(row)).map(recordOf);
    }
    yield { type: 'scanned', at: packageId };
    yield { type: 'subject' };
  } catch (error) {
    yield* inaccessible(packageId, error);
  }
}

function recordOf(row: DomainPackageDetails): Page {
  const { DomainName: domainName = '', PackageID: id = '', PackageName: name = id } = row;
  return {
    type: 'association',
    association: {
      target: { domainName, packageIds: [id] },
      serviceStatus: row.DomainPackageStatus ?? 'UNKNOWN',
      ...sinceOf(row.LastUpdated),
      snapshot: toJson([row]),
      label: `${name} (${row.PackageType ?? 'package'}) of ${domainName}`,
    },
  };
}
