/** A stack that a program speaks to through AWS's API: on AWS or on local AWS, the same calls. */

import { type AwsClients, createAwsClients } from './aws-clients.ts';
import { stackTime } from './clock.ts';
import type { Connection } from './connection.ts';
import { describeStack, type Stack } from './stack.ts';

export interface StackClient {
  readonly connection: Connection;
  readonly aws: AwsClients;
  /** Aborts waits. */
  readonly signal: AbortSignal;
  /** Described once. @throws ClientError NOT_FOUND */
  stack(): Promise<Stack>;
  /** The time where the stack runs: a local clock may be days ahead of this machine's. */
  now(): Promise<Date>;
}

export function createStackClient(connection: Connection, signal: AbortSignal): StackClient {
  const aws = createAwsClients(connection);
  let stack: Promise<Stack> | undefined;
  return {
    connection,
    aws,
    signal,
    stack() {
      stack ??= describeStack({ connection, aws }).catch((error) => {
        stack = undefined;
        throw error;
      });
      return stack;
    },
    now: () => stackTime(connection, signal),
  };
}
