/** Finds an execution by any id that a person may hold. */

import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { mapConcurrently } from '../concurrency.ts';
import { ClientError } from '../errors.ts';
import type { StackClient } from '../stack-client.ts';
import { listExecutions } from './list.ts';
import { summarizeRequest } from './request-summary.ts';

/** How many executions are searched. */
const SEARCHED = 2_000;
/** Inputs that are read before the search polls whether one of them matched. */
const BATCH = 20;

/**
 * @param id an execution's ARN or name, an event's id (names begin with it), or a request's id.
 * @returns the execution's ARN.
 * @throws ClientError NOT_FOUND that says what was searched.
 */
export async function findExecution(client: StackClient, id: string): Promise<string> {
  if (id.startsWith('arn:')) return id;
  const items = await listExecutions(client, { limit: SEARCHED });
  const named = items.find(({ name }) => name === id || name?.startsWith(`${id}_`));
  if (named?.executionArn) return named.executionArn;
  const sfn = await client.aws.sfn();
  for (let from = 0; from < items.length; from += BATCH) {
    const described = await mapConcurrently(items.slice(from, from + BATCH), ({ executionArn }) =>
      sfn.send(new DescribeExecutionCommand({ executionArn })),
    );
    const match = described.find(({ input }) => summarizeRequest(input).requestId === id);
    if (match?.executionArn) return match.executionArn;
  }
  throw new ClientError(
    'NOT_FOUND',
    `no execution of ${(await client.stack()).name} has the id ${id}`,
    `searched: the newest ${items.length} executions by name and by the request in their input`,
    'an execution ARN finds older ones',
  );
}
