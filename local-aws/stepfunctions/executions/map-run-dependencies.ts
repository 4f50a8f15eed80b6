import type { Aws, Identity, Permission } from '../../core/aws.ts';
import type { AdvanceMapRun, BeginMapRun } from '../language/map-run/types.ts';
import type { EngineEvent } from '../language/model/types.ts';
import type { Machines } from './machines.ts';
import type { Principal } from './principal.ts';
import type { ExecutionRecord, Records } from './records.ts';
import type { StartRequest } from './start-request.ts';

export interface MapRunEngine {
  beginMapRun: BeginMapRun;
  advanceMapRun: AdvanceMapRun;
}

/** Starts children and delivers events to executions. */
export interface Executions {
  start(request: StartRequest): Promise<ExecutionRecord>;
  deliver(id: number, event: EngineEvent): Promise<boolean>;
  principal(id: number): Principal;
}

export interface MapRunParts {
  aws: Aws;
  engine: MapRunEngine;
  machines: Machines;
  records: Records;
  /** Whether an identity has a permission. */
  authorize(identity: Identity, permission: Permission): boolean;
  authorizedChildArns: AuthorizedChildArns;
}

/**
 * As which ARN IAM knows a child that the machine's role describes or stops: the child's own, `execution:name/label:id`, or
 * `execution:name:id`, which the developer guide's policies for distributed Maps name.
 */
export type AuthorizedChildArns = 'labelled' | 'unlabelled';
