/** Associations of a simulated cloud, and the types that services register for theirs. */

import type { AccountRegion } from '../core/account-region.ts';
import type { CloudReader } from './cloud-reader.ts';
import type { PossibleOutcomes, ScriptedOutcome } from './scripted-outcome.ts';
import type { Timeline } from './timeline.ts';

export interface Association<Facts = unknown> extends AccountRegion {
  kind: string;
  /** Unique among its kind, account and Region. */
  key: string;
  facts: Facts;
  /** When it was associated, in milliseconds since 1970. */
  since: number;
  timeline: Timeline;
  /** How many disassociations the service accepted: the outcome is drawn anew for each. */
  disassociations: number;
}

/** One kind of association, as its service knows it. */
export interface AssociationType<Facts = unknown> extends PossibleOutcomes {
  /** The name people give it: `movies/F123456789`. */
  keyOf(facts: Facts): string;
  /** The fields by which a request names it. */
  targetOf(facts: Facts): Record<string, unknown>;
  /** The service status of one that nobody is changing. */
  activeStatus: string;
  /** Statuses, beside ABSENT, of one that has been disassociated. */
  disassociatedStatuses?: readonly string[];
  trials: Trials;
  /** Which date the service shows: of the association, of its latest change alone, or none at all. */
  dates: 'association' | 'latest-change' | 'none';
  /** The service status at a time, where more than the timeline decides it. */
  statusAt?(cloud: CloudReader, association: Association<Facts>, time: number): string;
  /** Further fields of its entry in the list of associations. */
  detailsOf?(cloud: CloudReader, association: Association<Facts>): Readonly<Record<string, unknown>>;
  /** The facts of a new association under the key of an old one; the same where absent. */
  factsAnew?(facts: Facts): Facts;
}

/** What proofs script and draw for an association of any kind. */
export interface Trials {
  /** Takes more than one poll. */
  slow: ScriptedOutcome;
  /** Takes longer than is usual. */
  stuck: ScriptedOutcome;
  /** How often a disassociation goes wrong in the service, by outcome. */
  rates: Readonly<Record<string, number>>;
}

/** Identity at run time: gives a literal of a type the types of its facts. */
export function associationType<Facts>(type: AssociationType<Facts>): AssociationType<Facts> {
  return type;
}
