/** Finds memberships: of a person, of a group, or of all groups of the account's identity stores. */

import {
  DescribeGroupCommand,
  type Group,
  IdentitystoreClient,
  paginateListGroupMemberships,
  paginateListGroupMembershipsForMember,
  paginateListGroups,
  type GroupMembership as Row,
} from '@aws-sdk/client-identitystore';
import type { Discovered, RunContext } from '../common/contract.ts';
import { cursorRecord, matchesFilter, parseFilter, readCursor, sinceOf } from '../common/discovery.ts';
import { unreadable } from '../common/identity-center/errors.ts';
import { activeInstances } from '../common/identity-center/instances.ts';
import { type Person, personIn } from '../common/identity-center/people.ts';
import { readClient } from '../common/sdk/clients.ts';
import { toJson } from '../common/sdk/to-json.ts';
import type { DiscoverFilter } from '../common/target.ts';
import type { GroupMembership } from './target.ts';

const FIELDS = ['user', 'userId', 'groupId', 'identityStoreId'] as const;

type Filter = { [Field in (typeof FIELDS)[number]]?: string | undefined };
type Page = Discovered<GroupMembership>;

/** One store, as it is searched. */
interface Search {
  client: IdentitystoreClient;
  store: string;
  filter: Filter;
}

export async function* discoverMemberships(
  given: DiscoverFilter,
  context: RunContext,
  cursor?: string,
): AsyncIterable<Page> {
  const filter = parseFilter(given, FIELDS);
  const client = readClient(IdentitystoreClient, context);
  const at = readCursor<{ store: string; group: string }>(cursor);
  for (const store of yield* storesOf(filter, context)) {
    if (at.store !== undefined && store < at.store) continue;
    const search = { client, store, filter };
    try {
      if (filter.user !== undefined) yield* ofPerson(search, yield* personIn(store, filter.user, context));
      else if (filter.userId !== undefined) yield* ofUser(search, filter.userId);
      else yield* ofGroups(search, at.store === store ? at.group : undefined);
    } catch (error) {
      yield* unreadable(store, error);
    }
  }
}

async function* storesOf({ identityStoreId }: Filter, context: RunContext): AsyncGenerator<Page, string[]> {
  if (identityStoreId !== undefined) return [identityStoreId];
  return (yield* activeInstances(context)).map((instance) => instance.identityStoreId).toSorted();
}

async function* ofPerson(search: Search, person: Person | undefined): AsyncIterable<Page> {
  if (person === undefined) return;
  yield { type: 'subject' };
  yield* ofUser(search, person.userId, `${person.userName}, found by ${person.foundBy}`);
}

async function* ofUser({ client, store, filter }: Search, userId: string, who = userId): AsyncIterable<Page> {
  const input = { IdentityStoreId: store, MemberId: { UserId: userId } };
  for await (const { GroupMemberships = [] } of paginateListGroupMembershipsForMember({ client }, input)) {
    for (const row of GroupMemberships.filter(({ GroupId }) => matchesFilter(filter.groupId, GroupId))) {
      const { $metadata: _, ...group } = await client.send(
        new DescribeGroupCommand({ IdentityStoreId: store, GroupId: row.GroupId }),
      );
      yield recordOf(row, group, who);
    }
  }
  yield { type: 'scanned', at: `${store}/${userId}` };
}

async function* ofGroups(search: Search, after: string | undefined): AsyncIterable<Page> {
  for (const group of await groupsOf(search)) {
    const { GroupId = '' } = group;
    if (after !== undefined && GroupId <= after) continue;
    try {
      yield* membersOf(search, group);
    } catch (error) {
      yield* unreadable(`${search.store}/${GroupId}`, error);
    }
    yield cursorRecord({ store: search.store, group: GroupId });
  }
}

async function groupsOf({ client, store, filter }: Search): Promise<Group[]> {
  if (filter.groupId !== undefined) {
    return [await client.send(new DescribeGroupCommand({ IdentityStoreId: store, GroupId: filter.groupId }))];
  }
  const groups: Group[] = [];
  for await (const page of paginateListGroups({ client }, { IdentityStoreId: store })) {
    groups.push(...(page.Groups ?? []));
  }
  return groups.toSorted((a, b) => ((a.GroupId ?? '') < (b.GroupId ?? '') ? -1 : 1));
}

async function* membersOf({ client, store, filter }: Search, group: Group): AsyncIterable<Page> {
  const { GroupId } = group;
  for await (const page of paginateListGroupMemberships({ client }, { IdentityStoreId: store, GroupId })) {
    for (const row of page.GroupMemberships ?? []) yield recordOf(row, group, row.MemberId?.UserId ?? '');
  }
  yield { type: 'scanned', at: `${store}/${GroupId}` };
  if (filter.groupId !== undefined) yield { type: 'subject' };
}

/** The snapshot has the group, whose `ExternalIds` say that another directory keeps it. */
function recordOf(row: Row, { GroupId, DisplayName = GroupId, ExternalIds }: Group, who: string): Page {
  const { IdentityStoreId = '', GroupId: groupId = '', MemberId, CreatedAt } = row;
  const Group = { GroupId, DisplayName, ExternalIds };
  return {
    type: 'association',
    association: {
      target: { identityStoreId: IdentityStoreId, groupId, userId: MemberId?.UserId ?? '' },
      serviceStatus: 'ASSOCIATED',
      ...sinceOf(CreatedAt),
      snapshot: toJson({ ...row, Group }),
      label: `${DisplayName}: ${who}`,
    },
  };
}
