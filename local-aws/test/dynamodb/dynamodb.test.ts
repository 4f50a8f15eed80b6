import {
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  type TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateContinuousBackupsCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Services, START, startServices } from '../services.ts';

const TableName = 'requests';

let aws: Services;
let client: DynamoDBClient;

beforeAll(async () => {
  aws = await startServices();
  client = new DynamoDBClient(aws.config);
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
});

afterAll(() => aws.close());

const key = (pk: string) => ({ pk: { S: pk } });
const put = (pk: string, more = {}) => client.send(new PutItemCommand({ TableName, Item: { ...key(pk), ...more } }));
const get = async (pk: string) => (await client.send(new GetItemCommand({ TableName, Key: key(pk) }))).Item;
const unlessThere = { ConditionExpression: 'attribute_not_exists(pk)' };

it('a table is described, listed and deleted; its settings are kept', async () => {
  const table = { TableName: 'short-lived' };
  await client.send(
    new CreateTableCommand({
      ...table,
      AttributeDefinitions: [
        { AttributeName: 'owner', AttributeType: 'S' },
        { AttributeName: 'number', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'owner', KeyType: 'HASH' },
        { AttributeName: 'number', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  const TimeToLiveSpecification = { AttributeName: 'until', Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ ...table, TimeToLiveSpecification }));
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  await client.send(new UpdateContinuousBackupsCommand({ ...table, PointInTimeRecoverySpecification }));

  expect(await client.send(new DescribeTableCommand(table))).toMatchObject({
    Table: {
      TableName: 'short-lived',
      TableArn: 'arn:aws:dynamodb:us-east-1:111122223333:table/short-lived',
      TableStatus: 'ACTIVE',
      CreationDateTime: expect.any(Date),
      KeySchema: [{ AttributeName: 'owner' }, { AttributeName: 'number' }],
    },
  });
  expect(await client.send(new DescribeTimeToLiveCommand(table))).toMatchObject({
    TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'until' },
  });
  expect(await client.send(new DescribeContinuousBackupsCommand(table))).toMatchObject({
    ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' } },
  });
  expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([TableName, 'short-lived']);
  await client.send(new DeleteTableCommand(table));
  await expect(client.send(new DescribeTableCommand(table))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Requested resource not found: Table: short-lived not found',
  });
});

it('an item is put, read, updated and deleted', async () => {
  await put('one', { count: { N: '1.0' } });
  expect(await get('one')).toEqual({ ...key('one'), count: { N: '1' } });
  const update = { TableName, Key: key('one'), ExpressionAttributeNames: { '#n': 'count' } };
  const added = new UpdateItemCommand({
    ...update,
    UpdateExpression: 'ADD #n :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
    ReturnValues: 'UPDATED_NEW',
  });
  expect((await client.send(added)).Attributes).toEqual({ count: { N: '2' } });
  const deleted = await client.send(new DeleteItemCommand({ TableName, Key: key('one'), ReturnValues: 'ALL_OLD' }));
  expect(deleted.Attributes).toEqual({ ...key('one'), count: { N: '2' } });
  expect(await get('one')).toBeUndefined();
});

it('a condition that does not hold changes nothing, and shows the item where it is asked for', async () => {
  await put('taken', { by: { S: 'first' } });
  const again = new PutItemCommand({
    TableName,
    Item: { ...key('taken'), by: { S: 'second' } },
    ...unlessThere,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  await expect(client.send(again)).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    message: 'The conditional request failed',
    Item: { ...key('taken'), by: { S: 'first' } },
  });
  expect(await get('taken')).toMatchObject({ by: { S: 'first' } });
});

it.each([
  [{ Key: { id: { S: 'x' } } }, 'The provided key element does not match the schema'],
  [{ Key: { pk: { N: '1' } } }, 'The provided key element does not match the schema'],
  [{ Key: key('') }, 'cannot contain an empty string value. Key: pk'],
])('the key %j is refused', async (input, message) => {
  await expect(client.send(new GetItemCommand({ TableName, ...input }))).rejects.toThrow(message);
});

it('a transaction is carried out whole or not at all, and says why for each of its actions', async () => {
  await put('known');
  const write = (...TransactItems: object[]) => client.send(new TransactWriteItemsCommand({ TransactItems }));
  const Put = (pk: string) => ({ Put: { TableName, Item: key(pk), ...unlessThere } });
  await write(Put('new'), {
    Update: {
      TableName,
      Key: key('count'),
      UpdateExpression: 'SET n = :n',
      ExpressionAttributeValues: { ':n': { N: '1' } },
    },
  });
  expect(await get('new')).toBeDefined();

  const canceled = await write(Put('other'), Put('known'), {
    ConditionCheck: { TableName, Key: key('count'), ConditionExpression: 'attribute_exists(n)' },
  }).catch((error: TransactionCanceledException) => error);
  expect(canceled).toMatchObject({
    name: 'TransactionCanceledException',
    message:
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None]',
    CancellationReasons: [
      { Code: 'None' },
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      { Code: 'None' },
    ],
  });
  expect(await get('other')).toBeUndefined();

  const both = await client.send(
    new TransactGetItemsCommand({
      TransactItems: [{ Get: { TableName, Key: key('known') } }, { Get: { TableName, Key: key('other') } }],
    }),
  );
  expect(both.Responses).toEqual([{ Item: key('known') }, {}]);
  await expect(write(Put('twice'), Put('twice'))).rejects.toThrow(
    'Transaction request cannot include multiple operations on one item',
  );
});

it('a client request token makes a transaction idempotent for ten minutes', async () => {
  const increment = (by: string) =>
    client.send(
      new TransactWriteItemsCommand({
        ClientRequestToken: 'token',
        TransactItems: [
          {
            Update: {
              TableName,
              Key: key('counter'),
              UpdateExpression: 'ADD n :by',
              ExpressionAttributeValues: { ':by': { N: by } },
            },
          },
        ],
      }),
    );
  await increment('1');
  await increment('1');
  expect(await get('counter')).toMatchObject({ n: { N: '1' } });
  await expect(increment('2')).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
  await aws.pass(601);
  await increment('2');
  expect(await get('counter')).toMatchObject({ n: { N: '3' } });
});

it('an item whose time to live has passed is deleted', async () => {
  const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  await put('short', { expiresAt: { N: String(START / 1000 + 3600) } });
  expect(await get('short')).toBeDefined();
  await aws.pass(3600);
  expect(await get('short')).toBeUndefined();
});
