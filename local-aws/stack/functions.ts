/** The stack's Lambda functions, each from the resources that refer to it. */

import { basename, join } from 'node:path';
import type { PolicyDocument, Statement } from '../iam/index.ts';
import { type AsynchronousConfig, DEFAULTS, type FunctionDefinition } from '../lambda/execution/definition.ts';
import type { Stack } from './load.ts';
import type { Resource } from './types/contract.ts';

/** The properties of AWS::Lambda::Function that are read here, in CloudFormation's spelling. */
interface FunctionProperties {
  Architectures?: ('x86_64' | 'arm64')[];
  Code?: { S3Key?: string };
  DeadLetterConfig?: { TargetArn?: string };
  Description?: string;
  Environment?: { Variables?: Record<string, unknown> };
  Handler: string;
  LoggingConfig?: { LogFormat?: 'Text' | 'JSON'; LogGroup?: string };
  MemorySize?: number | string;
  ReservedConcurrentExecutions?: number | string;
  Role: string;
  Runtime: string;
  Timeout?: number | string;
  TracingConfig?: { Mode?: string };
}

interface EventInvokeProperties {
  DestinationConfig?: { OnSuccess?: { Destination: string }; OnFailure?: { Destination: string } };
  MaximumEventAgeInSeconds?: number | string;
  MaximumRetryAttempts?: number | string;
}

export function functionsOf(stack: Stack): FunctionDefinition[] {
  return ofType(stack, 'AWS::Lambda::Function').map((resource) => functionOf(resource, stack));
}

function functionOf({ physicalId: name, properties }: Resource, stack: Stack): FunctionDefinition {
  const read = properties as unknown as FunctionProperties;
  const arn = `arn:aws:lambda:${stack.region}:${stack.account}:function:${name}`;
  const statements = ofType(stack, 'AWS::Lambda::Permission')
    .filter((permission) => speaksOf(permission, name, arn))
    .map((permission) => statementOf(permission, arn));
  const policy: PolicyDocument = { Version: '2012-10-17', Id: 'default', Statement: statements };
  return {
    name,
    arn,
    runtime: read.Runtime,
    handler: read.Handler,
    roleArn: read.Role,
    zip: zipOf(read.Code, name, stack),
    environment: Object.fromEntries(
      Object.entries(read.Environment?.Variables ?? {}).map(([key, value]) => [key, String(value)]),
    ),
    timeout: Number(read.Timeout ?? DEFAULTS.timeout),
    memorySize: Number(read.MemorySize ?? DEFAULTS.memorySize),
    architecture: read.Architectures?.[0] ?? 'x86_64',
    traced: read.TracingConfig?.Mode === 'Active',
    logFormat: read.LoggingConfig?.LogFormat ?? 'Text',
    logGroup: read.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    asynchronous: asynchronousOf(ofType(stack, 'AWS::Lambda::EventInvokeConfig').find((it) => speaksOf(it, name, arn))),
    ...(read.Description === undefined ? {} : { description: read.Description }),
    ...(read.DeadLetterConfig?.TargetArn === undefined ? {} : { deadLetterArn: read.DeadLetterConfig.TargetArn }),
    ...(read.ReservedConcurrentExecutions === undefined
      ? {}
      : { reservedConcurrency: Number(read.ReservedConcurrentExecutions) }),
    ...(statements.length === 0 ? {} : { policy }),
  };
}

/** The zip has the last name of its S3 key, as packagers upload it; where the code names none, the function's. */
function zipOf(code: FunctionProperties['Code'], name: string, { bundles = '.' }: Stack): string {
  return join(bundles, code?.S3Key === undefined ? `${name}.zip` : basename(code.S3Key));
}

function asynchronousOf(resource: Resource | undefined): AsynchronousConfig {
  const { DestinationConfig, MaximumEventAgeInSeconds, MaximumRetryAttempts } = (resource?.properties ??
    {}) as EventInvokeProperties;
  const { OnSuccess, OnFailure } = DestinationConfig ?? {};
  return {
    maximumRetryAttempts: Number(MaximumRetryAttempts ?? DEFAULTS.maximumRetryAttempts),
    maximumEventAge: Number(MaximumEventAgeInSeconds ?? DEFAULTS.maximumEventAge),
    ...(OnSuccess === undefined ? {} : { onSuccess: OnSuccess.Destination }),
    ...(OnFailure === undefined ? {} : { onFailure: OnFailure.Destination }),
  };
}

/** The statement that Lambda writes into the function's policy for an AWS::Lambda::Permission. */
function statementOf({ logicalId, properties }: Resource, arn: string): Statement {
  const { Action, Principal, SourceArn, SourceAccount } = properties as Record<string, string>;
  const condition = {
    ...(SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': SourceArn } }),
    ...(SourceAccount === undefined ? {} : { StringEquals: { 'AWS:SourceAccount': SourceAccount } }),
  };
  return {
    Sid: logicalId,
    Effect: 'Allow',
    Principal: Principal?.endsWith('.amazonaws.com') ? { Service: Principal } : { AWS: Principal ?? '' },
    Action: Action ?? 'lambda:InvokeFunction',
    Resource: arn,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

function speaksOf({ properties }: Resource, name: string, arn: string): boolean {
  return properties.FunctionName === name || properties.FunctionName === arn;
}

export function ofType({ resources }: Stack, type: string): Resource[] {
  return resources.filter((resource) => resource.type === type);
}
