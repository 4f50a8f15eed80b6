import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type {
  CreateStateMachineInput,
  CreateStateMachineOutput,
  DescribeStateMachineForExecutionInput,
  DescribeStateMachineForExecutionOutput,
  EncryptionConfiguration,
  IncludedData,
  UpdateStateMachineInput,
  UpdateStateMachineOutput,
} from '@aws-sdk/client-sfn';
import type { Call, Permission } from '../../core/aws.ts';
import type { Checked } from '../../wire/input/shape.ts';
import { childMachineArn, machineName } from '../arns.ts';
import type { MachineRevision, MachineSettings } from '../executions/machines.ts';
import { variableReferences } from '../language/variable-references.ts';
import { checkDefinition } from './definitions.ts';
import {
  invalidEncryptionConfiguration,
  missingRequiredParameter,
  notServed,
  stateMachineAlreadyExists,
  stateMachineDeleting,
  validationException,
} from './errors.ts';
import type { INPUTS, Operations } from './inputs.ts';
import { checkArn, checkName } from './names.ts';
import { page } from './paging.ts';
import { tryRole } from './role.ts';
import { executionAt, machineArnOf, machineAt, on, type Sfn } from './service.ts';
import { checkedTags, tagRecord } from './tags.ts';

export function stateMachines(sfn: Sfn) {
  return {
    CreateStateMachine: {
      permissions: (input, call) => creating(input, machineArnOf(input.name ?? '*', call)),
      run: (input, call) => create(sfn, input, call),
    },
    UpdateStateMachine: {
      permissions: ({ stateMachineArn, roleArn }) => [
        { action: 'states:UpdateStateMachine', resource: stateMachineArn ?? '*' },
        ...(roleArn ? [passing(roleArn)] : []),
      ],
      run: (input, call) => update(sfn, input, call),
    },
    DeleteStateMachine: {
      permissions: on('DeleteStateMachine', 'stateMachineArn'),
      run(input) {
        const arn = input.stateMachineArn;
        checkArn(arn, 'stateMachine');
        const machine = sfn.machines.find(arn);
        if (machine) sfn.driver.deleteMachine(machine);
        return {};
      },
    },
    DescribeStateMachine: {
      permissions: on('DescribeStateMachine', 'stateMachineArn'),
      run(input) {
        const machine = machineAt(sfn, input.stateMachineArn);
        const { created, definition, roleArn, revisionId, status } = machine;
        return {
          ...identified(machine),
          status,
          ...described(definition, input),
          roleArn,
          type: 'STANDARD',
          creationDate: new Date(created),
          ...settingsOf(machine),
          ...(revisionId === null ? {} : { revisionId }),
        };
      },
    },
    ListStateMachines: {
      permissions: () => [{ action: 'states:ListStateMachines', resource: '*' }],
      run(input, call) {
        const own = machineArnOf('', call);
        const { items, nextToken } = page(input, {
          of: ['ListStateMachines', own],
          now: sfn.aws.clock.now(),
          read: (limit, last) => sfn.machines.list(own, limit, last),
          numberOf: (found) => found.machine,
        });
        const stateMachines = items.map((machine) => ({
          ...identified(machine),
          type: 'STANDARD' as const,
          creationDate: new Date(machine.created),
        }));
        return { stateMachines, ...(nextToken === undefined ? {} : { nextToken }) };
      },
    },
    DescribeStateMachineForExecution: {
      permissions: on('DescribeStateMachineForExecution', 'executionArn'),
      run: (input) => describeFor(sfn, input),
    },
  } satisfies Operations;
}

function passing(roleArn: string): Permission {
  return { action: 'iam:PassRole', resource: roleArn, context: { 'iam:PassedToService': 'states.amazonaws.com' } };
}

function creating({ roleArn, tags }: CreateStateMachineInput, resource: string): Permission[] {
  return [
    { action: 'states:CreateStateMachine', resource },
    ...(tags?.length ? [{ action: 'states:TagResource', resource }] : []),
    ...(roleArn ? [passing(roleArn)] : []),
  ];
}

function create(
  sfn: Sfn,
  input: Checked<CreateStateMachineInput, typeof INPUTS.CreateStateMachine>,
  call: Call,
): CreateStateMachineOutput {
  const { name, definition, roleArn, loggingConfiguration, type, tags } = input;
  checkName(name);
  if (type === 'EXPRESS') throw notServed('A state machine of type EXPRESS');
  refuseVersion(input);
  const arn = machineArnOf(name, call);
  checkDefinition(definition);
  const known = sfn.machines.find(arn);
  const settings = settingsIn(input);
  if (known) return again(known, definition, settings);
  tryRole(sfn, { arn, roleArn, definition, loggingConfiguration }, call);
  const now = sfn.aws.clock.now();
  const revision = { arn, roleArn, definition, settings, revisionId: null };
  sfn.machines.create(revision, checkedTags(tagRecord(tags), arn), now);
  return { stateMachineArn: arn, creationDate: new Date(now) };
}

/** "idempotent on name, definition, type, LoggingConfiguration and TracingConfiguration"; role and tags do not count. */
function again(known: MachineRevision, definition: string, settings: MachineSettings): CreateStateMachineOutput {
  if (known.status === 'DELETING') throw stateMachineDeleting(known.arn);
  if (known.definition !== definition || !isDeepStrictEqual(known.settings, settings)) {
    throw stateMachineAlreadyExists(known.arn);
  }
  return { stateMachineArn: known.arn, creationDate: new Date(known.created) };
}

function update(
  sfn: Sfn,
  input: Checked<UpdateStateMachineInput, typeof INPUTS.UpdateStateMachine>,
  call: Call,
): UpdateStateMachineOutput {
  const machine = machineAt(sfn, input.stateMachineArn);
  if (machine.status === 'DELETING') throw stateMachineDeleting(machine.arn);
  const settings = settingsIn(input);
  if (input.definition === undefined && input.roleArn === undefined && Object.keys(settings).length === 0) {
    throw missingRequiredParameter(
      'Either the definition, the role ARN, the LoggingConfiguration, the EncryptionConfiguration or the TracingConfiguration must be specified',
    );
  }
  refuseVersion(input);
  const { definition = machine.definition, roleArn = machine.roleArn, loggingConfiguration } = input;
  checkDefinition(definition);
  tryRole(sfn, { arn: machine.arn, roleArn, definition, loggingConfiguration }, call);
  const revisionId = randomUUID();
  const now = sfn.aws.clock.now();
  const merged = { ...machine.settings, ...settings };
  sfn.machines.update({ arn: machine.arn, roleArn, definition, settings: merged, revisionId }, now);
  return { updateDate: new Date(now), revisionId };
}

/** @throws AwsError ValidationException: versions are not served, and a description belongs to a version. */
function refuseVersion({ publish, versionDescription }: CreateStateMachineInput | UpdateStateMachineInput): void {
  if (publish) throw notServed('Publishing a version');
  if (versionDescription !== undefined)
    throw validationException('Version description can only be set when publish is true');
}

/** @throws AwsError InvalidEncryptionConfiguration */
function refuseEncryption(configuration: EncryptionConfiguration | undefined): void {
  if (!configuration) return;
  const { type, kmsKeyId } = configuration;
  if ((type === 'CUSTOMER_MANAGED_KMS_KEY') !== (kmsKeyId !== undefined)) {
    throw invalidEncryptionConfiguration(
      kmsKeyId === undefined ? 'A customer managed key needs its kmsKeyId' : 'An AWS owned key takes no kmsKeyId',
    );
  }
}

function settingsIn(
  input: Checked<CreateStateMachineInput, typeof INPUTS.CreateStateMachine> | UpdateStateMachineInput,
): MachineSettings {
  const { loggingConfiguration, tracingConfiguration, encryptionConfiguration } = input;
  refuseEncryption(encryptionConfiguration);
  return {
    ...(loggingConfiguration && { loggingConfiguration }),
    ...(tracingConfiguration && { tracingConfiguration }),
    ...(encryptionConfiguration && { encryptionConfiguration }),
  };
}

/** METADATA_ONLY answers an empty definition. */
function described(definition: string, { includedData }: { includedData?: IncludedData | undefined }) {
  if (includedData === 'METADATA_ONLY') return { definition: '{}' };
  return { definition, variableReferences: variableReferences(JSON.parse(definition)) };
}

function identified({ arn }: MachineRevision): { stateMachineArn: string; name: string } {
  return { stateMachineArn: arn, name: machineName(arn) };
}

function settingsOf({ settings }: MachineRevision): MachineSettings {
  return {
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    ...settings,
  };
}

function describeFor(
  sfn: Sfn,
  input: Checked<DescribeStateMachineForExecutionInput, typeof INPUTS.DescribeStateMachineForExecution>,
): DescribeStateMachineForExecutionOutput {
  const record = executionAt(sfn, input.executionArn);
  const machine = sfn.machines.revision(record.revision);
  const { definition, roleArn, revisionId, updated } = machine;
  const common = {
    ...identified(machine),
    ...described(definition, input),
    roleArn,
    updateDate: new Date(updated),
    ...settingsOf(machine),
    ...(revisionId === null ? {} : { revisionId }),
  };
  if (record.map_run === 0) return common;
  const { label, mapRunArn, definition: own } = sfn.driver.mapRuns.childOf(record.map_run, record.map_index);
  return {
    ...common,
    stateMachineArn: childMachineArn(machine.arn, label),
    name: `${common.name}/${label}`,
    ...described(JSON.stringify(own), input),
    mapRunArn,
    label,
  };
}
