import { type Inputs, integer, list, map, oneOf, required, type Shape, text } from '../../wire/input/shape.ts';

const LONGEST_NAME = 65_535;
const NAMES = { keys: { length: [0, LONGEST_NAME] } } as const;
const ATTRIBUTE_NAME = text({ length: [1, 255] });

/** Lists and maps hold values in turn. */
const VALUE: { [member: string]: Shape } = {
  S: 'text',
  N: 'text',
  B: 'blob',
  BOOL: 'boolean',
  NULL: 'boolean',
  SS: ['text'],
  NS: ['text'],
  BS: ['blob'],
};
VALUE.L = [VALUE];
VALUE.M = map(VALUE, NAMES);

const ITEM = map(VALUE, NAMES);
const TABLE = { TableName: required(text({ length: [1, 1024] })) } as const;
const CHANGE = {
  ...TABLE,
  ConditionExpression: 'text',
  ExpressionAttributeNames: { '*': text({ length: [0, LONGEST_NAME] }) },
  ExpressionAttributeValues: { '*': VALUE },
  ReturnValuesOnConditionCheckFailure: oneOf('ALL_OLD', 'NONE'),
} as const;
const PUT = { ...CHANGE, Item: required(ITEM) } as const;
const KEYED = { ...CHANGE, Key: required(ITEM) } as const;
const GET = { ...TABLE, Key: required(ITEM) } as const;
const RETURNS = { ReturnValues: oneOf('NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW') } as const;
const TRANSACTION = [1, 100] as const;

export const INPUTS = {
  CreateTable: {
    ...TABLE,
    AttributeDefinitions: [{ AttributeName: required(ATTRIBUTE_NAME), AttributeType: required(oneOf('S', 'N', 'B')) }],
    KeySchema: list(
      { AttributeName: required(ATTRIBUTE_NAME), KeyType: required(oneOf('HASH', 'RANGE')) },
      { length: [1, Number.POSITIVE_INFINITY] },
    ),
    BillingMode: oneOf('PROVISIONED', 'PAY_PER_REQUEST'),
    DeletionProtectionEnabled: 'boolean',
    SSESpecification: { Enabled: 'boolean', SSEType: oneOf('AES256', 'KMS'), KMSMasterKeyId: 'text' },
  },
  DescribeTable: TABLE,
  DeleteTable: TABLE,
  ListTables: {
    ExclusiveStartTableName: text({ length: [3, 255], pattern: '[a-zA-Z0-9_.-]+' }),
    Limit: integer(1, 100),
  },
  UpdateTimeToLive: {
    ...TABLE,
    TimeToLiveSpecification: required({ AttributeName: required(ATTRIBUTE_NAME), Enabled: required('boolean') }),
  },
  DescribeTimeToLive: TABLE,
  UpdateContinuousBackups: {
    ...TABLE,
    PointInTimeRecoverySpecification: required({ PointInTimeRecoveryEnabled: required('boolean') }),
  },
  DescribeContinuousBackups: TABLE,
  GetItem: { ...GET, ConsistentRead: 'boolean' },
  PutItem: { ...PUT, ...RETURNS },
  UpdateItem: { ...KEYED, UpdateExpression: 'text', ...RETURNS },
  DeleteItem: { ...KEYED, ...RETURNS },
  BatchWriteItem: {
    RequestItems: required(
      map(list({ PutRequest: { Item: required(ITEM) }, DeleteRequest: { Key: required(ITEM) } }, { length: [1, 25] }), {
        keys: { length: [1, 1024] },
      }),
    ),
  },
  TransactWriteItems: {
    TransactItems: required(
      list(
        {
          ConditionCheck: { ...KEYED, ConditionExpression: required('text') },
          Put: PUT,
          Update: { ...KEYED, UpdateExpression: required('text') },
          Delete: KEYED,
        },
        { length: TRANSACTION },
      ),
    ),
    ClientRequestToken: text({ length: [1, 36] }),
  },
  TransactGetItems: { TransactItems: required(list({ Get: required(GET) }, { length: TRANSACTION })) },
} as const satisfies Inputs;
