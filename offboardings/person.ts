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
 * In doubt two names are the same person: every part that could name one is compared, in one spelling. Names that only look
 * alike pass, which is why a claimed requester needs two approvers.
 */
export function maySamePerson(a: string, b: string): boolean {
  const names = namesIn(b);
  return namesIn(a).some((name) => names.includes(name));
}

/**
 * `Dana Doe <dana+ops@example.com>` -> the whole, `dana doe`, `dana+ops@example.com`, `dana`; of an ARN and of
 * `DOMAIN\user` what follows the last separator. A role is no person's name: two people may share it.
 */
function namesIn(who: string): string[] {
  const whole = who.normalize('NFKC').trim().toLowerCase();
  const [, display = '', address = ''] = /^(.*)<([^<>]*)>$/.exec(whole) ?? [];
  const names = [whole, display, address].map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  const last = names.map((name) => name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1));
  const local = last.map((name) => name.split('@')[0] ?? name);
  const untagged = local.map((name) => name.split('+')[0] ?? name);
  return [...new Set([...names, ...last, ...local, ...untagged])].filter((name) => name !== '');
}
