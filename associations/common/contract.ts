/** The contract of every kind: nothing outside its folder knows its service. */

import type { Json } from './json.ts';
import type { KindPermissions } from './permissions.ts';
import type { Policy } from './policy.ts';
import type { DiscoverFilter, Target, TargetContract } from './target.ts';

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

/** A kind without any SDK: what every other folder knows of it. */
export interface AssociationDescription<T extends Target = Target> {
  kind: string;
  target: TargetContract<T>;
  policy: Policy<T>;
  permissions: KindPermissions;
}

/**
 * What a service's error means for a requested disassociation:
 * - NOT_FOUND: what the call names does not exist; a read must confirm it.
 * - BUSY: another change is in progress; read, and request again later.
 * - RETRYABLE: thrown, so that the state machine runs the same task again.
 * - FAILED: the service refuses, whoever calls.
 * - INVALID: the request is wrong.
 * - DENIED: a permission is missing; thrown.
 */
export type ErrorClass = 'NOT_FOUND' | 'BUSY' | 'RETRYABLE' | 'FAILED' | 'INVALID' | 'DENIED';

/** What a status means. ASSOCIATING stands for any change but a removal; ASSOCIATION_FAILED never became active. */
export type StatusClass =
  | 'ASSOCIATING'
  | 'ASSOCIATED'
  | 'ASSOCIATION_FAILED'
  | 'DISASSOCIATING'
  | 'DISASSOCIATED'
  | 'DISASSOCIATION_FAILED';

/** As the SDK's clients take them. Written out, since the package's public types depend on no SDK. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}

/** What one run of a task knows beside the target. */
export interface RunContext {
  /** The request this is done for. Dates are ISO 8601. */
  request: { id: string; timestamp: string; deadline?: string };
  now(): Date;
  /** For every client: Region and credentials of `where`, or nothing. */
  clientConfig: { region?: string; credentials?: Credentials };
  /** The account acted in, where the caller knows it: that of `where.roleArn`, else the function's own. */
  account?: string;
  /** Each call made; the clients of `readClient` and `writeClient` fill it. */
  calls: AwsCall[];
  /** The answer of the run before; absent in the first start. */
  earlier?: Progress;
  /** The request is an item of a plan, for which the association was read right before. */
  seenByPlan?: boolean;
  /** An attempt before this one may have requested the removal: its answer is lost. */
  retried?: boolean;
}

/** One of several things that a target names: a package of a domain. */
export interface Item {
  id: string;
  state: 'IN_PROGRESS' | 'DISASSOCIATED' | 'FAILED';
  outcome?: Disassociated['outcome'] | 'FAILED' | 'REJECTED' | 'NOT_FOUND';
  /** As in Disassociated. */
  neverSeen?: true;
  parentDeleted?: true;
  serviceStatus: string;
  error?: string;
  message?: string;
}

export interface Observation {
  /** The service's own word, verbatim; `ABSENT` where it does not list the association. */
  serviceStatus: string;
  /** The association as the service returned it, verbatim; null where it returned none. */
  snapshot: Json;
}

interface Observed extends Observation {
  /** From a start that made a request: the snapshot from before it. Absent where `snapshot` is that already. */
  before?: Json;
  items?: Item[];
}

/** What the service removed together with an association: a plugin's licence. */
export interface AlsoRemoved {
  target: Target;
  /** As `before` of a request for it. */
  before: Json;
}

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

export interface InProgress extends Observed {
  state: 'IN_PROGRESS';
  /** The task to run next: `start` where the removal has yet to be requested (again). */
  next: 'poll' | 'start';
  waitingFor: WaitingFor;
  /** The same as one sentence for people: "Waiting for ... to ...". */
  waitingMessage: string;
  /** When the service accepted the removal (ours, or one we joined). ISO 8601. */
  acceptedAt?: string;
  /** When the service itself will give up: an approval session's expiry. ISO 8601. */
  until?: string;
  /** What the next run must know: a session's ARN, ids seen. Never a secret. */
  memory?: Json;
}

export interface Disassociated extends Observed {
  state: 'DISASSOCIATED';
  outcome: 'DISASSOCIATED' | 'ALREADY_GONE' | 'SKIPPED';
  /** False where the service approved but does not show the end yet. */
  confirmed: boolean;
  /** With ALREADY_GONE: neither this run nor a plan ever read it, so it may be a mistyped name. */
  neverSeen?: true;
  /** With ALREADY_GONE: its parent (a domain, an instance) was read before, and does not exist any more. */
  parentDeleted?: true;
  /** With DISASSOCIATED: what was listed before, was not requested, and went with it. */
  alsoRemoved?: AlsoRemoved[];
  /** Why it was skipped, or what else a reader should know. */
  note?: string;
}

export interface Failed extends Observed {
  state: 'FAILED';
  /** The service's error name, or our own: `DISSOCIATION_FAILED`, `VoteRejected`, `AccessDeniedException`. */
  error: string;
  message: string;
  /** What a person should do next. */
  advice: string;
  /** The request itself is wrong (validation), so that it is answered as rejected. */
  rejected?: boolean;
  /** The parent resource (a domain, an instance) does not exist: the outcome is NOT_FOUND. */
  notFound?: boolean;
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
  /** The IAM role that it lets a person assume: `222233334444/AWSReservedSSO_Admin`. */
  role?: string;
}

/** A resource that relies on others, and loses what it gets through their association: a repository with upstreams. */
export interface Dependent {
  /** Names are unique within this and the Region: `111122223333/acme`. */
  within: string;
  name: string;
  /** The names of those it relies on directly. */
  through: string[];
}

interface InheritedDiscovery<T extends Target> {
  type: 'inherited';
  association: DiscoveredAssociation<T>;
  through: string;
  /** Only those have it who have this role, as another association lets them assume it. */
  throughRole?: string;
}

/** What discovery yields. */
export type Discovered<T extends Target = Target> =
  | { type: 'association'; association: DiscoveredAssociation<T> }
  /** The subject has it through something else, such as a group that others are in: it is shown, and stays. */
  | InheritedDiscovery<T>
  /** One resource was read (a domain, a repository), whether it has associations or not: the guardrails count these. */
  | { type: 'scanned'; at: string }
  | { type: 'inaccessible'; at: string; error: string; message: string }
  /** What the filter names exists, whether it has associations or not: a user, a domain, an account. */
  | { type: 'subject' }
  | { type: 'dependent'; dependent: Dependent }
  | { type: 'cursor'; cursor: string };

/** Written out, as Credentials are: the classes of the SDK's clients, and of those built as they are. */
export type ClientClass = new (options: never) => object;

export interface AssociationProvider<T extends Target = Target> {
  kind: string;
  /** The service's errors, by name. */
  errors: Readonly<Record<string, ErrorClass>>;
  /** The service's statuses, in upper case. One that is not listed here is polled until the deadline. */
  statuses: Readonly<Record<string, StatusClass>>;
  policy: Policy<T>;
  /** The clients of its services: their endpoint rules say where AWS serves these. */
  clients: readonly ClientClass[];
  /** Reads, then requests the removal. No mutating call is made for what is gone or going already. */
  start(target: T, context: RunContext): Promise<Progress>;
  /** Reads once: never waits, never changes anything. */
  poll(target: T, context: RunContext): Promise<Progress>;
  /** Every association the filter speaks of, page by page, from `cursor` on. */
  discover(filter: DiscoverFilter, context: RunContext, cursor?: string): AsyncIterable<Discovered<T>>;
  /** Associates it again, from the snapshot before its removal. @returns the memory of the polls that follow. */
  restore?(target: T, before: Json, context: RunContext): Promise<Json | undefined>;
}
