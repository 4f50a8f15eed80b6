/** Finds users of instances: of one instance, of one directory, by name, or all of an account and Region. */

import type { Discovered, RunContext } from '../common/contract.ts';
import { cursorRecord, inaccessible, matchesFilter, parseFilter, readCursor } from '../common/discovery.ts';
import { readClient } from '../common/sdk/clients.ts';
import { pages } from '../common/sdk/pages.ts';
import { toJson } from '../common/sdk/to-json.ts';
import type { DiscoverFilter } from '../common/target.ts';
import {
  type IdentityProvider,
  type InstanceSummary,
  type InstanceUserSummary,
  LicenseManagerUserSubscriptionsClient,
  listIdentityProviders,
  listInstances,
  listUserAssociations,
} from './client.ts';
import type { InstanceUser } from './target.ts';

const FIELDS = ['username', 'domain', 'instanceId', 'directoryId'] as const;

type Filter = { [Field in (typeof FIELDS)[number]]?: string | undefined };
type Page = Discovered<InstanceUser>;

/** No call leads from a name to its instances: every instance is listed with every directory it may be in. */
export async function* discoverUsers(given: DiscoverFilter, context: RunContext, cursor?: string): AsyncIterable<Page> {
  const filter = parseFilter(given, FIELDS);
  const client = readClient(LicenseManagerUserSubscriptionsClient, context);
  const directories = await directoriesOf(client);
  if (directories.some((one) => directoryId(one) === filter.directoryId)) yield { type: 'subject' };
  const { token } = readCursor<{ token: string }>(cursor);
  for await (const page of pages((NextToken) => client.send(listInstances({ MaxResults: 50, NextToken })), token)) {
    for (const instance of page.InstanceSummaries ?? []) {
      if (!matchesFilter(filter.instanceId, instance.InstanceId)) continue;
      if (filter.instanceId !== undefined && filter.username === undefined) yield { type: 'subject' };
      yield* usersOf(client, instance, { filter, directories });
    }
    if (page.NextToken) yield cursorRecord({ token: page.NextToken });
  }
}

/** A directory is listed once for each of its products. */
async function directoriesOf(client: LicenseManagerUserSubscriptionsClient): Promise<IdentityProvider[]> {
  const byId = new Map<string, IdentityProvider>();
  for await (const page of pages((NextToken) => client.send(listIdentityProviders({ MaxResults: 50, NextToken })))) {
    for (const { IdentityProvider: directory = {} } of page.IdentityProviderSummaries ?? []) {
      byId.set(directoryId(directory), directory);
    }
  }
  return [...byId.values()];
}

/** Only newer answers say which directory an instance is in. */
async function* usersOf(
  client: LicenseManagerUserSubscriptionsClient,
  instance: InstanceSummary,
  { filter, directories }: { filter: Filter; directories: readonly IdentityProvider[] },
): AsyncIterable<Page> {
  const { InstanceId = '', IdentityProvider: own } = instance;
  for (const directory of own === undefined ? directories : [own]) {
    if (!matchesFilter(filter.directoryId, directoryId(directory))) continue;
    const input = { InstanceId, IdentityProvider: directory, MaxResults: 50 };
    try {
      for await (const page of pages((NextToken) => client.send(listUserAssociations({ ...input, NextToken })))) {
        const rows = (page.InstanceUserSummaries ?? []).filter((row) => isNamed(row, filter));
        if (filter.username !== undefined && rows.length > 0) yield { type: 'subject' };
        // The row of an ended association may stay listed; it is no finding.
        yield* rows.filter(({ Status }) => Status !== 'DISASSOCIATED').map((row) => recordOf(row, instance));
      }
      yield { type: 'scanned', at: InstanceId };
    } catch (error) {
      yield* inaccessible(`${InstanceId} in ${directoryId(directory)}`, error);
    }
  }
}

function directoryId({ ActiveDirectoryIdentityProvider: directory }: IdentityProvider): string {
  return directory?.DirectoryId ?? '';
}

/** What names a directory: of a shared one, that it is, too. */
function identityOf({ ActiveDirectoryIdentityProvider: directory }: IdentityProvider) {
  const DirectoryId = directory?.DirectoryId ?? '';
  return directory?.IsSharedActiveDirectory === true ? { DirectoryId, IsSharedActiveDirectory: true } : { DirectoryId };
}

/** Active Directory compares without case. */
function isNamed({ Username, Domain }: InstanceUserSummary, { username, domain }: Filter): boolean {
  return (
    matchesFilter(username?.toLowerCase(), Username?.toLowerCase()) &&
    matchesFilter(domain?.toLowerCase(), Domain?.toLowerCase())
  );
}

/** The snapshot includes the instance: users on terminated ones are what cleanups look for. */
function recordOf(row: InstanceUserSummary, instance: InstanceSummary): Page {
  const {
    Username: username = '',
    InstanceId: instanceId = '',
    IdentityProvider: directory = {},
    Domain: domain,
  } = row;
  const since = row.AssociationDate === undefined ? undefined : new Date(row.AssociationDate);
  return {
    type: 'association',
    association: {
      target: {
        username,
        instanceId,
        identityProvider: { ActiveDirectoryIdentityProvider: identityOf(directory) },
        ...(domain !== undefined && { domain }),
      },
      serviceStatus: row.Status ?? 'UNKNOWN',
      ...(since !== undefined && !Number.isNaN(since.getTime()) && { since: since.toISOString() }),
      snapshot: toJson({ ...row, Instance: instance }),
      label: `${username} on ${instanceId}`,
    },
  };
}
