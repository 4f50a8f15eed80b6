/**
 * The output models that mocked results are validated against (AWS's API models, members spelt as Step Functions does).
 * `!` marks required members, `*` the values of a map; a range is one of lengths or values. Results of other operations
 * are not validated.
 */

export type Model = string | readonly [Model] | { readonly [member: string]: Model };

const ERROR = { ErrorCode: 'string', Message: 'string' };

const ATTRIBUTES = {
  '*': {
    S: 'string',
    N: 'string',
    B: 'blob',
    SS: ['string'],
    NS: ['string'],
    BS: ['blob'],
    NULL: 'boolean',
    BOOL: 'boolean',
  },
} as const;

const FUNCTION_CONFIGURATION = {
  FunctionName: 'string 1..256',
  FunctionArn: 'string 0..10000',
  Runtime: 'string',
  Role: 'string 0..10000',
  Handler: 'string 0..128',
  CodeSize: 'integer',
  Description: 'string 0..256',
  Timeout: 'integer 1..',
  MemorySize: 'integer 128..10240',
  LastModified: 'string',
  CodeSha256: 'string',
  Version: 'string 1..1024',
  VpcConfig: {
    SubnetIds: ['string'],
    SecurityGroupIds: ['string'],
    VpcId: 'string',
    Ipv6AllowedForDualStack: 'boolean',
  },
  DeadLetterConfig: { TargetArn: 'string' },
  Environment: { Variables: { '*': 'string' }, Error: ERROR },
  KMSKeyArn: 'string',
  TracingConfig: { Mode: 'string' },
  MasterArn: 'string',
  RevisionId: 'string',
  Layers: [{ Arn: 'string 1..2048', CodeSize: 'integer', SigningProfileVersionArn: 'string', SigningJobArn: 'string' }],
  State: 'string',
  StateReason: 'string',
  StateReasonCode: 'string',
  LastUpdateStatus: 'string',
  LastUpdateStatusReason: 'string',
  LastUpdateStatusReasonCode: 'string',
  PackageType: 'string',
  Architectures: ['string'],
  EphemeralStorage: { '!Size': 'integer 512..10240' },
  SnapStart: { ApplyOn: 'string', OptimizationStatus: 'string' },
  RuntimeVersionConfig: { RuntimeVersionArn: 'string 26..2048', Error: ERROR },
  LoggingConfig: {
    LogFormat: 'string',
    ApplicationLogLevel: 'string',
    SystemLogLevel: 'string',
    LogGroup: 'string 1..512',
  },
} as const;

const INVOCATION = {
  StatusCode: 'integer',
  FunctionError: 'string',
  LogResult: 'string',
  ExecutedVersion: 'string 1..1024',
};

const STARTED_EXECUTION = { '!ExecutionArn': 'string 1..256', '!StartDate': 'timestamp' };

const DESCRIBED_EXECUTION = {
  '!ExecutionArn': 'string 1..256',
  '!StateMachineArn': 'string 1..256',
  Name: 'string 1..80',
  '!Status': 'string',
  '!StartDate': 'timestamp',
  StopDate: 'timestamp',
  InputDetails: { Included: 'boolean' },
  OutputDetails: { Included: 'boolean' },
  Error: 'string 0..256',
  Cause: 'string 0..32768',
};

const PUT_EVENTS = {
  FailedEntryCount: 'integer',
  Entries: [{ EventId: 'string 0..64', ErrorCode: 'string', ErrorMessage: 'string' }],
} as const;

const SENT_MESSAGE = {
  MD5OfMessageBody: 'string',
  MD5OfMessageAttributes: 'string',
  MD5OfMessageSystemAttributes: 'string',
  MessageId: 'string',
  SequenceNumber: 'string',
};

const ITEM = { Attributes: ATTRIBUTES };

/** By what follows `arn:aws:states:::` in a resource. */
export const OUTPUT_MODELS: Readonly<Record<string, Model>> = {
  'events:putEvents': PUT_EVENTS,
  'lambda:invoke': INVOCATION,
  'sqs:sendMessage': SENT_MESSAGE,
  'sns:publish': { MessageId: 'string', SequenceNumber: 'string' },
  'states:startExecution': STARTED_EXECUTION,
  'states:startExecution.sync': DESCRIBED_EXECUTION,
  'states:startExecution.sync:2': DESCRIBED_EXECUTION,
  'dynamodb:getItem': { Item: ATTRIBUTES },
  'dynamodb:putItem': ITEM,
  'dynamodb:updateItem': ITEM,
  'dynamodb:deleteItem': ITEM,
  'aws-sdk:dynamodb:getItem': { Item: ATTRIBUTES },
  'aws-sdk:dynamodb:putItem': ITEM,
  'aws-sdk:eventbridge:putEvents': PUT_EVENTS,
  'aws-sdk:kms:decrypt': {
    KeyId: 'string 1..2048',
    Plaintext: 'blob 1..4096',
    EncryptionAlgorithm: 'string',
    CiphertextForRecipient: 'blob 1..6144',
  },
  'aws-sdk:kms:encrypt': { CiphertextBlob: 'blob 1..6144', KeyId: 'string 1..2048', EncryptionAlgorithm: 'string' },
  'aws-sdk:lambda:getFunction': {
    Configuration: FUNCTION_CONFIGURATION,
    Code: { RepositoryType: 'string', Location: 'string', ImageUri: 'string', ResolvedImageUri: 'string' },
    Tags: { '*': 'string' },
    Concurrency: { ReservedConcurrentExecutions: 'integer 0..' },
  },
  'aws-sdk:lambda:getFunctionConfiguration': FUNCTION_CONFIGURATION,
  'aws-sdk:lambda:invoke': INVOCATION,
  'aws-sdk:sfn:startExecution': STARTED_EXECUTION,
  'aws-sdk:sfn:describeExecution': DESCRIBED_EXECUTION,
  'aws-sdk:sqs:sendMessage': SENT_MESSAGE,
};
