/** An execution that does already what is asked for again. */

import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import type { RequestMetadata } from '../../events/metadata.ts';
import { canonical } from '../../offboardings/canonical.ts';
import { mapConcurrently } from '../concurrency.ts';
import { parseObject } from '../json.ts';
import { machineOf } from '../stack.ts';
import type { StackClient } from '../stack-client.ts';
import { listExecutions } from './list.ts';

const SEARCHED = 100;

interface Request {
  metadata: RequestMetadata;
  data: unknown;
}

export interface RunningRequest<Asked extends Request> {
  executionArn: string;
  request: Asked;
}

/**
 * Terms may be relative (`--not-before 2d`): a running request is the same where it is what would have been asked for at its time.
 *
 * @param role of the machine: a kind, or `offboard`.
 * @returns undefined where none is running.
 */
export async function runningWith<Asked extends Request>(
  client: StackClient,
  role: string,
  askedAt: (time: Date) => Promise<Asked> | Asked,
): Promise<RunningRequest<Asked> | undefined> {
  const machines = [machineOf(await client.stack(), role)];
  const running = await listExecutions(client, { machines, status: 'RUNNING', limit: SEARCHED });
  const sfn = await client.aws.sfn();
  const found = await mapConcurrently(running, async ({ executionArn = '' }) => {
    const { input } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const { detail: request } = (parseObject(input) ?? {}) as { detail?: Asked };
    const time = Date.parse(request?.metadata?.timestamp ?? '');
    if (request === undefined || Number.isNaN(time)) return undefined;
    const { data } = await askedAt(new Date(time));
    return canonical(request.data) === canonical(data) ? { executionArn, request } : undefined;
  });
  return found.find((each) => each !== undefined);
}
