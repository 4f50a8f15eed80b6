import type { AccountRegion } from '../core/account-region.ts';
import type { Association } from './association.ts';
import type { ScriptedOutcome } from './scripted-outcome.ts';
import type { SimulatedCloud } from './simulated-cloud.ts';
import { ABSENT, stepAfter } from './timeline.ts';

export interface AssociationEntry extends AccountRegion {
  kind: string;
  key: string;
  /** The fields by which a request names it. */
  target: Record<string, unknown>;
  /** The service's own word, or ABSENT. */
  status: string;
  /** When it was associated, and since when it has this status. ISO 8601. */
  since: string;
  statusSince: string;
  /** The next status, if nobody acts. */
  next?: { status: string; at: string };
  scriptedOutcome?: ScriptedOutcome;
  /** The outcomes that can be scripted. */
  outcomes: readonly string[];
  /** What a service adds for its kind, such as an approval session. */
  [detail: string]: unknown;
}

/** @param absent also those that their service no longer lists. */
export function listAssociations(cloud: SimulatedCloud, { absent = false } = {}): AssociationEntry[] {
  return cloud.kinds
    .flatMap((kind) => cloud.associations(cloud.type(kind)).map((association) => entryOf(cloud, association)))
    .filter(({ status }) => absent || status !== ABSENT);
}

function entryOf(cloud: SimulatedCloud, association: Association): AssociationEntry {
  const { kind, account, region, key, facts, since, timeline } = association;
  const { targetOf, outcomes, detailsOf } = cloud.type(kind);
  const next = stepAfter(timeline, cloud.now());
  const scriptedOutcome = cloud.scriptedOutcomeOf(association);
  return {
    kind,
    account,
    region,
    key,
    target: targetOf(facts),
    status: cloud.statusAt(association),
    since: iso(since),
    statusSince: iso(cloud.step(association).at),
    ...(next && { next: { status: next.status, at: iso(next.at) } }),
    ...(scriptedOutcome && { scriptedOutcome }),
    outcomes,
    ...detailsOf?.(cloud, association),
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
