/** What we decide about a kind, apart from how its service is called: pace, order, risk, search, restoration. */

import type { Json } from './json.ts';
import type { Pace } from './pace.ts';
import type { DiscoverFilter, Target } from './target.ts';

/** A discovered association, as far as a policy decides by it. */
export interface PlannedAssociation<T extends Target = Target> {
  target: T;
  /** 12 digits. */
  account: string;
  where: { region?: string | undefined };
  snapshot: Json;
}

/** A resource that others rely on; `name` is unique within `within` and the Region. */
export interface Dependency {
  within: string;
  name: string;
}

export interface SubjectSearch {
  /** The field of discovery's filter that holds the subject's id. */
  field: string;
  /** The subject, for people: `an OpenSearch domain`. */
  description: string;
  /** Where the service has a closed list of them. */
  values?: readonly string[];
}

export interface Assessment {
  /** As events name them: `plugin`. */
  risks: string[];
  /** Sentences: what else changes with the removal. */
  impact: string[];
  /** How it is restored. */
  restoreMethod: string;
  /** Who else must act to restore it: `account 444455556666, which must accept the invitation`. Absent: nobody. */
  restorableWith?: string;
}

export interface TargetList<T extends Target = Target> {
  /** The field that lists them; all others are the same for all. */
  field: string;
  /** So many in one request. */
  max: number;
  /** What of a snapshot of several is about these. */
  partOf(snapshot: Json, target: T): Json;
}

export interface Policy<T extends Target = Target> {
  /** The service, for people: `OpenSearch`. */
  service: string;

  pace: Pace;
  /** A pace that depends on the target (a plugin's removal takes hours, a dictionary's minutes). */
  paceOf?(target: T, snapshot: Json): Pace;
  /** How many items run at once in an account and Region. They share the service's rate there with other callers. */
  maxConcurrency: number;
  /** Items with the same key are changed one after the other: a domain accepts one change at a time. */
  serialKey?(target: T): string;
  /** Where one request removes several associations: how its target lists them. */
  targetList?: TargetList<T>;
  /** 1 by default; 2 comes after those that need the association; 3 comes last, as it lifts a protection. */
  phaseOf?(association: PlannedAssociation<T>, sameKind: readonly PlannedAssociation<T>[]): 1 | 2 | 3;

  /** By subject type (`user`): how an offboarding of such a subject finds associations of this kind. */
  subjects: Readonly<Record<string, SubjectSearch>>;
  /** The narrowest filter that finds this target. */
  filterOf(target: T): DiscoverFilter;
  /** Whether a requested target means a discovered one. Default: each field agrees, with the target or the snapshot. */
  names?(requested: T, discovered: T): boolean;
  /** Fields of a requested target that identify nothing and are handed on with the discovered one. */
  annotations?: readonly string[];
  /** The service's own id of the association: another one in the same place has another id. */
  identityOf?(snapshot: { [field: string]: Json }): Json | undefined;

  assess(association: PlannedAssociation<T>, dependents: readonly string[]): Assessment;
  /** What the service may remove together with it: a plugin's licence. */
  alsoRemoves?(association: PlannedAssociation<T>): T[];
  /** Risks that a person must approve under approval `by-risk`. */
  approvalRisks?: readonly string[];
  /** What dependents rely on, where they lose something with the association. */
  dependencyOf?(association: PlannedAssociation<T>): Dependency;

  /** What restoring does besides: a deployment, a mail, a bill. */
  restoreSideEffects: string;
  /** The target to restore, where the requested one names only the removed association. */
  restoreTarget?(target: T, before: { [field: string]: Json }): T;
}

/** The pace of one association. */
export function paceFor({ pace, paceOf }: Policy, target: Target, snapshot: Json): Pace {
  return paceOf?.(target, snapshot) ?? pace;
}
