/** What a run cost on AWS, counted through the API of the local Step Functions. */

import type { ExecutionListItem, HistoryEvent, MapRunListItem } from '@aws-sdk/client-sfn';
import { allPages } from '../common/all-pages.ts';
import type { Harness } from '../common/harness.ts';

/** us-east-1, US dollars: a state transition of a standard workflow, a request to Lambda, a GB-second on Graviton. */
const TRANSITION = 0.025 / 1_000;
const INVOCATION = 0.2 / 1_000_000;
const GB_SECOND = 0.0000133334;
/** A poll takes about this long, in a function of 256 MB. */
const SECONDS = 0.3;
const GIGABYTES = 0.25;
/** PUT and the like; GET is a tenth of it. */
const PUT = 0.005 / 1_000;

export async function costOf(harness: Harness): Promise<Record<string, number>> {
  const arns = await executionsOf(harness);
  let transitions = 0;
  for (const executionArn of arns) {
    const events = await allPages<HistoryEvent>(harness, 'GetExecutionHistory', 'events', {
      executionArn,
      maxResults: 1000,
    });
    transitions += events.filter(({ type }) => type?.endsWith('StateEntered')).length;
  }
  const calls = harness.runtime.calls.list().filter(({ result }) => result === 'OK');
  const invocations = calls.filter(({ service, operation }) => service === 'lambda' && operation === 'Invoke').length;
  const puts = calls.filter(({ service, operation }) => service === 's3' && operation === 'PutObject').length;
  const dollars = transitions * TRANSITION + invocations * (INVOCATION + SECONDS * GIGABYTES * GB_SECOND) + puts * PUT;
  return { executions: arns.length, transitions, invocations, puts, dollars: Math.round(dollars * 10_000) / 10_000 };
}

/** Of every machine, and the children of their distributed Maps. */
async function executionsOf(harness: Harness): Promise<string[]> {
  const found: string[] = [];
  for (const stateMachineArn of harness.runtime.info().machines) {
    const own = await listed(harness, { stateMachineArn });
    found.push(...own);
    if (!/-(offboard|apply)$/.test(stateMachineArn)) continue;
    for (const executionArn of own) {
      const runs = await allPages<MapRunListItem>(harness, 'ListMapRuns', 'mapRuns', { executionArn });
      for (const { mapRunArn } of runs) found.push(...(await listed(harness, { mapRunArn })));
    }
  }
  return found;
}

async function listed(harness: Harness, of: object): Promise<string[]> {
  const executions = await allPages<ExecutionListItem>(harness, 'ListExecutions', 'executions', {
    ...of,
    maxResults: 1000,
  });
  return executions.flatMap(({ executionArn }) => executionArn ?? []);
}
