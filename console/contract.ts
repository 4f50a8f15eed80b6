/** What the console's server answers its pages, as JSON: dates are ISO 8601. */

import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { ExecutionStatus, ExecutionView, StepView } from '../client/executions/view.ts';

/** What the pages need to know before they ask for anything. */
export interface StackInfo {
  stack: string;
  region: string;
  bus: string;
  /** The stack runs on this machine: its world, clock, faults and live bus can be shown. */
  local: boolean;
  /** What may be changed from here. Without it everything is looked at only. */
  actions: boolean;
  machines: { arn: string; name: string; role: string }[];
  /** Flags that lead a command line to the same place: `--local`. */
  flags: string;
}

/**
 * How much of an execution has been read: its line in ListExecutions, also what DescribeExecution says (whom it is
 * about, how it ended), or also its history (looks, service status).
 */
export type DetailLevel = 'LISTED' | 'DESCRIBED' | 'HISTORY';

/** One execution of the list. */
export interface ExecutionRow extends Omit<ExecutionView, 'target'> {
  /** Short for the ARN in this server's answers. */
  id: number;
  /** Grows with every change of any row. */
  changed: number;
  depth: DetailLevel;
}

export interface ExecutionChanges {
  /** Another one means that another server answers: forget every row. */
  epoch: string;
  /** Ask with `after` this to get only what changed since. */
  version: number;
  rows: ExecutionRow[];
  /** More rows changed than one answer holds: ask again at once. */
  more: boolean;
  reading: ListProgress;
}

/** How far the reading has come. */
export interface ListProgress {
  total: number;
  described: number;
  byStatus: Partial<Record<ExecutionStatus, number>>;
  /** Every execution that Step Functions still keeps is listed. */
  complete: boolean;
  /** Executions that started after this are all listed; absent while a machine has not been asked at all. */
  backTo?: string;
  /** What Step Functions last refused, in its own words. */
  trouble?: string;
}

/** An event of an execution's history as GetExecutionHistory answers it, its timestamp as text. */
export type HistoryRecord = Omit<HistoryEvent, 'timestamp' | 'type'> & { timestamp: string; id: number; type: string };

export interface ExecutionUpdate {
  view: ExecutionView;
  steps: StepView[];
  input?: string;
  output?: string;
  error?: string;
  cause?: string;
  stateMachineArn: string;
  redriveCount: number;
  /** May it be redriven; if not, why, in Step Functions' words. */
  redriveStatus?: string;
  redriveStatusReason?: string;
  /** Only those after the id that was asked for. */
  events: HistoryRecord[];
  /** The Amazon States Language, as this execution runs it. Left out where the page has it. */
  definition?: string;
}

export interface Schedule {
  name: string;
  bus: string;
  description?: string;
  expression: string;
  enabled: boolean;
  /** The next three. */
  next: string[];
  /** What is started, and what it is handed. */
  targets: { id: string; arn: string; input: string }[];
  /** A cleanup's policy: what it matches can be looked at without touching anything. */
  policy?: { name: string; mode: string };
  /** The newest execution that it may have started, of those that were read. */
  last?: { arn: string; status: ExecutionStatus; outcome?: string; started: string };
}

export interface DeadLetter {
  queue: string;
  error: string;
  message: string;
  rule: string;
  target: string;
  retries: string;
  body: string;
  requestId?: string;
}

export interface Queue {
  name: string;
  url: string;
  messages: number;
}

/** What became of dead letters that were to be sent again. */
export interface ResendResult {
  resent: number;
  /** Harmless, and deleted. */
  duplicates: number;
  /** No events of ours: nobody but AWS can send them. */
  kept: number;
}

/** An event that keeps its contract, to begin with. */
export interface SampleEvent {
  title: string;
  event: { source: string; 'detail-type': string; detail: unknown };
}

export interface EventValidation {
  problems: { path: string; message: string }[];
}

/** One association of a plan. */
export interface PlanItem {
  number: number;
  phase: number;
  kind: string;
  label: string;
  /** The target's short name, as executions bear it. */
  name: string;
  account: string;
  region?: string;
  serviceStatus: string;
  reasons: string[];
  risks: string[];
}

/** An offboarding as far as it has come. */
export interface Offboarding {
  /** The request's id. */
  id: string;
  status: string;
  /** Why the execution broke off, where it did. */
  error?: string;
  plan?: {
    id: string;
    items: PlanItem[];
    /** A line each: what was spoken of and is not in the plan, what guardrails say, what could not be looked into. */
    excluded: string[];
    guardrails: string[];
    inaccessible: string[];
  };
  /** It waits for a person, until then (ISO 8601). */
  awaiting?: { until: string; risks: string[] };
  /** Why nothing was touched, a line each. */
  reasons: string[];
  /** How many were planned, and how many ended how. */
  outcomes?: Readonly<Record<string, number>>;
}

/** Proof of what was ended: the document in the stack's bucket, and whether it is as it was published. */
export interface Evidence {
  bucket: string;
  key: string;
  /** Of its chain of hashes, as the answer on the bus told it. */
  head: string;
  /** What is wrong with it; nothing where the chain holds and its head is that one. */
  problems: string[];
  records: { number: number; type: string; hash: string }[];
  /** As `offboard evidence --out` writes it. */
  text: string;
}

/** What went wrong with a question, for people. */
export interface ErrorBody {
  error: string;
  message: string;
}
