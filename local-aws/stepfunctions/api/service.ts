import type { Aws, Call, Identity, Permission } from '../../core/aws.ts';
import type { Driver } from '../executions/driver.ts';
import type { MachineRevision, Machines } from '../executions/machines.ts';
import type { ExecutionRecord, Records } from '../executions/records.ts';
import type { RedriveTokens } from '../executions/redrive-tokens.ts';
import { executionDoesNotExist, stateMachineDoesNotExist } from './errors.ts';
import { checkArn } from './names.ts';

export interface Sfn {
  aws: Aws;
  machines: Machines;
  records: Records;
  driver: Driver;
  redriveTokens: RedriveTokens;
  /** Whether an identity has a permission; asked for what Step Functions tries with a machine's role when the machine is created. */
  authorize(identity: Identity, permission: Permission): boolean;
}

/** @throws InvalidArn, StateMachineDoesNotExist */
export function machineAt({ machines }: Sfn, arn: string): MachineRevision {
  checkArn(arn, 'stateMachine');
  const machine = machines.find(arn);
  if (!machine) throw stateMachineDoesNotExist(arn);
  return machine;
}

/** @throws InvalidArn, ExecutionDoesNotExist */
export function executionAt({ driver }: Sfn, arn: string): ExecutionRecord {
  checkArn(arn, 'execution');
  const record = driver.find(arn);
  if (!record) throw executionDoesNotExist(arn);
  return record;
}

/** The permission of most operations: one action on one resource. */
export function on<Member extends string>(action: string, member: Member) {
  return (input: { [Key in Member]?: string | undefined }): readonly Permission[] => [
    { action: `states:${action}`, resource: input[member] ?? '*' },
  ];
}

export function machineArnOf(name: string, { region, account }: Call): string {
  return `arn:aws:states:${region}:${account}:stateMachine:${name}`;
}
