/**
 * Who a person is: by the id, the user name or an e-mail address that a request has. Two people are never merged and
 * none is guessed: what fits several is left for a person to decide.
 */

import type { Discovered, RunContext } from '../contract.ts';
import { recordCalls } from '../sdk/calls.ts';
import { readClientConfig } from '../sdk/clients.ts';
import { pages } from '../sdk/pages.ts';
import { describeUser, getUserId, IdentityStoreClient, listUsers, type User } from './client.ts';
import { isKeyError, unreadable } from './errors.ts';

export const USER_ID = /^([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-([A-Fa-f0-9]{4}-){3}[A-Fa-f0-9]{12}$/;

export interface Person {
  userId: string;
  userName: string;
  foundBy: 'id' | 'user name' | 'e-mail address';
}

/** @returns the one person of the store that the text means; yields a finding where it means several. */
export async function* personIn(
  identityStoreId: string,
  text: string,
  context: RunContext,
): AsyncGenerator<Discovered<never>, Person | undefined> {
  const client = recordCalls(new IdentityStoreClient(readClientConfig(context)), context);
  try {
    const people = await peopleIn(client, identityStoreId, text);
    if (people.length <= 1) return people[0];
    yield ambiguous(identityStoreId, text, people);
  } catch (error) {
    yield* unreadable(identityStoreId, error);
  }
  return undefined;
}

/**
 * As typed first, which takes a call or two. Whether the service heeds case there, or an address that is not the
 * primary one, is not documented: where nobody has the text as it is typed, everybody is read, and case is ignored.
 */
async function peopleIn(client: IdentityStoreClient, identityStoreId: string, text: string): Promise<Person[]> {
  const ids = USER_ID.test(text) ? [text] : await idsOf(client, identityStoreId, text);
  const users = await Promise.all(ids.map((id) => userOf(client, identityStoreId, id)));
  const exact = users.flatMap((user) => asPerson(user, (name) => name === text));
  if (exact.length > 0) return exact;
  const found: Person[] = [];
  const lower = text.toLowerCase();
  const read = (NextToken: string | undefined) =>
    client.send(listUsers({ IdentityStoreId: identityStoreId, MaxResults: 100, NextToken }));
  for await (const { Users = [] } of pages(read)) {
    found.push(...Users.flatMap((user) => asPerson(user, (name) => name.toLowerCase() === lower)));
  }
  return found;
}

async function idsOf(client: IdentityStoreClient, IdentityStoreId: string, AttributeValue: string): Promise<string[]> {
  const ids = ['userName', 'emails.value'].map((AttributePath) => {
    const AlternateIdentifier = { UniqueAttribute: { AttributePath, AttributeValue } };
    return orNobody(client.send(getUserId({ IdentityStoreId, AlternateIdentifier })));
  });
  return [...new Set((await Promise.all(ids)).flatMap((answer) => answer?.UserId ?? []))];
}

async function userOf(client: IdentityStoreClient, IdentityStoreId: string, UserId: string): Promise<User | undefined> {
  return orNobody(client.send(describeUser({ IdentityStoreId, UserId })));
}

/** Nobody, where the service knows no such user. @throws where it is the store that is missing, or its key. */
async function orNobody<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    const { name, ResourceType = 'USER' } = error as Error & { ResourceType?: string };
    if (name !== 'ResourceNotFoundException' || ResourceType !== 'USER' || isKeyError(error as Error)) throw error;
    return undefined;
  }
}

function asPerson(user: User | undefined, fits: (name: string) => boolean): Person[] {
  const { UserId: userId, UserName: userName = '', Emails = [] } = user ?? {};
  if (userId === undefined) return [];
  if (fits(userId)) return [{ userId, userName, foundBy: 'id' }];
  if (fits(userName)) return [{ userId, userName, foundBy: 'user name' }];
  return Emails.some(({ Value = '' }) => fits(Value)) ? [{ userId, userName, foundBy: 'e-mail address' }] : [];
}

function ambiguous(at: string, text: string, people: readonly Person[]): Discovered<never> {
  const who = people.map(({ userId, userName, foundBy }) => `${userId} (${userName}, by ${foundBy})`).join(', ');
  const message = `"${text}" may be ${people.length} people: ${who}. Name one of them by the id.`;
  return { type: 'inaccessible', at, error: 'AmbiguousUser', message };
}
