/** Connections: how HTTP endpoints are authorized. What is secret of one leaves it only with an HTTP request. */

import type { CreateConnectionRequest } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../core/aws.ts';
import type { Store, Table } from '../../core/store.ts';

export interface Connection {
  arn: string;
  name: string;
  secretArn: string;
  authorizationType: CreateConnectionRequest['AuthorizationType'];
  parameters: CreateConnectionRequest['AuthParameters'];
  description?: string;
  created: number;
  modified: number;
}

export class Connections {
  readonly #table: Table<Connection>;

  constructor(store: Store) {
    this.#table = store.table('event_connections');
  }

  find(arn: string): Connection | undefined {
    return this.#table.get(arn);
  }

  /** @throws AwsError where there is none. */
  get(arn: string): Connection {
    const found = this.#table.get(arn);
    if (found !== undefined) return found;
    const name = arn.split('/')[1] ?? arn;
    throw new AwsError(
      'ResourceNotFoundException',
      `Failed to describe the connection(s). Connection '${name}' does not exist.`,
    );
  }

  put(connection: Connection): void {
    this.#table.put(connection.arn, connection);
  }

  delete(arn: string): void {
    this.#table.delete(arn);
  }
}
