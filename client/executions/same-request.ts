/** An execution that does already what is asked for again. */

import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { canonical } from '../../offboardings/canonical.ts';
import { mapConcurrently } from '../concurrency.ts';
import { parseObject } from '../json.ts';
import { machineOf } from '../stack.ts';
import type { StackClient } from '../stack-client.ts';
import { listExecutions } from './list.ts';

const SEARCHED = 100;

interface Asked {
  /** Of the machine: a kind, or `offboard`. */
  role: string;
  data: unknown;
}

/** @returns the ARN of a running execution whose request has the same data; undefined where there is none. */
export async function runningWith(client: StackClient, { role, data }: Asked): Promise<string | undefined> {
  const machines = [machineOf(await client.stack(), role)];
  const running = await listExecutions(client, { machines, status: 'RUNNING', limit: SEARCHED });
  const sfn = await client.aws.sfn();
  const wanted = canonical(data);
  const found = await mapConcurrently(running, async ({ executionArn }) => {
    const { input } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const { detail } = (parseObject(input) ?? {}) as { detail?: { data?: unknown } };
    return canonical(detail?.data ?? null) === wanted ? executionArn : undefined;
  });
  return found.find((arn) => arn !== undefined);
}
