/**
 * The execution a map run belongs to and the executions that are its children: how they are found and named, and what
 * the machine's role may do with them.
 */

import { childMachineArn, executionArn, mapRunArn, stableUuid } from '../arns.ts';
import type { MapRun, MapRunResult } from '../language/map-run/types.ts';
import { parseJson } from '../language/model/json.ts';
import type { StartMapRunCommand } from '../language/model/types.ts';
import type { Executions, MapRunParts } from './map-run-dependencies.ts';
import type { MapRunRecord } from './map-run-records.ts';
import { machineIdentity, type Principal } from './principal.ts';
import type { ExecutionRecord } from './records.ts';
import { pendingOf } from './snapshot.ts';

export class MapRunChildren {
  readonly #parts: MapRunParts;
  readonly #executions: Executions;

  constructor(parts: MapRunParts, executions: Executions) {
    this.#parts = parts;
    this.#executions = executions;
  }

  arnOf(parent: Principal, command: StartMapRunCommand): string {
    const machineArn = parent.machineArn.replace(/\/.*$/, '');
    return mapRunArn(machineArn, command.label, stableUuid(parent.executionArn, command.id));
  }

  parentOf(run: MapRunRecord): ExecutionRecord {
    return this.#parts.records.byId(run.execution) as ExecutionRecord;
  }

  /** Whether an execution waits for the answer to this command. */
  isAwaited(execution: number, command: string): boolean {
    const parent = this.#parts.records.byId(execution);
    return pendingOf(parent?.pending ?? null).some((waiting) => waiting.command.id === command);
  }

  /** By its name, which is unique in the machine. */
  child(run: MapRunRecord, name: string): ExecutionRecord | undefined {
    return this.#parts.records.byName(this.parentOf(run).machine, name);
  }

  childArn(run: MapRunRecord, name: string): string {
    const { arn } = this.#parts.machines.revision(this.parentOf(run).revision);
    return executionArn(childMachineArn(arn, run.mapRun.child.label), name);
  }

  /**
   * The machine's role starts, follows, stops and redrives the children (developer guide, "IAM policies for using
   * Distributed Map states").
   * @throws Error in IAM's words.
   */
  requirePermission(parent: Principal, action: string, resource: string): void {
    const identity = machineIdentity(this.#parts.aws, parent);
    if (this.#parts.authorize(identity, { action, resource })) return;
    throw new Error(`User: ${identity.arn} is not authorized to perform: ${action} on resource: ${resource}`);
  }

  /** Whether the machine's role has this permission on a child; `--iam report` lists a denial. */
  isAuthorized(run: MapRunRecord, action: string, child: string): boolean {
    const identity = machineIdentity(this.#parts.aws, this.#executions.principal(run.execution));
    return this.#parts.authorize(identity, { action, resource: this.#authorizedArn(run, child) });
  }

  #authorizedArn(run: MapRunRecord, child: string): string {
    if (this.#parts.authorizedChildArns === 'labelled') return this.childArn(run, child);
    return executionArn(this.#parts.machines.revision(this.parentOf(run).revision).arn, child);
  }

  resultOf(record: ExecutionRecord, run: MapRun): MapRunResult {
    const { arn } = this.#parts.machines.revision(record.revision);
    const { name, status, start, stop, output, error, cause, redrives } = record;
    return {
      executionArn: executionArn(childMachineArn(arn, run.child.label), name),
      name,
      status: status as MapRunResult['status'],
      startDate: start,
      stopDate: stop as number,
      redriveCount: redrives,
      ...(output === null ? {} : { output: parseJson(output) }),
      ...(error === null ? {} : { error }),
      ...(cause === null ? {} : { cause }),
    };
  }
}
