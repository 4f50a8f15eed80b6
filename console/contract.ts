/** The JSON answers of the console's server. Times are ISO 8601. */

import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { DeadLetter } from '../client/dead-letters/read.ts';
import type { PendingApproval } from '../client/executions/pending-approval.ts';
import type { StepView } from '../client/executions/steps.ts';
import type { ExecutionStatus, ExecutionView } from '../client/executions/view.ts';
import type { ReportRow } from '../client/reports/report-row.ts';
import type { Schedule } from '../client/schedules/list.ts';
import type { Machine } from '../client/stack.ts';

/** What the pages need before anything else. */
export interface StackInfo {
  name: string;
  region: string;
  bus: string;
  /** The stack runs on this machine: simulated associations, clock, faults and live events are available. */
  local: boolean;
  /** The stack runs in the console's own process, on the caller's account: AWS's own console shows nothing of it. */
  here: boolean;
  /** False for a read-only console. */
  actions: boolean;
  /** The ARN by which the console acts; absent where STS does not answer. */
  identity?: string;
  machines: StateMachine[];
  /** What an offboarding may be about. */
  subjects: { type: string; description: string }[];
  /** Flags that lead a command line to the same stack: `--local`. */
  flags: string;
  /** A request that works, as the words of a command line. */
  exampleRequest: string;
}

export interface StateMachine extends Machine {
  /** How long a disassociation of its kind usually takes. */
  usualSeconds?: number;
  /** Started by other machines and events, not by requests. */
  internal: boolean;
}

/**
 * How much of an execution has been read: its entry in ListExecutions; also DescribeExecution (subject, outcome); also
 * its history (polls, service status).
 */
export type DetailLevel = 'LISTED' | 'DESCRIBED' | 'HISTORY';

export interface ExecutionRow extends Omit<ExecutionView, 'target'> {
  /** Stands for the ARN in the answers of one server. */
  id: number;
  /** Grows with every change of any row. */
  changed: number;
  detail: DetailLevel;
}

export interface ExecutionChanges {
  /** Of the server process: rows of another epoch are to be forgotten. */
  epoch: string;
  /** To be sent as `after` with the next request, which then returns only later changes. */
  version: number;
  rows: ExecutionRow[];
  /** More rows changed than one answer holds. */
  more: boolean;
  progress: ListProgress;
}

/** How much has been listed and read. */
export interface ListProgress {
  total: number;
  described: number;
  byStatus: Partial<Record<ExecutionStatus, number>>;
  /** Every execution that Step Functions keeps is listed. */
  complete: boolean;
  /** All executions that started after this are listed; absent while a state machine has not been listed at all. */
  backTo?: string;
  /** The last error of Step Functions, while it lasts. */
  error?: string;
}

/** An event of GetExecutionHistory with its timestamp as text. */
export type HistoryRecord = Omit<HistoryEvent, 'timestamp' | 'type'> & { timestamp: string; id: number; type: string };

/** One execution, with the part of its history that the page does not have. */
export interface ExecutionUpdate {
  view: ExecutionView;
  steps: StepView[];
  input?: string;
  output?: string;
  error?: string;
  cause?: string;
  stateMachineArn: string;
  redriveCount: number;
  redriveStatus?: string;
  /** Step Functions' reason why it cannot be redriven. */
  redriveStatusReason?: string;
  /** Events after the id that was asked for. */
  events: HistoryRecord[];
  /** Amazon States Language, as this execution runs it; only in the first answer. */
  definition?: string;
}

export interface ScheduleView extends Schedule {
  bus: string;
  /** The next three runs, as far as they are known. */
  next: string[];
  /** The newest execution that it may have started, among those that have been read. */
  last?: { arn: string; status: ExecutionStatus; outcome?: string; started: string };
  /** Of the last run of a cleanup: `nothing matched`, `3 would be removed`. */
  lastResult?: string;
}

/** Offboardings of a period, from their evidence. */
export interface Report {
  slaSeconds: number;
  /** Oldest first. */
  rows: ReportRow[];
  /** Older ones that were not read. */
  omitted: number;
}

export type DeadLetterView = Omit<DeadLetter, 'receipt' | 'queueUrl' | 'event'>;

export interface SampleEvent {
  title: string;
  event: { source: string; 'detail-type': string; detail: unknown };
}

export interface EventValidation {
  problems: { path: string; message: string }[];
}

export interface PlanItem {
  number: number;
  phase: number;
  kind: string;
  label: string;
  /** The target's short name, which is the label of its execution. */
  name: string;
  account: string;
  region?: string;
  serviceStatus: string;
  reasons: string[];
  risks: string[];
  /** What else the removal affects, a sentence each. */
  impact: string[];
  restoreMethod: string;
}

export interface Offboarding {
  /** The request's id. */
  id: string;
  status: string;
  /** `plan` changes nothing. */
  mode: 'plan' | 'apply';
  /** Of the execution, where it failed. */
  error?: string;
  /** `excluded`, `inherited`, `guardrails` and `inaccessible` are one line of text each. */
  plan?: {
    id: string;
    items: PlanItem[];
    /** The subject's name, or else the plan's id: typed to confirm. */
    confirmText: string;
    /** `Scanned 2 resources in 111122223333/us-east-1. Usually takes 6 min, 9 times in 10 at most 18 min; ...` */
    summary: string;
    excluded: string[];
    inherited: string[];
    guardrails: string[];
    inaccessible: string[];
    /** The subject, where it was not found anywhere that was searched. */
    unknownSubject?: string;
  };
  /** It waits for approval until then. */
  pendingApproval?: PendingApproval;
  /** Why nothing was changed, a line each. */
  reasons: string[];
  /** How the items ended, a line a count: `7 removed`. */
  outcomes?: string[];
  /** How many of the items were removed, and may be restored. */
  removed?: number;
}

/** What an offboarding has removed, and how to associate it again. */
export interface RestorableItem {
  number: number;
  kind: string;
  label: string;
  method: string;
  /** A deployment, a mail, a bill. */
  sideEffects: string;
  /** Why it cannot be restored from here. */
  obstacle?: string;
}

export interface ErrorBody {
  error: string;
  message: string;
}
