/** Which person a principal of AWS stands for, and whether two names may mean the same person. */

import { matchesWildcard } from './wildcard.ts';

const SESSION = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/;
const FEDERATED = /^(arn:[\w-]+:sts::\d{12}:federated-user)\//;

/** IAM Identity Center makes roles of these names, and names their sessions after the person. */
const IDENTITY_CENTER = 'AWSReservedSSO_*';

/**
 * Whoever assumes a role chooses the session's name, and a federated user's name is chosen as freely. So a session is its role,
 * unless the role is known to name sessions after persons.
 * @param arn as STS returns it.
 * @param personalSessionRoles patterns of role names, with `*`.
 */
export function personOf(arn: string, personalSessionRoles: readonly string[]): string {
  const [, partition, account, role = '', session = ''] = SESSION.exec(arn) ?? [];
  if (partition === undefined) return FEDERATED.exec(arn)?.[1] ?? arn;
  const isPersonal = [IDENTITY_CENTER, ...personalSessionRoles].some((pattern) => matchesWildcard(pattern, role));
  return isPersonal ? `session/${session.toLowerCase()}` : `arn:${partition}:iam::${account}:role/${role}`;
}

/**
 * In doubt two names are the same person: `Dana Doe <dana+ops@example.com>`, `CORP\dana` and `dana-admin` may all be
 * `user/dana`, since every word of one is a word of the other.
 */
export function maySamePerson(a: string, b: string): boolean {
  const [left, right] = [wordsIn(a), wordsIn(b)];
  return isWithin(left, right) || isWithin(right, left) || isSameWord(left.join(''), right.join(''));
}

function isWithin(words: readonly string[], others: readonly string[]): boolean {
  return words.length > 0 && words.every((word) => others.some((other) => isSameWord(word, other)));
}

/** A `?` is a character that may only look like another one. */
function isSameWord(a: string, b: string): boolean {
  if (a === '' || a.length !== b.length) return false;
  return [...a].every((character, at) => character === b[at] || character === '?' || b[at] === '?');
}

function wordsIn(who: string): string[] {
  const plain = who
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase();
  return nameIn(plain)
    .replace(/[^\p{ASCII}]/gu, (character) => (/[\p{L}\p{N}]/u.test(character) ? '?' : ' '))
    .replace(/[1l]/g, 'i')
    .replaceAll('0', 'o')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .split(/[^a-z0-9?]+/)
    .filter((word) => word !== '');
}

/**
 * Of an identity the user's or the session's name, without an address's tag and domain. A role is no person's name: two people
 * may share it. In a free text every word may be a name.
 */
function nameIn(who: string): string {
  const principal = who.startsWith('arn:') || who.startsWith('session/');
  return principal ? who.slice(who.lastIndexOf('/') + 1).replace(/[@+].*$/, '') : who;
}
