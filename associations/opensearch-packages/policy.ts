import type { Pace, Policy } from '../contract.ts';
import { asynchronous } from '../pace.ts';
import type { OpenSearchPackages } from './target.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Users report 2 to 10 minutes for a dictionary. */
const dictionary: Pace = { ...asynchronous, deadline: HOUR, grace: 2 * MINUTE, settle: 0, usual: 6 * MINUTE };

/** A blue/green deployment moves every shard of the domain. */
const plugin: Pace = {
  ...asynchronous,
  first: MINUTE,
  deadline: 6 * HOUR,
  grace: 5 * MINUTE,
  settle: 0,
  usual: 40 * MINUTE,
};

/** A package's id says what it is: dictionaries begin with F, all that redeploys a domain with pkg-. */
export function isPlugin(packageId: string): boolean {
  return packageId.startsWith('pkg-');
}

export function paceOfPackages(packageIds: readonly string[]): Pace {
  return packageIds.some(isPlugin) ? plugin : dictionary;
}

export const policy: Policy<OpenSearchPackages> = {
  pace: dictionary,
  paceOf: ({ packageIds }) => paceOfPackages(packageIds),
};
