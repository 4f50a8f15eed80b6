/** When the sources of signals were listed last. */

import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { mapConcurrently } from '../concurrency.ts';
import { listExecutions } from '../executions/list.ts';
import { parseObject } from '../json.ts';
import type { StackClient } from '../stack-client.ts';

/** A source is listed once a day. */
const READ = 20;

/** ISO 8601, by the signal's name; without those that were not listed lately. */
export async function lastLists(client: StackClient): Promise<ReadonlyMap<string, string>> {
  const machines = (await client.stack()).machines.filter(({ role }) => role === 'reconcile');
  if (machines.length === 0) return new Map();
  const sfn = await client.aws.sfn();
  const ended = await listExecutions(client, { machines, status: 'SUCCEEDED', limit: READ });
  const lists = await mapConcurrently(ended, async ({ executionArn }) => {
    const { output } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return (parseObject(output) ?? {}) as { signal?: string; listedAt?: string };
  });
  const known = lists.flatMap(({ signal, listedAt }) =>
    signal === undefined || listedAt === undefined ? [] : [[signal, listedAt] as const],
  );
  // The newest is the first.
  return new Map(known.toReversed());
}
