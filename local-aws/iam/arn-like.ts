import { matchesWildcard } from '../core/wildcard.ts';

/**
 * The ARN operators of conditions compare part by part: there a `*` does not reach over a colon, but for the last
 * part's. (In the Resource element it does.)
 */
export function arnLike(pattern: string, arn: string): boolean {
  const wanted = parts(pattern);
  const given = parts(arn);
  return wanted.length === given.length && wanted.every((part, index) => matchesWildcard(part, given[index] as string));
}

const PARTS = 6;

function parts(arn: string): string[] {
  const all = arn.split(':');
  return all.length <= PARTS ? all : [...all.slice(0, PARTS - 1), all.slice(PARTS - 1).join(':')];
}
