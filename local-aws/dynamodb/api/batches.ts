/** BatchWriteItem: puts and deletes, each by itself. */

import type { Call, Operation } from '../../core/aws.ts';
import type { Item } from '../model/attribute-value.ts';
import { invalid } from '../model/errors.ts';
import { itemKey, type Tables } from '../state/tables.ts';
import { arnOf, named, tableOf } from './addressing.ts';
import { type Change, deleting, putting } from './changes.ts';

interface WriteRequest {
  PutRequest?: { Item?: Item };
  DeleteRequest?: { Key?: Item };
}

interface BatchInput {
  /** By the table's name. */
  RequestItems?: Record<string, WriteRequest[]>;
}

const MAX_REQUESTS = 25;

export function batches(tables: Tables) {
  const BatchWriteItem: Operation<BatchInput, { UnprocessedItems: Record<string, never> }> = {
    permissions: ({ RequestItems = {} }, call) =>
      Object.keys(RequestItems).map((TableName) => ({
        action: 'dynamodb:BatchWriteItem',
        resource: arnOf(named({ TableName }, call)),
      })),
    run({ RequestItems = {} }, call) {
      const changes = Object.entries(RequestItems).flatMap(([TableName, requests]) =>
        requests.map((request) => changeOf(tables, { TableName, ...request }, call)),
      );
      refuse(changes);
      tables.transaction(() => {
        for (const { run } of changes) run();
      });
      return { UnprocessedItems: {} };
    },
  };
  return { BatchWriteItem };
}

function changeOf(
  tables: Tables,
  { TableName, PutRequest, DeleteRequest }: WriteRequest & { TableName: string },
  call: Call,
): Change {
  const table = tableOf(tables, { TableName }, call);
  if (PutRequest && !DeleteRequest) return putting(tables, table, PutRequest);
  if (DeleteRequest && !PutRequest) return deleting(tables, table, DeleteRequest);
  throw invalid('A request of a batch must have exactly one of PutRequest and DeleteRequest');
}

function refuse(changes: readonly Change[]): void {
  if (changes.length < 1 || changes.length > MAX_REQUESTS) {
    throw invalid(`The batch write request list must have 1 to ${MAX_REQUESTS} requests, not ${changes.length}`);
  }
  const keys = changes.map(({ table, key }) => `${table.name} ${itemKey(table, key)}`);
  if (new Set(keys).size < keys.length) throw invalid('Provided list of item keys contains duplicates');
}
