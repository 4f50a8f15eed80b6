/** Holds the executions at the end against the requests that were accepted. */

import type { Client } from '../../bench/runtime/client.ts';
import { type Load, WAIT_SECONDS } from './load.ts';

/** Virtual seconds a timer may be late, sixty to a real one: a busy machine takes a while to start the process again. */
const LATE_SECONDS = 3_600;

interface Listed {
  executionArn: string;
  name: string;
  status: string;
}

interface ListedEvent {
  id: number;
  previousEventId: number;
  type: string;
  timestamp: number;
}

export async function check(load: Load): Promise<{ counts: Record<string, number>; failures: string[] }> {
  const { client } = load;
  const failures = load.tokensRefused.map((message) => `a task token that was never answered is refused: ${message}`);
  const found = [...(await list(client, load.waiting)), ...(await list(client, load.callback))];
  const arns = new Set(found.map(({ executionArn }) => executionArn));
  for (const arn of load.executions) if (!arns.has(arn)) failures.push(`lost: ${arn} was accepted and is not there`);
  const delivered = new Map<number, number>();
  let events = 0;
  for (const execution of found) {
    const { executionArn, status } = execution;
    const { input } = await client.call<{ input: string }>('states', 'DescribeExecution', { executionArn });
    const { number } = JSON.parse(input) as { number?: number };
    if (number !== undefined) delivered.set(number, (delivered.get(number) ?? 0) + 1);
    if (status !== 'SUCCEEDED') failures.push(`${executionArn} is ${status}`);
    const history = await historyOf(client, executionArn);
    events += history.length;
    failures.push(...wrong(history).map((text) => `${executionArn}: ${text}`));
  }
  for (const number of load.events) if (!delivered.has(number)) failures.push(`lost: event ${number} was accepted`);
  for (const [number, times] of delivered) if (times > 1) failures.push(`event ${number} was delivered ${times} times`);
  return {
    counts: {
      acceptedEvents: load.events.size,
      acceptedExecutions: load.executions.size,
      executions: found.length,
      historyEvents: events,
    },
    failures,
  };
}

function wrong(history: readonly ListedEvent[]): string[] {
  const found: string[] = [];
  history.forEach(({ id, previousEventId, type, timestamp }, index) => {
    if (id !== index + 1) found.push(`event ${index + 1} has id ${id}`);
    if (!(previousEventId >= 0 && previousEventId < id))
      found.push(`event ${id} has ${previousEventId} as previousEventId`);
    const before = history[index - 1];
    if (before && timestamp < before.timestamp) found.push(`event ${id} is older than the one before it`);
    if (history.filter((other) => other.type === type).length > 1 && !type.startsWith('Pass'))
      found.push(`${type} is recorded more than once`);
  });
  const entered = history.find(({ type }) => type === 'WaitStateEntered');
  const exited = history.find(({ type }) => type === 'WaitStateExited');
  const waited = (exited?.timestamp ?? 0) - (entered?.timestamp ?? 0);
  if (exited && (waited < WAIT_SECONDS - 0.001 || waited > WAIT_SECONDS + LATE_SECONDS)) {
    found.push(`it waited ${waited} s, not ${WAIT_SECONDS} s`);
  }
  return found;
}

async function list(client: Client, stateMachineArn: string): Promise<Listed[]> {
  const found: Listed[] = [];
  let nextToken: string | undefined;
  do {
    const page: { executions: Listed[]; nextToken?: string } = await client.call('states', 'ListExecutions', {
      stateMachineArn,
      maxResults: 1000,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    found.push(...page.executions);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}

async function historyOf(client: Client, executionArn: string): Promise<ListedEvent[]> {
  const order = { executionArn, maxResults: 1000 };
  return (await client.call<{ events: ListedEvent[] }>('states', 'GetExecutionHistory', order)).events;
}
