import type * as sdk from '@aws-sdk/client-eventbridge';
import type { SdkOperations } from '../../wire/input/sdk-operations.ts';
import { type Inputs, integer, list, map, oneOf, required, text } from '../../wire/input/shape.ts';
import { printEntry } from './entries.ts';

const EVENT_BUS_NAME = text({ length: [1, 256], pattern: '[/\\.\\-_A-Za-z0-9]+' });
const DEAD_LETTER_CONFIG = { Arn: text({ length: [1, 1600] }) } as const;
const TAG_KEY = text({ length: [1, 128] });
const TAG = { Key: required(TAG_KEY), Value: required(text({ length: [0, 256] })) } as const;
const EVENT_BUS_NAME_OR_ARN = text({
  length: [1, 1600],
  pattern: '(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-Za-z0-9]+',
});
const NEXT_TOKEN = text({ length: [1, 2048] });
const LIMIT_MAX100 = integer(1, 100);
const NON_PARTNER_EVENT_BUS_NAME = text({ length: [1, 256], pattern: '[\\.\\-_A-Za-z0-9]+' });
const ACTION = text({ length: [1, 64], pattern: 'events:[a-zA-Z]+' });
const PRINCIPAL = text({ length: [1, 12], pattern: '(\\d{12}|\\*)' });
const STATEMENT_ID = text({ length: [1, 64], pattern: '[a-zA-Z0-9-_]+' });
const RULE_NAME = text({ length: [1, 64], pattern: '[\\.\\-_A-Za-z0-9]+' });
const EVENT_PATTERN = text({ length: [0, 4096] });
const ROLE_ARN = text({ length: [1, 1600] });
const TARGET_ARN = text({ length: [1, 1600] });
const TARGET_ID = text({ length: [1, 64], pattern: '[\\.\\-_A-Za-z0-9]+' });
const TARGET_INPUT_PATH = text({ length: [0, 256] });
const TRANSFORMER_PATHS = map(TARGET_INPUT_PATH, {
  length: [0, 100],
  keys: { length: [1, 256], pattern: '[A-Za-z0-9\\_\\-]+' },
});
const NON_PARTNER_EVENT_BUS_NAME_OR_ARN = text({
  length: [1, 1600],
  pattern: '(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[\\.\\-_A-Za-z0-9]+',
});
const ARN = text({ length: [1, 1600] });
const ENTRY = {
  Time: 'time',
  Source: 'text',
  Resources: [text({ length: [0, 2048] })],
  DetailType: 'text',
  Detail: 'text',
  EventBusName: NON_PARTNER_EVENT_BUS_NAME_OR_ARN,
  TraceHeader: text({ length: [1, 500] }),
} as const;

const CONNECTION_NAME = text({ length: [1, 64], pattern: '[\\.\\-_A-Za-z0-9]+' });
const SECRET = text({ length: [1, 512], sensitive: true });
const CONNECTION_PARAMETERS = list(
  { Key: 'text', Value: text({ length: [0, 512], sensitive: true }), IsValueSecret: 'boolean' },
  { length: [0, 100] },
);
const CONNECTION = {
  Name: required(CONNECTION_NAME),
  Description: text({ length: [0, 512] }),
  AuthParameters: {
    ApiKeyAuthParameters: { ApiKeyName: required(text({ length: [1, 512] })), ApiKeyValue: required(SECRET) },
    BasicAuthParameters: { Username: required(text({ length: [1, 512] })), Password: required(SECRET) },
    InvocationHttpParameters: {
      HeaderParameters: CONNECTION_PARAMETERS,
      QueryStringParameters: CONNECTION_PARAMETERS,
      BodyParameters: CONNECTION_PARAMETERS,
    },
  },
} as const;
const AUTHORIZATION_TYPE = oneOf('BASIC', 'OAUTH_CLIENT_CREDENTIALS', 'API_KEY');

export const INPUTS = {
  CreateEventBus: {
    Name: required(EVENT_BUS_NAME),
    Description: text({ length: [0, 512] }),
    DeadLetterConfig: DEAD_LETTER_CONFIG,
    Tags: [TAG],
  },
  DeleteEventBus: { Name: required(EVENT_BUS_NAME) },
  DescribeEventBus: { Name: EVENT_BUS_NAME_OR_ARN },
  ListEventBuses: { NamePrefix: EVENT_BUS_NAME, NextToken: NEXT_TOKEN, Limit: LIMIT_MAX100 },
  CreateConnection: { ...CONNECTION, AuthorizationType: required(AUTHORIZATION_TYPE) },
  UpdateConnection: { ...CONNECTION, AuthorizationType: AUTHORIZATION_TYPE },
  DescribeConnection: { Name: required(CONNECTION_NAME) },
  DeleteConnection: { Name: required(CONNECTION_NAME) },
  RetrieveConnectionCredentials: { ConnectionArn: required(ARN) },
  PutPermission: {
    EventBusName: NON_PARTNER_EVENT_BUS_NAME,
    Action: ACTION,
    Principal: PRINCIPAL,
    StatementId: STATEMENT_ID,
    Condition: { Type: required('text'), Key: required('text'), Value: required('text') },
    Policy: 'text',
  },
  RemovePermission: {
    StatementId: STATEMENT_ID,
    RemoveAllPermissions: 'boolean',
    EventBusName: NON_PARTNER_EVENT_BUS_NAME,
  },
  PutRule: {
    Name: required(RULE_NAME),
    ScheduleExpression: text({ length: [0, 256] }),
    EventPattern: EVENT_PATTERN,
    State: oneOf('ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'),
    Description: text({ length: [0, 512] }),
    RoleArn: ROLE_ARN,
    Tags: [TAG],
    EventBusName: EVENT_BUS_NAME_OR_ARN,
  },
  DeleteRule: { Name: required(RULE_NAME), EventBusName: EVENT_BUS_NAME_OR_ARN, Force: 'boolean' },
  DescribeRule: { Name: required(RULE_NAME), EventBusName: EVENT_BUS_NAME_OR_ARN },
  ListRules: { NamePrefix: RULE_NAME, EventBusName: EVENT_BUS_NAME_OR_ARN, NextToken: NEXT_TOKEN, Limit: LIMIT_MAX100 },
  ListRuleNamesByTarget: {
    TargetArn: required(TARGET_ARN),
    EventBusName: EVENT_BUS_NAME_OR_ARN,
    NextToken: NEXT_TOKEN,
    Limit: LIMIT_MAX100,
  },
  EnableRule: { Name: required(RULE_NAME), EventBusName: EVENT_BUS_NAME_OR_ARN },
  DisableRule: { Name: required(RULE_NAME), EventBusName: EVENT_BUS_NAME_OR_ARN },
  PutTargets: {
    Rule: required(RULE_NAME),
    EventBusName: EVENT_BUS_NAME_OR_ARN,
    Targets: required(
      list(
        {
          Id: required(TARGET_ID),
          Arn: required(TARGET_ARN),
          RoleArn: ROLE_ARN,
          Input: text({ length: [0, 8192] }),
          InputPath: TARGET_INPUT_PATH,
          InputTransformer: { InputPathsMap: TRANSFORMER_PATHS, InputTemplate: required(text({ length: [1, 8192] })) },
          SqsParameters: { MessageGroupId: text({ length: [0, 100] }) },
          DeadLetterConfig: DEAD_LETTER_CONFIG,
          RetryPolicy: { MaximumRetryAttempts: integer(0, 185), MaximumEventAgeInSeconds: integer(60, 86_400) },
        },
        { length: [1, 100] },
      ),
    ),
  },
  RemoveTargets: {
    Rule: required(RULE_NAME),
    EventBusName: EVENT_BUS_NAME_OR_ARN,
    Ids: required(list(TARGET_ID, { length: [1, 100] })),
    Force: 'boolean',
  },
  ListTargetsByRule: {
    Rule: required(RULE_NAME),
    EventBusName: EVENT_BUS_NAME_OR_ARN,
    NextToken: NEXT_TOKEN,
    Limit: LIMIT_MAX100,
  },
  PutEvents: { Entries: required(list(ENTRY, { length: [1, 10], print: printEntry })) },
  TestEventPattern: { EventPattern: required(EVENT_PATTERN), Event: required('text') },
  TagResource: { ResourceARN: required(ARN), Tags: required([TAG]) },
  UntagResource: { ResourceARN: required(ARN), TagKeys: required([TAG_KEY]) },
  ListTagsForResource: { ResourceARN: required(ARN) },
} as const satisfies Inputs;

export type Operations = SdkOperations<typeof sdk, typeof INPUTS>;
