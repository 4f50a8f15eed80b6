/** Amazon DynamoDB: tables on demand, single items, transactions. */

import type { Aws, Service } from '../core/aws.ts';
import { typed } from '../wire/input/typed.ts';
import { batches } from './api/batches.ts';
import { INPUTS } from './api/inputs.ts';
import { items } from './api/items.ts';
import { administration } from './api/tables.ts';
import { transactions } from './api/transactions.ts';
import { Tables } from './state/tables.ts';

export function dynamodb(aws: Aws): Service {
  const tables = new Tables(aws);
  const service: Service = {
    name: 'dynamodb',
    signingName: 'dynamodb',
    protocol: 'awsJson1.0',
    targetPrefix: 'DynamoDB_20120810',
    errorNamespace: 'com.amazonaws.dynamodb.v20120810',
    operations: { ...administration(tables), ...items(tables), ...batches(tables), ...transactions(tables) },
  };
  return typed(service, INPUTS);
}
