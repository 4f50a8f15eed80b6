import { randomUUID } from 'node:crypto';
import type {
  DescribeExecutionOutput,
  ListExecutionsInput,
  ListExecutionsOutput,
  StartExecutionInput,
  StartExecutionOutput,
} from '@aws-sdk/client-sfn';
import type { Call } from '../../core/aws.ts';
import type { Checked } from '../../wire/input/shape.ts';
import { childMachineArn, executionArn } from '../arns.ts';
import type { ExecutionRecord } from '../executions/records.ts';
import { redrivability } from '../executions/redrivability.ts';
import { readJson } from '../language/model/json.ts';
import {
  executionAlreadyExists,
  executionNotRedrivable,
  invalidExecutionInput,
  resourceNotFound,
  stateMachineDeleting,
  validationException,
} from './errors.ts';
import type { INPUTS, Operations } from './inputs.ts';
import { checkArn, checkName } from './names.ts';
import { page } from './paging.ts';
import { trace } from './role.ts';
import { executionAt, machineAt, on, type Sfn } from './service.ts';

/** 256 KiB as UTF-8: the longest data a state takes or gives. */
const DATA_LIMIT = 262_144;

export function executions(sfn: Sfn) {
  return {
    StartExecution: {
      permissions: on('StartExecution', 'stateMachineArn'),
      run: (input, call) => start(sfn, input, call),
    },
    StopExecution: {
      permissions: on('StopExecution', 'executionArn'),
      async run(input) {
        const { executionArn: arn, error, cause } = input;
        const record = executionAt(sfn, arn);
        await sfn.driver.deliver(record.id, {
          type: 'stop',
          ...(error === undefined ? {} : { error }),
          ...(cause === undefined ? {} : { cause }),
        });
        return { stopDate: new Date(executionAt(sfn, arn).stop as number) };
      },
    },
    RedriveExecution: {
      permissions: on('RedriveExecution', 'executionArn'),
      async run(input, { identity }) {
        const arn = input.executionArn;
        const record = executionAt(sfn, arn);
        const now = sfn.aws.clock.now();
        const known = sfn.redriveTokens.find(record.id, input.clientToken, now);
        if (known !== undefined) return { redriveDate: new Date(known) };
        const { status, reason } = redrivability(record, now, { isDeleting: isDeleting(sfn, record) });
        if (status !== 'REDRIVABLE')
          throw executionNotRedrivable(reason ?? 'A child execution is redriven with its Map Run');
        if (identity.advancesClock) sfn.driver.letAdvanceClock(record.id);
        await sfn.driver.deliver(record.id, { type: 'redrive' });
        const redriven = executionAt(sfn, arn).redriven as number;
        sfn.redriveTokens.remember(record.id, input.clientToken, redriven);
        return { redriveDate: new Date(redriven) };
      },
    },
    DescribeExecution: {
      permissions: on('DescribeExecution', 'executionArn'),
      run(input) {
        return describe(sfn, executionAt(sfn, input.executionArn), input.includedData !== 'METADATA_ONLY');
      },
    },
    ListExecutions: {
      permissions: ({ stateMachineArn, mapRunArn }) => [
        { action: 'states:ListExecutions', resource: mapRunArn ?? stateMachineArn ?? '*' },
      ],
      run: (input) => list(sfn, input),
    },
  } satisfies Operations;
}

async function start(
  sfn: Sfn,
  input: Checked<StartExecutionInput, typeof INPUTS.StartExecution>,
  { identity }: Call,
): Promise<StartExecutionOutput> {
  const machine = machineAt(sfn, input.stateMachineArn);
  if (machine.status === 'DELETING') throw stateMachineDeleting(machine.arn);
  const name = input.name ?? randomUUID();
  checkName(name);
  const text = input.input ?? '{}';
  checkInput(text);
  const starting = sfn.driver.starting(machine.machine, name);
  // Nothing may be awaited between finding the name free and taking it.
  const known = starting ? await starting : sfn.driver.named(machine.machine, name);
  if (known && (known.status !== 'RUNNING' || known.input !== text)) {
    throw executionAlreadyExists(executionArn(machine.arn, name));
  }
  const { machine: number, revision } = machine;
  const advancesClock = identity.advancesClock === true;
  if (known === undefined) trace(sfn, machine);
  const record = known ?? (await sfn.driver.start({ machine: number, revision, name, input: text, advancesClock }));
  return { executionArn: executionArn(machine.arn, name), startDate: new Date(record.start) };
}

function checkInput(text: string): void {
  if (Buffer.byteLength(text) > DATA_LIMIT)
    throw invalidExecutionInput('Input exceeds the maximum number of bytes allowed.');
  const read = readJson(text);
  if ('problem' in read) throw invalidExecutionInput(read.problem.message);
}

function describe(sfn: Sfn, record: ExecutionRecord, withData: boolean): DescribeExecutionOutput {
  const { status, reason } = redrivability(record, sfn.aws.clock.now(), { isDeleting: isDeleting(sfn, record) });
  const { input, output, error, cause } = record;
  return {
    ...summary(sfn, record, pendingRedrives(sfn, record.map_run)),
    ...(withData ? { input, inputDetails: { included: true } } : {}),
    ...(withData && output !== null ? { output, outputDetails: { included: true } } : {}),
    ...(error === null ? {} : { error }),
    ...(cause === null ? {} : { cause }),
    redriveStatus: status,
    ...(reason === undefined ? {} : { redriveStatusReason: reason }),
  };
}

function isDeleting({ machines }: Sfn, { revision }: ExecutionRecord): boolean {
  return machines.find(machines.parsed(revision).arn)?.status === 'DELETING';
}

/** The indexes of the run's children that wait to be redriven. */
function pendingRedrives({ driver }: Sfn, mapRun: number): readonly number[] {
  return mapRun === 0 ? [] : driver.mapRuns.pendingRedrives(mapRun);
}

/** What lists and descriptions have in common. */
function summary(sfn: Sfn, record: ExecutionRecord, waiting: readonly number[]) {
  const machine = sfn.machines.parsed(record.revision);
  const child = record.map_run === 0 ? undefined : sfn.driver.mapRuns.childOf(record.map_run, record.map_index);
  const machineArn = child ? childMachineArn(machine.arn, child.label) : machine.arn;
  return {
    executionArn: executionArn(machineArn, record.name),
    stateMachineArn: machineArn,
    name: record.name,
    status: waiting.includes(record.map_index) ? ('PENDING_REDRIVE' as const) : record.status,
    startDate: new Date(record.start),
    ...(record.stop === null ? {} : { stopDate: new Date(record.stop) }),
    ...(child ? { mapRunArn: child.mapRunArn } : {}),
    redriveCount: record.redrives,
    ...(record.redriven === null ? {} : { redriveDate: new Date(record.redriven) }),
  };
}

function list(sfn: Sfn, input: ListExecutionsInput): ListExecutionsOutput {
  const { stateMachineArn, mapRunArn, statusFilter, redriveFilter } = input;
  const { machine, mapRun } = listed(sfn, stateMachineArn, mapRunArn);
  const isPending = statusFilter === 'PENDING_REDRIVE';
  if (isPending && mapRun === 0)
    throw validationException('PENDING_REDRIVE is a status of the executions of a Map Run');
  const waiting = pendingRedrives(sfn, mapRun);
  const status = isPending ? undefined : statusFilter;
  const mapIndexes = mapRun && statusFilter ? { among: waiting, wanted: isPending } : undefined;
  const now = sfn.aws.clock.now();
  const redriven = redriveFilter === undefined ? undefined : redriveFilter === 'REDRIVEN';
  const { items, nextToken } = page(input, {
    of: ['ListExecutions', machine, mapRun, statusFilter, redriveFilter],
    now,
    read: (limit, before) => sfn.records.list({ machine, mapRun, status, redriven, mapIndexes, limit, before }, now),
    numberOf: ({ id }) => id,
  });
  return {
    executions: items.map((record) => summary(sfn, record, waiting)),
    ...(nextToken === undefined ? {} : { nextToken }),
  };
}

function listed(sfn: Sfn, machineArn: string | undefined, mapRunArn: string | undefined) {
  if (machineArn !== undefined && mapRunArn === undefined) {
    return { machine: machineAt(sfn, machineArn).machine, mapRun: 0 };
  }
  if (machineArn !== undefined || mapRunArn === undefined) {
    throw validationException('Must specify exactly one of stateMachineArn and mapRunArn');
  }
  checkArn(mapRunArn, 'mapRun');
  const run = sfn.driver.mapRuns.find(mapRunArn);
  const parent = run && sfn.records.byId(run.execution);
  if (!run || !parent) throw resourceNotFound(mapRunArn);
  return { machine: parent.machine, mapRun: run.id };
}
