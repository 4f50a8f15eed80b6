/**
 * Who a person is: by the id, the user name or an e-mail address that a request has. Two people are never merged and
 * none is guessed: what fits several is left for a person to decide.
 */

import type { Discovered, RunContext } from '../contract.ts';
import { readClient } from '../sdk/clients.ts';
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
  const client = readClient(IdentityStoreClient, context);
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
 * A user name as it is typed is one person's, which two calls tell. An address may be somebody else's second one, which
 * the service may not know, and whether it heeds case is not documented: then everybody is read, and case is ignored.
 */
async function peopleIn(client: IdentityStoreClient, identityStoreId: string, text: string): Promise<Person[]> {
  const asTyped = (users: readonly User[]) => users.flatMap((user) => asPerson(user, (name) => name === text));
  const id = USER_ID.test(text) ? text : await idOf(client, identityStoreId, text);
  const known = asTyped(id === undefined ? [] : await usersOf(client, identityStoreId, id));
  if (known.length > 0) return known;
  const users: User[] = [];
  const read = (NextToken: string | undefined) =>
    client.send(listUsers({ IdentityStoreId: identityStoreId, MaxResults: 100, NextToken }));
  for await (const { Users = [] } of pages(read)) {
    users.push(...Users.filter((user) => asPerson(user, (name) => isSameIgnoringCase(name, text)).length > 0));
  }
  // A service that ignores case may have answered with the wrong one of two user names.
  const exact = isAddress(text) ? [] : asTyped(users);
  return exact.length > 0 ? exact : users.flatMap((user) => asPerson(user, (name) => isSameIgnoringCase(name, text)));
}

const isAddress = (text: string) => text.includes('@');

/** Both ways: the sign for kelvin is no k, though its lower case is one. */
function isSameIgnoringCase(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase() && one.toUpperCase() === other.toUpperCase();
}

/** Of the user name; undefined for an address. */
async function idOf(client: IdentityStoreClient, IdentityStoreId: string, text: string): Promise<string | undefined> {
  if (isAddress(text)) return undefined;
  const AlternateIdentifier = { UniqueAttribute: { AttributePath: 'userName', AttributeValue: text } };
  return (await orNobody(client.send(getUserId({ IdentityStoreId, AlternateIdentifier }))))?.UserId;
}

async function usersOf(client: IdentityStoreClient, IdentityStoreId: string, UserId: string): Promise<User[]> {
  const user = await orNobody(client.send(describeUser({ IdentityStoreId, UserId })));
  return user === undefined ? [] : [user];
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

function asPerson(
  { UserId: userId, UserName: userName = '', Emails = [] }: User,
  fits: (name: string) => boolean,
): Person[] {
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
