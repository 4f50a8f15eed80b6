/** What a run cost on AWS, counted through the API of the local Step Functions and in the record of calls. */

import type { ExecutionListItem, HistoryEvent, MapRunListItem } from '@aws-sdk/client-sfn';
import { PER_INVOCATION, PRICES } from '../../offboardings/prices.ts';
import { allPages } from '../common/all-pages.ts';
import type { Harness } from '../common/harness.ts';

/** An item of a table is below 1 KB; one in a transaction takes two units. */
const WRITE_UNITS: Readonly<Record<string, number>> = {
  PutItem: 1,
  UpdateItem: 1,
  BatchWriteItem: 25,
  TransactWriteItems: 4,
};

export interface Cost {
  executions: number;
  transitions: number;
  /** By machine: a kind, `apply`, `offboard`, ... */
  transitionsOf: Readonly<Record<string, number>>;
  /** Calls that succeeded, by service and operation: `s3.PutObject`. */
  callsOf: Readonly<Record<string, number>>;
  /** US dollars by part. */
  dollarsOf: Readonly<Record<string, number>>;
}

export async function costOf(harness: Harness): Promise<Cost> {
  const callsOf = stackCalls(harness);
  const transitionsOf: Record<string, number> = {};
  let executions = 0;
  for (const stateMachineArn of harness.runtime.info().machines) {
    const arns = await executionsOf(harness, stateMachineArn);
    executions += arns.length;
    let entered = 0;
    for (const executionArn of arns) entered += await transitionsIn(harness, executionArn);
    if (arns.length > 0) transitionsOf[nameOf(stateMachineArn)] = entered;
  }
  const transitions = Object.values(transitionsOf).reduce((sum, one) => sum + one, 0);
  return {
    executions,
    transitions,
    transitionsOf,
    callsOf,
    dollarsOf: dollarsOf(callsOf, { executions, transitions }),
  };
}

/** All but those of the proof itself, which has users. */
function stackCalls({ runtime }: Harness): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { service, operation, result, caller } of runtime.calls.list()) {
    if (result !== 'OK' || caller.includes(':user/')) continue;
    const name = `${service}.${operation}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function dollarsOf(
  callsOf: Readonly<Record<string, number>>,
  { executions, transitions }: Pick<Cost, 'executions' | 'transitions'>,
): Record<string, number> {
  const invocations = callsOf['lambda.Invoke'] ?? 0;
  const sumOf = (service: string, priceOf: (operation: string) => number) =>
    Object.entries(callsOf).reduce((sum, [name, count]) => {
      const [owner, operation = ''] = name.split('.');
      return owner === service ? sum + count * priceOf(operation) : sum;
    }, 0);
  return {
    transitions: transitions * PRICES.transition,
    lambda: invocations * PER_INVOCATION.lambda,
    s3: sumOf('s3', (operation) => (/^(Get|Head)/.test(operation) ? PRICES.get : PRICES.put)),
    kms: sumOf('kms', () => PRICES.kms),
    dynamodb: sumOf('dynamodb', (operation) => {
      const units = WRITE_UNITS[operation];
      return units === undefined ? PRICES.readUnit : units * PRICES.writeUnit;
    }),
    events: sumOf('eventbridge', (operation) => (operation === 'PutEvents' ? PRICES.event : 0)),
    logs: invocations * PER_INVOCATION.logs,
    traces: (invocations + executions) * PRICES.trace,
  };
}

/** Of a machine, and of the children of its distributed Maps. */
async function executionsOf(harness: Harness, stateMachineArn: string): Promise<string[]> {
  const own = await listed(harness, { stateMachineArn });
  if (!/-(offboard|apply|verify)$/.test(stateMachineArn)) return own;
  const children: string[] = [];
  for (const executionArn of own) {
    const runs = await allPages<MapRunListItem>(harness, 'ListMapRuns', 'mapRuns', { executionArn });
    for (const { mapRunArn } of runs) children.push(...(await listed(harness, { mapRunArn })));
  }
  return [...own, ...children];
}

async function listed(harness: Harness, of: object): Promise<string[]> {
  const executions = await allPages<ExecutionListItem>(harness, 'ListExecutions', 'executions', {
    ...of,
    maxResults: 1000,
  });
  return executions.flatMap(({ executionArn }) => executionArn ?? []);
}

async function transitionsIn(harness: Harness, executionArn: string): Promise<number> {
  const events = await allPages<HistoryEvent>(harness, 'GetExecutionHistory', 'events', {
    executionArn,
    maxResults: 1000,
  });
  return events.filter(({ type }) => type?.endsWith('StateEntered')).length;
}

/** `arn:aws:states:...:stateMachine:offboard-dev-apply` is `apply`. */
function nameOf(stateMachineArn: string): string {
  return stateMachineArn.replace(/^.*:stateMachine:offboard-[^-]+-/, '');
}
