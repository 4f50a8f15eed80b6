import type * as sdk from '@aws-sdk/client-sfn';
import type { SdkOperations } from '../../wire/input/sdk-operations.ts';
import { type Inputs, integer, long, number, oneOf, required, text } from '../../wire/input/shape.ts';

const NAME = text({ length: [1, 80] });
const DEFINITION = text({ length: [1, 1_048_576], sensitive: true });
const ARN = text({ length: [1, 256] });
const STATE_MACHINE_TYPE = oneOf('STANDARD', 'EXPRESS');
const LOGGING_CONFIGURATION = {
  level: oneOf('ALL', 'ERROR', 'FATAL', 'OFF'),
  includeExecutionData: 'boolean',
  destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: ARN } }],
} as const;
const TAG_KEY = text({ length: [1, 128] });
const TAG = { key: TAG_KEY, value: text({ length: [0, 256] }) } as const;
const TRACING_CONFIGURATION = { enabled: 'boolean' } as const;
const VERSION_DESCRIPTION = text({ length: [0, 256], sensitive: true });
const ENCRYPTION_CONFIGURATION = {
  kmsKeyId: text({ length: [1, 2048] }),
  kmsDataKeyReusePeriodSeconds: integer(60, 900),
  type: required(oneOf('AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KMS_KEY')),
} as const;
const INCLUDED_DATA = oneOf('ALL_DATA', 'METADATA_ONLY');
const PAGE_SIZE = integer(0, 1000);
const PAGE_TOKEN = text({ length: [1, 1024] });
const SENSITIVE_DATA = text({ length: [0, 262_144], sensitive: true });
const TRACE_HEADER = text({ length: [0, 256], pattern: '\\p{ASCII}*' });
const SENSITIVE_ERROR = text({ length: [0, 256], sensitive: true });
const SENSITIVE_CAUSE = text({ length: [0, 32_768], sensitive: true });
const CLIENT_TOKEN = text({ length: [1, 64], pattern: '[!-~]+' });
const LONG_ARN = text({ length: [1, 2000] });
const TASK_TOKEN = text({ length: [1, 2048] });
const TEST_STATE_STATE_NAME = text({ length: [1, 80], sensitive: true });

export const INPUTS = {
  CreateStateMachine: {
    name: required(NAME),
    definition: required(DEFINITION),
    roleArn: required(ARN),
    type: STATE_MACHINE_TYPE,
    loggingConfiguration: LOGGING_CONFIGURATION,
    tags: [TAG],
    tracingConfiguration: TRACING_CONFIGURATION,
    publish: 'boolean',
    versionDescription: VERSION_DESCRIPTION,
    encryptionConfiguration: ENCRYPTION_CONFIGURATION,
  },
  UpdateStateMachine: {
    stateMachineArn: required(ARN),
    definition: DEFINITION,
    roleArn: ARN,
    loggingConfiguration: LOGGING_CONFIGURATION,
    tracingConfiguration: TRACING_CONFIGURATION,
    publish: 'boolean',
    versionDescription: VERSION_DESCRIPTION,
    encryptionConfiguration: ENCRYPTION_CONFIGURATION,
  },
  DeleteStateMachine: { stateMachineArn: required(ARN) },
  DescribeStateMachine: { stateMachineArn: required(ARN), includedData: INCLUDED_DATA },
  ListStateMachines: { maxResults: PAGE_SIZE, nextToken: PAGE_TOKEN },
  DescribeStateMachineForExecution: { executionArn: required(ARN), includedData: INCLUDED_DATA },
  StartExecution: { stateMachineArn: required(ARN), name: NAME, input: SENSITIVE_DATA, traceHeader: TRACE_HEADER },
  StopExecution: { executionArn: required(ARN), error: SENSITIVE_ERROR, cause: SENSITIVE_CAUSE },
  RedriveExecution: { executionArn: required(ARN), clientToken: CLIENT_TOKEN },
  DescribeExecution: { executionArn: required(ARN), includedData: INCLUDED_DATA },
  ListExecutions: {
    stateMachineArn: ARN,
    statusFilter: oneOf('RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'),
    maxResults: PAGE_SIZE,
    nextToken: text({ length: [1, 3096] }),
    mapRunArn: LONG_ARN,
    redriveFilter: oneOf('REDRIVEN', 'NOT_REDRIVEN'),
  },
  GetExecutionHistory: {
    executionArn: required(ARN),
    maxResults: PAGE_SIZE,
    reverseOrder: 'boolean',
    nextToken: PAGE_TOKEN,
    includeExecutionData: 'boolean',
  },
  DescribeMapRun: { mapRunArn: required(LONG_ARN) },
  ListMapRuns: { executionArn: required(ARN), maxResults: PAGE_SIZE, nextToken: PAGE_TOKEN },
  UpdateMapRun: {
    mapRunArn: required(LONG_ARN),
    maxConcurrency: integer(0, 2_147_483_647),
    toleratedFailurePercentage: number(0, 100),
    toleratedFailureCount: long(0, Number.POSITIVE_INFINITY),
  },
  SendTaskSuccess: { taskToken: required(TASK_TOKEN), output: required(SENSITIVE_DATA) },
  SendTaskFailure: { taskToken: required(TASK_TOKEN), error: SENSITIVE_ERROR, cause: SENSITIVE_CAUSE },
  SendTaskHeartbeat: { taskToken: required(TASK_TOKEN) },
  ValidateStateMachineDefinition: {
    definition: required(DEFINITION),
    type: STATE_MACHINE_TYPE,
    severity: oneOf('ERROR', 'WARNING'),
    maxResults: integer(0, 100),
  },
  TagResource: { resourceArn: required(ARN), tags: required([TAG]) },
  UntagResource: { resourceArn: required(ARN), tagKeys: required([TAG_KEY]) },
  ListTagsForResource: { resourceArn: required(ARN) },
  TestState: {
    definition: required(DEFINITION),
    roleArn: ARN,
    input: SENSITIVE_DATA,
    inspectionLevel: oneOf('INFO', 'DEBUG', 'TRACE'),
    revealSecrets: 'boolean',
    variables: SENSITIVE_DATA,
    stateName: TEST_STATE_STATE_NAME,
    mock: {
      result: SENSITIVE_DATA,
      errorOutput: { error: SENSITIVE_ERROR, cause: SENSITIVE_CAUSE },
      fieldValidationMode: oneOf('STRICT', 'PRESENT', 'NONE'),
    },
    context: SENSITIVE_DATA,
    stateConfiguration: {
      retrierRetryCount: integer(0, 2_147_483_647),
      errorCausedByState: TEST_STATE_STATE_NAME,
      mapIterationFailureCount: integer(0, 2_147_483_647),
      mapItemReaderData: SENSITIVE_DATA,
    },
  },
  ListStateMachineAliases: { stateMachineArn: required(ARN), nextToken: PAGE_TOKEN, maxResults: PAGE_SIZE },
  ListStateMachineVersions: { stateMachineArn: required(ARN), nextToken: PAGE_TOKEN, maxResults: PAGE_SIZE },
} as const satisfies Inputs;

export type Operations = SdkOperations<typeof sdk, typeof INPUTS>;
