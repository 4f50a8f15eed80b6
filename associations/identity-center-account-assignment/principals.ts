/** Whose assignments a search is for: a group's, or a person's with those of the person's groups. */

import type { Discovered, RunContext } from '../common/contract.ts';
import { describeGroup, IdentityStoreClient, listGroupMembershipsForMember } from '../common/identity-center/client.ts';
import { unreadable } from '../common/identity-center/errors.ts';
import { personIn } from '../common/identity-center/people.ts';
import { readClient } from '../common/sdk/clients.ts';
import { pages } from '../common/sdk/pages.ts';

export interface Principal {
  type: 'USER' | 'GROUP';
  id: string;
  /** For people. */
  name: string;
  /** Of a group that a person is in: what the person has is inherited. */
  isInherited?: true;
}

/** @returns them, the subject first; none where there is no such person, and then yields what is to be decided. */
export async function* principalsOf(
  { user, groupId }: { user?: string | undefined; groupId?: string | undefined },
  IdentityStoreId: string,
  context: RunContext,
): AsyncGenerator<Discovered<never>, Principal[]> {
  const client = readClient(IdentityStoreClient, context);
  if (user === undefined) return groupId === undefined ? [] : [await groupOf(client, IdentityStoreId, groupId)];
  const person = yield* personIn(IdentityStoreId, user, context);
  if (person === undefined) return [];
  const { userId, userName, foundBy } = person;
  const principals: Principal[] = [{ type: 'USER', id: userId, name: `${userName}, found by ${foundBy}` }];
  try {
    for (const id of await groupsOf(client, IdentityStoreId, userId)) {
      principals.push({ ...(await groupOf(client, IdentityStoreId, id)), isInherited: true });
    }
  } catch (error) {
    yield* unreadable(`${IdentityStoreId}/${userId}`, error);
  }
  return principals;
}

async function groupOf(client: IdentityStoreClient, IdentityStoreId: string, GroupId: string): Promise<Principal> {
  const { DisplayName = GroupId } = await client.send(describeGroup({ IdentityStoreId, GroupId }));
  return { type: 'GROUP', id: GroupId, name: DisplayName };
}

async function groupsOf(client: IdentityStoreClient, IdentityStoreId: string, UserId: string): Promise<string[]> {
  const ids: string[] = [];
  const read = (NextToken: string | undefined) =>
    client.send(listGroupMembershipsForMember({ IdentityStoreId, MemberId: { UserId }, NextToken }));
  for await (const { GroupMemberships = [] } of pages(read)) {
    ids.push(...GroupMemberships.flatMap(({ GroupId }) => GroupId ?? []));
  }
  return ids;
}
