/** People of one directory with names that are easily taken for each other's. */

import { guid, pick } from '@offboard/local-aws/random';

export interface Person {
  userId: string;
  userName: string;
  /** The first is the primary one; a later one may be another person's, too. */
  emails: readonly string[];
  /** Indexes of groups, accounts and permission sets. */
  groups: readonly number[];
  assignments: readonly { account: number; permissionSet: number }[];
}

export const STORE = 'd-0123456789';
export const ACCOUNTS = 20;
export const GROUPS = 25;
export const PERMISSION_SETS = 5;

const FIRST = ['sam', 'kim', 'alex', 'ines', 'kai', 'änne', 'zoë', 'i'] as const;
const LAST = ['lee', 'kerr', 'silva', 'oh', 'müller', 'ito'] as const;
const DOMAINS = ['example.com', 'example.org', 'mail.example.com', 'example.net'] as const;

/** With 3 to 9 names each: the id, the user name, and addresses. User names differ at least by case. */
export function peopleOf(count: number, next: () => number): Person[] {
  const people: Person[] = [];
  const taken = new Set<string>();
  for (let index = 0; index < count; index++) {
    const prefix = `${pick(FIRST, next)}.${pick(LAST, next)}`;
    const addresses = Array.from({ length: 1 + Math.floor(next() * 7) }, () => addressOf(prefix, people, next));
    const userName = free(userNameOf(prefix, addresses, next), taken);
    taken.add(userName);
    people.push({
      userId: `${STORE.slice(2)}-${guid('person', index)}`,
      userName,
      emails: [...new Set(addresses)],
      groups: some(GROUPS, next),
      assignments: some(ACCOUNTS, next).map((account) => ({
        account,
        permissionSet: Math.floor(next() * PERMISSION_SETS),
      })),
    });
  }
  return people;
}

/** One of ten is an address that somebody else has or had. */
function addressOf(prefix: string, others: readonly Person[], next: () => number): string {
  if (others.length > 0 && next() < 0.1) return pick(pick(others, next).emails, next);
  const tag = next() < 0.6 ? `${Math.floor(next() * 90)}` : '';
  return recased(`${prefix}${tag}@${pick(DOMAINS, next)}`, next);
}

function userNameOf(prefix: string, [address = '']: readonly string[], next: () => number): string {
  const drawn = next();
  if (drawn < 0.3) return address;
  return recased(drawn < 0.7 ? prefix : prefix.replace('.', ''), next);
}

function free(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function recased(text: string, next: () => number): string {
  return next() < 0.8 ? text : pick([upper(text), text.replace(/^./, upper)], next);
}

function some(among: number, next: () => number): number[] {
  return [...new Set(Array.from({ length: Math.floor(next() * 4) }, () => Math.floor(next() * among)))];
}

const UPPER: Readonly<Record<string, string>> = { ä: 'Ä', ë: 'Ë', ü: 'Ü' };

/** Letter by letter, by a table of its own: what is the same but for the case is not left to the code under test. */
export function upper(text: string): string {
  return text.replace(/[a-zäëü]/g, (letter) => UPPER[letter] ?? String.fromCharCode(letter.charCodeAt(0) - 32));
}

/** Whom the text means: the one with this id or user name; else all who have it as a name, whatever the case. */
export function meantBy(text: string, people: readonly Person[]): Person[] {
  const exact = people.filter(({ userId, userName }) => userId === text || userName === text);
  if (exact.length > 0 && !text.includes('@')) return exact;
  return people.filter(({ userId, userName, emails }) =>
    [userId, userName, ...emails].some((name) => upper(name) === upper(text)),
  );
}
