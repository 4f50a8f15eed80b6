/** Which discovered associations a cleanup policy matches. */

import { compilePattern } from '@offboard/event-pattern';
import { DAY_MS } from '../events/deadline.ts';
import type { FoundAssociation } from './common/found.ts';

/** What a policy's pattern is matched against. */
export interface Matchable {
  association: string;
  target: FoundAssociation['target'];
  account: string;
  region?: string | undefined;
  status: string;
  since?: string | undefined;
  /** Whole days since it was associated; absent where the service shows no date. */
  ageDays?: number;
  label: string;
  snapshot: FoundAssociation['snapshot'];
  /** `snapshot` under its name in policies written for version 1. */
  shown: FoundAssociation['snapshot'];
}

function matchable(found: FoundAssociation, now: Date): Matchable {
  const { kind, target, account, where, serviceStatus, since, label, snapshot } = found;
  return {
    association: kind,
    target,
    account,
    region: where.region,
    status: serviceStatus,
    ...(since !== undefined && { since, ageDays: Math.floor((now.getTime() - Date.parse(since)) / DAY_MS) }),
    label,
    snapshot,
    shown: snapshot,
  };
}

/** @throws InvalidEventPatternException for a pattern that EventBridge would reject. */
export function matcher({ match }: { match: object }, now: Date): (found: FoundAssociation) => boolean {
  const matches = compilePattern(match);
  return (found) => matches(matchable(found, now));
}
