import {
  DescribeExecutionCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { newMetadata } from '../../events/index.ts';
import type { Evidence } from '../../offboardings/evidence/document.ts';
import { mapConcurrently } from '../concurrency.ts';
import { ClientError } from '../errors.ts';
import { waitForNextPoll } from '../executions/wait.ts';
import { callerArn } from '../identity/caller.ts';
import { parseObject } from '../json.ts';
import { machineOf } from '../stack.ts';
import type { StackClient } from '../stack-client.ts';
import type { Restorable } from './restorable.ts';

/** As the restore state machine returns it. */
export interface Restored {
  number: number;
  outcome: 'RESTORED' | 'ALREADY_ASSOCIATED' | 'REJECTED' | 'FAILED' | 'TIMED_OUT';
  serviceStatus: string;
  error?: string;
  message?: string;
}

/** Step Functions accepts 256 KiB of input. */
const MAX_BYTES = 128 * 1024;

/** An execution has at most 25,000 history events; one item that waits a day for a vote has about 1,500. */
const MAX_ITEMS = 15;

/** @returns the ARNs of the executions: one a batch of items. */
export async function startRestoration(
  client: StackClient,
  { offboarding, records }: Evidence,
  items: readonly Restorable[],
  reason: string | undefined,
): Promise<string[]> {
  const { arn: stateMachineArn } = machineOf(await client.stack(), 'restore');
  const metadata = {
    timestamp: (await client.now()).toISOString(),
    correlationId: correlationIn(records) ?? offboarding,
    causationId: offboarding,
    requestedBy: await callerArn(client),
    ...(reason === undefined ? {} : { reason }),
  };
  const sfn = await client.aws.sfn();
  return mapConcurrently(batches(items), async (batch) => {
    const input = JSON.stringify({ metadata: newMetadata(metadata), items: batch.map(restoreItem) });
    const { executionArn = '' } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
    return executionArn;
  });
}

/** An applied plan has the correlation id of its plan. */
function correlationIn(records: Evidence['records']): string | undefined {
  const request = records.find((record) => record.type === 'request');
  return request?.content.request.metadata.correlationId;
}

function batches(items: readonly Restorable[]): Restorable[][] {
  const all: Restorable[][] = [];
  let bytes = MAX_BYTES;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item));
    if (bytes + size > MAX_BYTES || all.at(-1)?.length === MAX_ITEMS) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)?.push(item);
    bytes += size;
  }
  return all;
}

/** An item as the restore machine reads it. */
export function restoreItem({ number, kind, target, where, before }: Restorable) {
  return { number, association: kind, target, ...(where ? { where } : {}), before };
}

export interface RestorationProgress {
  done: number;
  total: number;
}

export interface FollowOptions {
  total: number;
  /** When to stop following, by performance.now(); the executions go on. */
  until: number;
  onProgress(progress: RestorationProgress): void;
}

/** @returns the result of each item; undefined where some are not done at `until`. @throws ClientError FAILED */
export async function followRestoration(
  client: StackClient,
  executions: readonly string[],
  { total, until, onProgress }: FollowOptions,
): Promise<Restored[] | undefined> {
  for (;;) {
    const read = await mapConcurrently(executions, (arn) => readRestoration(client, arn));
    if (read.every(({ results }) => results !== undefined)) return read.flatMap(({ results = [] }) => results);
    onProgress({ done: read.reduce((sum, { done }) => sum + done, 0), total });
    if (performance.now() > until) return undefined;
    await waitForNextPoll(client);
  }
}

interface Restoration {
  done: number;
  /** Once all are. */
  results?: Restored[];
}

async function readRestoration(client: StackClient, executionArn: string): Promise<Restoration> {
  const sfn = await client.aws.sfn();
  const { status, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  let done = 0;
  for await (const { events = [] } of paginateGetExecutionHistory({ client: sfn, pageSize: 1000 }, { executionArn })) {
    done += events.filter(({ type }) => type === 'MapIterationSucceeded').length;
    const results = status === 'RUNNING' ? undefined : resultsIn(events);
    if (results !== undefined) return { done, results };
  }
  if (status === 'RUNNING') return { done };
  throw new ClientError('FAILED', `the restoration ended ${status}: ${error ?? ''} ${cause ?? ''}`.trimEnd());
}

/** The output of the Map state: an execution that ends in a Fail state has none of its own. */
function resultsIn(events: readonly HistoryEvent[]): Restored[] | undefined {
  const exited = events.find(({ stateExitedEventDetails: details }) => details?.name === 'Items');
  return parseObject(exited?.stateExitedEventDetails?.output)?.items as Restored[] | undefined;
}
