/** Finds an execution by any id that a person may hold. */

import { DescribeExecutionCommand, type DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { mapConcurrently } from '../concurrency.ts';
import { ClientError } from '../errors.ts';
import { parseObject } from '../json.ts';
import type { StackClient } from '../stack-client.ts';
import { listExecutions } from './list.ts';
import { summarizeRequest } from './request-summary.ts';
import { isUlidPrefix } from './short-id.ts';

/** How many executions are searched. */
const SEARCHED = 2_000;
/** Inputs that are read before the search polls whether one of them matched. */
const BATCH = 20;

interface Requested {
  executionArn: string;
  requestId: string | undefined;
  /** The execution that the id belongs to, which every later one of the same request joins; undefined for one that was refused its id. */
  first: string | undefined;
}

/**
 * @param id an execution's ARN or name, an event's id (names begin with it), a request's id, or the beginning of one that
 * is a ULID. A request's id means its first execution.
 * @returns the execution's ARN.
 * @throws ClientError NOT_FOUND that says what was searched; INVALID for a beginning that several ids share.
 */
export async function findExecution(client: StackClient, id: string): Promise<string> {
  if (id.startsWith('arn:')) return id;
  const items = await listExecutions(client, { limit: SEARCHED });
  const named = items.find(({ name }) => name === id || name?.startsWith(`${id}_`));
  if (named?.executionArn) return named.executionArn;
  const sfn = await client.aws.sfn();
  const begun: Requested[] = [];
  let refused: string | undefined;
  for (let from = 0; from < items.length; from += BATCH) {
    const requested = await mapConcurrently(items.slice(from, from + BATCH), async ({ executionArn = '' }) => {
      const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return { executionArn, requestId: summarizeRequest(described.input).requestId, first: firstOf(described) };
    });
    const matches = requested.filter(({ requestId }) => requestId === id);
    const match = matches.find(({ first }) => first !== undefined);
    if (match?.first) return match.first;
    refused ??= matches[0]?.executionArn;
    if (!isUlidPrefix(id) || refused !== undefined) continue;
    const batch = requested.filter(({ requestId }) => requestId?.startsWith(id));
    // Ids that share a beginning are of one millisecond, and their executions started about then.
    if (batch.length === 0 && begun.length > 0) break;
    begun.push(...batch);
  }
  const oldest = begun.at(-1);
  if (oldest) {
    refuseAmbiguous(id, begun);
    return oldest.first ?? oldest.executionArn;
  }
  if (refused !== undefined) return refused;
  throw new ClientError(
    'NOT_FOUND',
    `no execution of ${(await client.stack()).name} has the id ${id}`,
    `searched: the newest ${items.length} executions by name and by the request in their input`,
    'an execution ARN finds older ones',
  );
}

function firstOf({ executionArn, output, cause = '' }: DescribeExecutionOutput): string | undefined {
  const { joined } = (parseObject(output) ?? {}) as { joined?: string };
  return joined ?? (/^ID_USED\b/.test(cause) ? undefined : executionArn);
}

function refuseAmbiguous(id: string, begun: readonly Requested[]): void {
  const ids = [...new Set(begun.map(({ requestId }) => requestId))];
  if (ids.length > 1)
    throw new ClientError('INVALID', `${ids.length} ids begin with ${id}`, `they are: ${ids.join(', ')}`);
}
