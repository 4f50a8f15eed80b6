/** `arn:aws:states:::dynamodb:getItem`, `putItem`, `updateItem` and `deleteItem`. */

import type { JsonObject } from '../../language/model/json.ts';
import { type ErrorNames, type Integration, optimisedFailure, sdkMetadata } from './contract.ts';

const names: ErrorNames = {
  prefix: 'DynamoDB',
  service: 'AmazonDynamoDBv2',
  general: 'AmazonDynamoDBException',
  modelled: {
    ConditionalCheckFailedException: 'ConditionalCheckFailedException',
    ItemCollectionSizeLimitExceededException: 'ItemCollectionSizeLimitExceededException',
    InternalServerError: 'InternalServerErrorException',
    ProvisionedThroughputExceededException: 'ProvisionedThroughputExceededException',
    RequestLimitExceeded: 'RequestLimitExceededException',
    ResourceNotFoundException: 'ResourceNotFoundException',
    TransactionConflictException: 'TransactionConflictException',
  },
};

function itemOperation(operation: string): Integration {
  return {
    async call({ aws, identity, parameters }) {
      try {
        const output = await aws.call<JsonObject>('dynamodb', operation, parameters, { identity });
        return { ...output, ...sdkMetadata(JSON.stringify(output), 'application/x-amz-json-1.0', aws.clock.now()) };
      } catch (error) {
        throw optimisedFailure(error, names);
      }
    },
  };
}

export const getItem = itemOperation('GetItem');
export const putItem = itemOperation('PutItem');
export const updateItem = itemOperation('UpdateItem');
export const deleteItem = itemOperation('DeleteItem');
