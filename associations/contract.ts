/** The contract that every association fulfils. All we know about a kind's service is behind it, and nothing in front. */

import type { AwsCredentialIdentity } from '@smithy/types';
import type { Json } from './json.ts';
import type { KindPermissions } from './permissions.ts';
import type { Target, TargetContract } from './target.ts';

export type { Json };

/** One call to AWS, as events and evidence keep it. */
export interface AwsCall {
  /** `license-manager-user-subscriptions` */
  service: string;
  operation: string;
  requestId: string;
  /** ISO 8601. */
  at: string;
  /** `OK` or the error's name. */
  result: string;
  mutating: boolean;
}

/** An IAM permission an association needs: `resource` as a pattern with {partition}, {region}, {account} and target fields. */
export interface Permission {
  action: string;
  resource: string;
  /** Required where `resource` is `*`: why the service offers nothing narrower. */
  reason?: string;
}

/** What we decide about a kind, apart from how its service is spoken with. */
export interface Policy<T extends Target = Target> {
  pace: Pace;
  /** A pace that depends on the target, where one does (a plugin's removal takes hours, a dictionary's minutes). */
  paceOf?(target: T, snapshot: Json): Pace;
}

/** A kind without any SDK: what every other folder knows of it. */
export interface AssociationDescription<T extends Target = Target> {
  kind: string;
  target: TargetContract<T>;
  policy: Policy<T>;
  permissions: KindPermissions;
}

/** How often to look. All durations in seconds. */
export interface Pace {
  /** From the accepted start to the first look. */
  first: number;
  /** The next wait as a share of the time elapsed since the start. */
  growth: number;
  /** The longest wait between two looks. */
  cap: number;
  /** From the request's timestamp to giving up, unless the request or the service says otherwise; at most 30 days. */
  deadline: number;
  /** How long the association may still show ACTIVE after the service accepted its end. */
  grace: number;
  /** How long an approved end may take to show before it counts as ended with `confirmed: false`. */
  settle: number;
  /** What is usual from start to end; three times this is stuck. */
  usual: number;
}

/**
 * What a service's error means for an end that was asked for:
 * - GONE: what was spoken of is not there; a look must bear it out.
 * - BUSY: not now; look, and ask again later.
 * - RETRY: thrown on, for the machine to run the same task again.
 * - FAILED: the service will not do it, whoever asks.
 * - REJECTED: the request is the mistake.
 * - DENIED: the caller may not; thrown on.
 */
export type Meaning = 'GONE' | 'BUSY' | 'RETRY' | 'FAILED' | 'REJECTED' | 'DENIED';

/**
 * Where an association with this status stands: tied, being tied or changed, being ended, ended, or its end failed.
 */
export type Standing = 'TIED' | 'TYING' | 'ENDING' | 'ENDED' | 'END_FAILED';

/** What one run of a task knows besides the target. */
export interface Session {
  /** The request this is done for. Dates are ISO 8601. */
  request: { id: string; timestamp: string; deadline?: string };
  now(): Date;
  /** Handed to every client that is made: Region and credentials of `where`, or nothing. */
  clientConfig: { region?: string; credentials?: AwsCredentialIdentity };
  /** The account that is acted in, where the caller knows it: of `where.roleArn`, else the function's own. */
  account?: string;
  /** Where clients leave a note of each call; `recordCalls(client, session)` fills it. */
  calls: AwsCall[];
  /** What the last look (or the start) said; absent in the first start. */
  earlier?: Progress;
}

/** One of several things a target names at once: a package of a batch. */
export interface Item {
  id: string;
  state: 'IN_PROGRESS' | 'DISASSOCIATED' | 'FAILED';
  outcome?: EndOutcome;
  serviceStatus: string;
  error?: string;
  message?: string;
}

export type EndOutcome = 'DISASSOCIATED' | 'ALREADY_GONE' | 'SKIPPED' | 'FAILED' | 'REJECTED';

interface Looked {
  /** The service's own word, verbatim; `ABSENT` where it lists the association no more. */
  serviceStatus: string;
  /** The association as the service showed it at this look, every field verbatim; null where it showed none. */
  snapshot: Json;
  /** From a start that asked: the association as it was shown before. Absent where `snapshot` is that already. */
  before?: Json;
  items?: Item[];
}

/** Where one disassociation stands. */
export type Progress = InProgress | Disassociated | Failed;

/**
 * What is being waited for:
 * - removal: the service removes the association.
 * - votes: approvers vote on the removal.
 * - execution: an approved removal is carried out.
 * - other-change: another change must end first.
 * - consistency: what the service shows must agree with what it answered.
 * - request: the removal has yet to be requested.
 * - association: a restored association becomes active.
 */
export const WAITING_FOR = [
  'removal',
  'votes',
  'execution',
  'other-change',
  'consistency',
  'request',
  'association',
] as const;

export type WaitingFor = (typeof WAITING_FOR)[number];

export interface InProgress extends Looked {
  state: 'IN_PROGRESS';
  /** What to run next: look again, or (the service was busy, or the answer was lost) look and ask again. */
  next: 'poll' | 'start';
  waitingFor: WaitingFor;
  /** The same as one sentence for people: "Waiting for ... to ...". */
  waitingMessage: string;
  /** When the service accepted the request to end it (ours or one we joined). ISO 8601. */
  acceptedAt?: string;
  /** When the service itself will give up: an approval session's expiry. ISO 8601. */
  until?: string;
  /** What the next look must know: a session's ARN, ids seen. Never a secret. */
  memory?: Json;
}

export interface Disassociated extends Looked {
  state: 'DISASSOCIATED';
  outcome: 'DISASSOCIATED' | 'ALREADY_GONE' | 'SKIPPED';
  /** False where the service approved but does not show the end yet. */
  confirmed: boolean;
  /** Why it was skipped, or what else a reader should know. */
  note?: string;
}

export interface Failed extends Looked {
  state: 'FAILED';
  /** The service's error name, or our own: `DISSOCIATION_FAILED`, `VoteRejected`, `AccessDeniedException`. */
  error: string;
  message: string;
  /** What a person should do next. */
  advice: string;
  /** The request was the mistake (validation, permission of the caller's making), not the course of things. */
  rejected?: boolean;
}

/** Which associations to look for. Fields that make no sense for a kind are refused by its `discover`. */
export interface DiscoverFilter {
  [field: string]: string | undefined;
}

/** An association that discovery found. */
export interface DiscoveredAssociation<T extends Target = Target> {
  target: T;
  serviceStatus: string;
  /** When it began, where the service shows it. ISO 8601. */
  since?: string;
  snapshot: Json;
  /** What a person needs to recognise it, in a few words. */
  label: string;
}

/** A thing that reads through others and is cut off where their association is ended: a repository with upstreams. */
export interface Dependent {
  /** Names are unique within this and the Region: `111122223333/acme`. */
  within: string;
  name: string;
  /** The names of those it reads through directly. */
  through: string[];
}

/** What discovery yields: something found, something it could not see, or a place to go on from. */
export type Discovered<T extends Target = Target> =
  | { type: 'association'; association: DiscoveredAssociation<T> }
  /** One thing was looked through (a domain, a repository), found or not: the guardrails count these. */
  | { type: 'scanned'; at: string }
  | { type: 'inaccessible'; at: string; error: string; message: string }
  | { type: 'dependent'; dependent: Dependent }
  | { type: 'cursor'; cursor: string };

export interface AssociationProvider<T extends Target = Target> {
  kind: string;
  /** What each task may do, and no more: held against serverless.yml by a test. */
  permissions: {
    start: readonly Permission[];
    check: readonly Permission[];
    discover: readonly Permission[];
    restore?: readonly Permission[];
  };
  /** What each error its service knows means, by name. */
  errors: Readonly<Record<string, Meaning>>;
  /** Where each status its service knows stands. A status that is not here is looked at again, and shown as it is. */
  statuses: Readonly<Record<string, Standing>>;
  policy: Policy<T>;
  /** Look, then ask AWS to end it. Asking about one that is gone succeeds as ALREADY_GONE without a mutating call. */
  start(target: T, session: Session): Promise<Progress>;
  /** Look once: never waits, never mutates. */
  poll(target: T, session: Session): Promise<Progress>;
  /** Every association the filter speaks of, page by page, from `cursor` on. */
  discover(filter: DiscoverFilter, session: Session, cursor?: string): AsyncIterable<Discovered<T>>;
  /** The way back, from what was shown before the end. */
  restore?(target: T, before: Json, session: Session): Promise<void>;
}
