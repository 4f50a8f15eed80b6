/** The table of requests: the requests of a plan's items are kept before the first of them starts. */

import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { DAY_MS } from '../../events/deadline.ts';
import type { DisassociationRequest } from '../../events/disassociation-requested.ts';
import type { ItemExecution } from '../../offboardings/apply.ts';
import { requestKey } from '../../offboardings/keys.ts';

const KEPT_MS = 90 * DAY_MS;
/** Of one BatchWriteItem. */
const MAX_ITEMS = 25;
const MAX_CONCURRENCY = 10;

/** @throws what DynamoDB answers. */
export async function keepItemRequests(
  dynamodb: DynamoDBClient,
  itemExecutions: readonly ItemExecution[],
  now: Date,
): Promise<void> {
  const table = process.env.REQUESTS_TABLE_NAME;
  if (table === undefined) throw new Error('REQUESTS_TABLE_NAME is not set: the function does not know its table');
  const expiresAt = String(Math.floor((now.getTime() + KEPT_MS) / 1000));
  const writes = itemExecutions.map(({ request: { detail, offboarding } }): WriteRequest => {
    const { metadata } = detail as DisassociationRequest;
    const item = { pk: requestKey(metadata.id), plannedHash: offboarding.contentHash, receivedAt: now.toISOString() };
    const texts = Object.entries(item).map(([name, value]) => [name, { S: value }]);
    return { PutRequest: { Item: { ...Object.fromEntries(texts), expiresAt: { N: expiresAt } } } };
  });
  const pages = Array.from({ length: Math.ceil(writes.length / MAX_ITEMS) }, (_, page) =>
    writes.slice(page * MAX_ITEMS, (page + 1) * MAX_ITEMS),
  );
  const work = async () => {
    for (let page = pages.pop(); page !== undefined; page = pages.pop()) await write(dynamodb, table, page);
  };
  await Promise.all(Array.from({ length: MAX_CONCURRENCY }, work));
}

/** DynamoDB leaves out what is too much at once. */
async function write(dynamodb: DynamoDBClient, table: string, page: WriteRequest[]): Promise<void> {
  for (let left = page; left.length > 0; ) {
    const { UnprocessedItems = {} } = await dynamodb.send(
      new BatchWriteItemCommand({ RequestItems: { [table]: left } }),
    );
    left = UnprocessedItems[table] ?? [];
  }
}
