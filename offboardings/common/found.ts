/** The results of discovery, as the bucket holds them until the plan is made. */

import type { Json } from '../../associations/common/json.ts';
import type { Target } from '../../associations/common/target.ts';
import type { Kind } from '../../associations/registry.ts';
import type { Where } from '../../events/where.ts';

/** A discovered association, with its kind's durations. */
export interface FoundAssociation {
  kind: Kind;
  target: Target;
  where: Where;
  /** The account it is in, of 12 digits. */
  account: string;
  serviceStatus: string;
  /** When it was associated, where the service shows it. ISO 8601. */
  since?: string;
  snapshot: Json;
  label: string;
  usualSeconds: number;
  deadlineSeconds: number;
  /** Whether it can be restored from the snapshot. */
  restorable: boolean;
  /** The IAM role that it lets the subject assume: `222233334444/AWSReservedSSO_Admin`. */
  role?: string;
}

/** An association that the subject has through another one, and that is not the subject's alone. */
export interface InheritedAssociation
  extends Pick<FoundAssociation, 'kind' | 'target' | 'where' | 'account' | 'label'> {
  /** What the subject has it through: `group Engineers`. */
  through: string;
}

/** As a search found it: who has the role is known when all searches are complete. */
export interface FoundInherited extends InheritedAssociation, Pick<FoundAssociation, 'role'> {
  throughRole?: string;
}

/** A resource or place that could not be read: there may be associations in it. */
export interface Inaccessible {
  kind: Kind;
  where: Where;
  at: string;
  error: string;
  message: string;
  /** The reason with which the request allows it: the offboarding may complete all the same. */
  allowed?: string;
}

/** A resource that relies on others: a repository with upstreams. */
export interface Dependent {
  /** Names are unique within this and the Region: `111122223333/acme`. */
  within: string;
  name: string;
  /** The names of those that it relies on directly. */
  through: readonly string[];
}

/** The output of one discover invocation; one object in the bucket. */
export interface DiscoveredPage {
  search: Search;
  found: FoundAssociation[];
  /** Absent where there is none. */
  inherited?: FoundInherited[];
  /** Whether what the filter names exists there, with or without associations. */
  subjectFound: boolean;
  /** The account that was searched, of 12 digits. */
  account: string;
  /** The resources (domains, repositories, ...) that were scanned: a short hash of each name. */
  scanned: string[];
  inaccessible: Inaccessible[];
  dependents: Dependent[];
  /** Where the next invocation goes on; null where the search is complete. */
  cursor: string | null;
}

/** One kind in one account and Region. */
export interface Search {
  /** Part of its objects' keys: `003`. */
  id: string;
  kind: Kind;
  where: Where;
  filter: Readonly<Record<string, string>>;
  /** Why its results are in the plan. With `targets`, only those are. */
  reason: string;
  targets?: readonly Target[];
}
