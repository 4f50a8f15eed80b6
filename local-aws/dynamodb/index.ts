/** Amazon DynamoDB: tables on demand, single items, transactions. */

import type { Aws, Service } from '../core/aws.ts';
import { type Inputs, type Shape, typed } from '../wire/input/typed.ts';
import { items } from './api/items.ts';
import { administration } from './api/tables.ts';
import { transactions } from './api/transactions.ts';
import { Tables } from './state/tables.ts';

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
VALUE.M = { '*': VALUE };

const ITEM = { '*': VALUE } as const;
const TABLE = { TableName: 'text' } as const;
const CHANGE = {
  ...TABLE,
  ConditionExpression: 'text',
  ExpressionAttributeNames: { '*': 'text' },
  ExpressionAttributeValues: ITEM,
  ReturnValuesOnConditionCheckFailure: 'text',
} as const;
const PUT = { ...CHANGE, Item: ITEM } as const;
const KEYED = { ...CHANGE, Key: ITEM } as const;
const UPDATE = { ...KEYED, UpdateExpression: 'text' } as const;
const GET = { ...TABLE, Key: ITEM } as const;

const inputs: Inputs = {
  CreateTable: {
    ...TABLE,
    AttributeDefinitions: [{ AttributeName: 'text', AttributeType: 'text' }],
    KeySchema: [{ AttributeName: 'text', KeyType: 'text' }],
    BillingMode: 'text',
    DeletionProtectionEnabled: 'boolean',
    SSESpecification: { Enabled: 'boolean', SSEType: 'text', KMSMasterKeyId: 'text' },
  },
  DescribeTable: TABLE,
  DeleteTable: TABLE,
  ListTables: { ExclusiveStartTableName: 'text', Limit: 'integer' },
  UpdateTimeToLive: { ...TABLE, TimeToLiveSpecification: { AttributeName: 'text', Enabled: 'boolean' } },
  DescribeTimeToLive: TABLE,
  UpdateContinuousBackups: {
    ...TABLE,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: 'boolean' },
  },
  DescribeContinuousBackups: TABLE,
  GetItem: { ...GET, ConsistentRead: 'boolean' },
  PutItem: { ...PUT, ReturnValues: 'text' },
  UpdateItem: { ...UPDATE, ReturnValues: 'text' },
  DeleteItem: { ...KEYED, ReturnValues: 'text' },
  TransactWriteItems: {
    TransactItems: [{ ConditionCheck: KEYED, Put: PUT, Update: UPDATE, Delete: KEYED }],
    ClientRequestToken: 'text',
  },
  TransactGetItems: { TransactItems: [{ Get: GET }] },
};

export function dynamodb(aws: Aws): Service {
  const tables = new Tables(aws);
  const service: Service = {
    name: 'dynamodb',
    signingName: 'dynamodb',
    protocol: 'awsJson1.0',
    targetPrefix: 'DynamoDB_20120810',
    errorNamespace: 'com.amazonaws.dynamodb.v20120810',
    operations: { ...administration(tables), ...items(tables), ...transactions(tables) },
  };
  return typed(service, inputs);
}
