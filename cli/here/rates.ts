/** Holds what AWS documents of a service's rate, over all calls of this process: others in the account are not throttled by it. */

import type { Send } from '@offboard/local-aws';
import { associationOf, kinds } from '../../associations/registry.ts';

/** Calls a second where AWS documents none: a careful guess. */
const UNDOCUMENTED = 5;

/** Calls a second, by signing name: of several kinds' figures the lowest. */
export function documentedRates(): ReadonlyMap<string, number> {
  const rates = new Map<string, number>();
  for (const kind of kinds) {
    for (const [signingName, rate] of Object.entries(associationOf(kind).permissions.rates ?? {}))
      rates.set(signingName, Math.min(rate, rates.get(signingName) ?? rate));
  }
  return rates;
}

/** Sends evenly spaced, for each service in each account and Region. */
export function atRates(send: Send, rates: ReadonlyMap<string, number>): Send {
  /** When the next call may go, by performance.now(). */
  const next = new Map<string, number>();
  return async (request, destination) => {
    const { signingName, account, region } = destination;
    const key = `${signingName} ${account} ${region}`;
    const now = performance.now();
    const turn = Math.max(now, next.get(key) ?? 0);
    next.set(key, turn + 1000 / (rates.get(signingName) ?? UNDOCUMENTED));
    if (turn > now) await new Promise((resolve) => setTimeout(resolve, turn - now));
    return send(request, destination);
  };
}
