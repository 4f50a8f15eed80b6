/** What discovery brings home, as it is kept in the bucket between looking and judging. */

import type { Json } from '../associations/json.ts';
import type { Kind } from '../associations/registry.ts';
import type { Target } from '../associations/target.ts';
import type { Where } from '../events/where.ts';

/** An association that discovery found, with what its kind knows about ending it. Durations in seconds. */
export interface FoundAssociation {
  kind: Kind;
  target: Target;
  where: Where;
  /** The account it is in, of 12 digits. */
  account: string;
  serviceStatus: string;
  /** When it began, where the service shows it. ISO 8601. */
  since?: string;
  snapshot: Json;
  label: string;
  /** From start to end, and until giving up. */
  usualSeconds: number;
  deadlineSeconds: number;
  /** Whether it can be tied again from what was shown. */
  restorable: boolean;
}

/** What could not be looked into: something may be there. */
export interface Inaccessible {
  kind: Kind;
  at: string;
  error: string;
  message: string;
}

/** A thing that reads through others: a repository with upstreams. */
export interface Dependent {
  /** Names are unique within this and the Region: `111122223333/acme`. */
  within: string;
  name: string;
  /** The names of those it reads through directly. */
  through: readonly string[];
}

/** What one call of a discover function returns, and one object of the bucket holds. */
export interface DiscoveredPage {
  /** The search it belongs to. */
  search: Search;
  found: FoundAssociation[];
  /** How many things (domains, repositories, ...) were looked through. */
  scanned: number;
  inaccessible: Inaccessible[];
  dependents: Dependent[];
  /** Where to go on from; null where the search is over. */
  cursor: string | null;
}

/** One kind, looked for in one account and Region. */
export interface Search {
  /** Names its objects in the bucket: `003`. */
  id: string;
  kind: Kind;
  where: Where;
  filter: Readonly<Record<string, string>>;
  /** Why what it finds is in the plan; where targets are named, only those are. */
  reason: string;
  targets?: readonly Target[];
}
