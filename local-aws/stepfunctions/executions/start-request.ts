/** The start of an execution: the request, the engine's spec and the stored record. */

import { childMachineArn, executionArn } from '../arns.ts';
import { type Json, parseJson } from '../language/model/json.ts';
import type { ExecutionSpec, Machine } from '../language/model/types.ts';
import type { ExecutionRecord } from './records.ts';

/** What an execution is started with. */
export interface StartRequest {
  machine: number;
  revision: number;
  name: string;
  /** JSON text, verbatim. */
  input: string;
  advancesClock: boolean;
  child?: Child;
}

/** The part of a map run that its child needs. */
export interface Child {
  mapRun: number;
  mapRunArn: string;
  index: number;
  type: 'STANDARD' | 'EXPRESS';
  label: string;
  definition: Json;
}

/** A child is executed under its machine's name and role, with the Map's own processor as its definition. */
export function machineOf(machine: Machine, child: Child | undefined): Machine {
  if (!child) return machine;
  const { label, definition } = child;
  return { ...machine, arn: childMachineArn(machine.arn, label), name: `${machine.name}/${label}`, definition };
}

/** The seed derives from stored data, so that a restored execution has the same random numbers. */
export function specOf(
  machine: Machine,
  { name, input, child }: { name: string; input: string; child?: Child | undefined },
  start: number,
): ExecutionSpec {
  const arn = executionArn(machine.arn, name);
  return {
    arn,
    name,
    machine,
    input: parseJson(input),
    seed: `${arn} ${start}`,
    ...(child && { mapRun: { arn: child.mapRunArn, index: child.index }, type: child.type }),
  };
}

export function newRecord(
  id: number,
  { machine, revision, name, input, advancesClock, child }: StartRequest,
  now: number,
): ExecutionRecord {
  return {
    id,
    machine,
    revision,
    map_run: child?.mapRun ?? 0,
    map_index: child?.index ?? 0,
    name,
    status: 'RUNNING',
    start: now,
    stop: null,
    input,
    output: null,
    error: null,
    cause: null,
    redrives: 0,
    redriven: null,
    last_event: 0,
    advances_clock: advancesClock ? 1 : 0,
  };
}
