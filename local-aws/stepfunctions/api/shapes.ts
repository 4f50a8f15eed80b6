/** The types of request members. A member has the same type wherever it occurs, so one table is enough. */

import { AwsError, type Operation } from '../../core/aws.ts';

type Shape = 'String' | 'Integer' | 'Float' | 'Boolean' | [Shape] | { readonly [member: string]: Shape };

const members: { readonly [member: string]: Shape } = {
  cause: 'String',
  clientToken: 'String',
  context: 'String',
  definition: 'String',
  encryptionConfiguration: { kmsDataKeyReusePeriodSeconds: 'Integer', kmsKeyId: 'String', type: 'String' },
  error: 'String',
  executionArn: 'String',
  includedData: 'String',
  includeExecutionData: 'Boolean',
  input: 'String',
  inspectionLevel: 'String',
  loggingConfiguration: {
    destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: 'String' } }],
    includeExecutionData: 'Boolean',
    level: 'String',
  },
  mapRunArn: 'String',
  maxConcurrency: 'Integer',
  maxResults: 'Integer',
  mock: { errorOutput: { cause: 'String', error: 'String' }, fieldValidationMode: 'String', result: 'String' },
  name: 'String',
  nextToken: 'String',
  output: 'String',
  publish: 'Boolean',
  redriveFilter: 'String',
  resourceArn: 'String',
  revealSecrets: 'Boolean',
  reverseOrder: 'Boolean',
  roleArn: 'String',
  severity: 'String',
  stateConfiguration: {
    errorCausedByState: 'String',
    mapItemReaderData: 'String',
    mapIterationFailureCount: 'Integer',
    retrierRetryCount: 'Integer',
  },
  stateMachineArn: 'String',
  stateName: 'String',
  statusFilter: 'String',
  tagKeys: ['String'],
  tags: [{ key: 'String', value: 'String' }],
  taskToken: 'String',
  toleratedFailureCount: 'Integer',
  toleratedFailurePercentage: 'Float',
  traceHeader: 'String',
  tracingConfiguration: { enabled: 'Boolean' },
  type: 'String',
  variables: 'String',
  versionDescription: 'String',
};

/** The operation behind AWS's deserializer: null means absent, and what has the wrong shape goes no further. */
export function shaped<Input extends object, Output>(operation: Operation<Input, Output>): Operation<Input, Output> {
  return {
    permissions: (input, call) => operation.permissions(read(input), call),
    run: (input, call) => operation.run(read(input), call),
  };
}

function read<Input extends object>(input: Input): Input {
  return readStructure(input as Record<string, unknown>, members) as Input;
}

function readStructure(value: Record<string, unknown>, shapes: { readonly [member: string]: Shape }): object {
  const known = Object.entries(value).filter(([member, part]) => Object.hasOwn(shapes, member) && part != null);
  return Object.fromEntries(known.map(([member, part]) => [member, readShape(part, shapes[member] as Shape)]));
}

/** @throws AwsError SerializationException */
function readShape(value: unknown, shape: Shape): unknown {
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) throw mismatch('list');
    return value.map((item) => readShape(item, shape[0]));
  }
  if (typeof shape === 'object') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mismatch('structure or map');
    return readStructure(value as Record<string, unknown>, shape);
  }
  if (!scalars[shape](value)) throw mismatch(shape);
  return value;
}

const scalars = {
  String: (value: unknown) => typeof value === 'string',
  Integer: Number.isSafeInteger,
  Float: Number.isFinite,
  Boolean: (value: unknown) => typeof value === 'boolean',
};

function mismatch(expected: string): AwsError {
  return new AwsError('SerializationException', `A value of the request cannot be converted to ${expected}`);
}
