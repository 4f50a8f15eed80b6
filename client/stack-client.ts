/** A stack that a program speaks to through AWS's API: on AWS or on local AWS, the same calls. */

import { type AwsClients, createAwsClients } from './aws-clients.ts';
import type { Connection } from './connection.ts';
import { describeStack, type Stack } from './stack.ts';

/** The local runtime serves its clock beside AWS's API. */
const CLOCK_PATH = '/_local-aws/clock';

/** Requests speak of associations as they stood at their timestamp, and deadlines count from it. */
async function stackTime({ local, endpoint }: Connection, signal: AbortSignal): Promise<Date> {
  if (!local) return new Date();
  const response = await fetch(`${endpoint}${CLOCK_PATH}`, { signal }).catch((error: Error) => {
    // fetch hides the socket's own error in its cause.
    throw error.cause ?? error;
  });
  const answer = response.ok ? await response.text() : '';
  return timeIn(answer) ?? new Date();
}

/** @returns undefined for the answer of something else that speaks AWS's API on this machine. */
function timeIn(answer: string): Date | undefined {
  try {
    const { now } = JSON.parse(answer) as { now: string };
    return new Date(now);
  } catch {
    return undefined;
  }
}

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
