/** What Step Functions does with a machine's role: when the machine is created or updated, and for traces. */

import type { LoggingConfiguration } from '@aws-sdk/client-sfn';
import type { Call, Identity } from '../../core/aws.ts';
import type { MachineRevision } from '../executions/machines.ts';
import { accessDenied, invalidArn, invalidLoggingConfiguration } from './errors.ts';
import type { Sfn } from './service.ts';

/** "AWSServiceRole" policies of the developer guide: none of these can be narrowed to a resource. */
const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:CreateLogStream',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutLogEvents',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

/** Waiting for another execution is done with a rule that Step Functions manages in the account. */
const WAITS_FOR_EXECUTION = /:states:::states:startExecution\.sync\b/;

const MANAGED_RULE = ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'];

interface RoleUse {
  /** The machine's ARN. */
  arn: string;
  roleArn: string;
  definition: string;
  loggingConfiguration: LoggingConfiguration | undefined;
}

/** @throws InvalidArn */
export function refuseRoleArn(roleArn: string): void {
  if (!/^arn:[^:]+:iam::\d{12}:role\/.+/.test(roleArn)) throw invalidArn(roleArn);
}

/** @throws InvalidArn, InvalidLoggingConfiguration, AccessDeniedException */
export function tryRole(sfn: Sfn, { arn, roleArn, definition, loggingConfiguration }: RoleUse, call: Call): void {
  refuseRoleArn(roleArn);
  const role = assumed(sfn, roleArn, arn);
  if (logs(loggingConfiguration) && !LOG_DELIVERY.every((action) => sfn.authorize(role, { action, resource: '*' }))) {
    throw accessDenied('The state machine IAM Role is not authorized to access the Log Destination');
  }
  const resource = `arn:aws:events:${call.region}:${call.account}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`;
  if (
    WAITS_FOR_EXECUTION.test(definition) &&
    !MANAGED_RULE.every((action) => sfn.authorize(role, { action, resource }))
  ) {
    throw accessDenied(`'${roleArn}' is not authorized to create managed-rule.`);
  }
}

/** "X-Ray and Step Functions" in the developer guide. */
const TRACING = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];

/** An execution is traced with its role; without permission the trace is lost, and nothing fails. */
export function trace(sfn: Sfn, { arn, roleArn, settings }: MachineRevision): void {
  if (!settings.tracingConfiguration?.enabled) return;
  try {
    const role = assumed(sfn, roleArn, arn);
    for (const action of TRACING) sfn.authorize(role, { action, resource: '*' });
  } catch {
    // A role that cannot be assumed any more fails the execution's first task, not its start.
  }
}

function assumed({ aws }: Sfn, roleArn: string, sourceArn: string): Identity {
  try {
    return aws.assume(roleArn, 'StepFunctions', 'states.amazonaws.com', { sourceArn });
  } catch {
    throw accessDenied(
      'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.',
    );
  }
}

function logs(configuration: LoggingConfiguration | undefined): boolean {
  if (!configuration) return false;
  if ((configuration.level ?? 'OFF') === 'OFF') return false;
  const [destination, ...others] = configuration.destinations ?? [];
  const group = destination?.cloudWatchLogsLogGroup?.logGroupArn;
  if (!group || others.length > 0) throw invalidLoggingConfiguration('Must specify exactly one Log Destination.');
  if (!group.endsWith(':*')) throw invalidLoggingConfiguration(`The log group ARN must end with ':*': ${group}`);
  return true;
}
