import {
  DescribeStackEventsCommand,
  type DescribeStackEventsOutput,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { waitForNextPoll } from '../executions/wait.ts';
import type { StackClient } from '../stack-client.ts';
import type { StartedOperation } from './operations.ts';

export interface ResourceEvent {
  logicalId: string;
  physicalId: string;
  type: string;
  status: string;
  reason?: string;
}

export interface OperationResult {
  /** Of the stack: CREATE_COMPLETE, UPDATE_ROLLBACK_COMPLETE, ... */
  status: string;
  /** CloudFormation's own summary. */
  reason?: string;
  /** What failed by itself, oldest first: the reasons of a rollback. */
  failures: ResourceEvent[];
  /** What a deletion leaves, since the template retains it. */
  retained: ResourceEvent[];
}

/** @param onProgress called with how many resources are done, and with the last one. */
export async function followOperation(
  client: StackClient,
  operation: StartedOperation,
  onProgress: (done: number, last: ResourceEvent) => void,
): Promise<OperationResult> {
  const seen = new Set<string>();
  const events: ResourceEvent[] = [];
  for (;;) {
    const fresh = await readNewEvents(client, operation, seen);
    for (const event of fresh) {
      events.push(event);
      if (event.physicalId === operation.stackId) continue;
      onProgress(countDone(events, operation), event);
    }
    const end = events.find((event) => event.physicalId === operation.stackId && isEnd(event));
    if (end !== undefined) return resultOf(end, events);
    await waitForNextPoll(client);
  }
}

/** CloudFormation lists the newest first. @returns oldest first. */
async function readNewEvents(
  { aws }: StackClient,
  { stackId, token }: StartedOperation,
  seen: Set<string>,
): Promise<ResourceEvent[]> {
  const cloudformation = await aws.cloudformation();
  const fresh: StackEvent[] = [];
  let NextToken: string | undefined;
  do {
    const page: DescribeStackEventsOutput = await cloudformation.send(
      new DescribeStackEventsCommand({ StackName: stackId, NextToken }),
    );
    const listed = page.StackEvents ?? [];
    const unseen = listed.filter((event) => event.ClientRequestToken === token && !seen.has(event.EventId ?? ''));
    fresh.push(...unseen);
    // Older pages hold what was seen, or other operations.
    NextToken = unseen.length === listed.length ? page.NextToken : undefined;
  } while (NextToken !== undefined);
  for (const { EventId = '' } of fresh) seen.add(EventId);
  return fresh.reverse().map(eventOf);
}

function eventOf(event: StackEvent): ResourceEvent {
  const { LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus, ResourceStatusReason } = event;
  return {
    logicalId: LogicalResourceId ?? '',
    physicalId: PhysicalResourceId ?? '',
    type: ResourceType ?? '',
    status: ResourceStatus ?? '',
    ...(ResourceStatusReason !== undefined && { reason: ResourceStatusReason }),
  };
}

function isEnd({ status }: ResourceEvent): boolean {
  return /^(CREATE|UPDATE|DELETE|ROLLBACK|UPDATE_ROLLBACK)_(COMPLETE|FAILED)$/.test(status);
}

function countDone(events: readonly ResourceEvent[], { stackId }: StartedOperation): number {
  const last = new Map(events.map(({ logicalId, physicalId, status }) => [logicalId, { physicalId, status }]));
  return [...last.values()].filter(
    ({ physicalId, status }) => physicalId !== stackId && /_(COMPLETE|SKIPPED)$/.test(status),
  ).length;
}

/** CloudFormation cancels what goes on beside a failure, and reports that as failures, too. */
const CANCELLED = /^Resource (creation|update|deletion) cancelled/i;

function resultOf({ status, physicalId, reason }: ResourceEvent, events: readonly ResourceEvent[]): OperationResult {
  return {
    status,
    ...(reason !== undefined && { reason }),
    failures: events.filter(
      (event) =>
        event.status.endsWith('_FAILED') && event.physicalId !== physicalId && !CANCELLED.test(event.reason ?? ''),
    ),
    retained: events.filter((event) => event.status === 'DELETE_SKIPPED'),
  };
}
