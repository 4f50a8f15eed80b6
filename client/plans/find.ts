/** Finds a stored plan: by its id, by its offboarding's id, or in a file. */

import { readFileSync, statSync } from 'node:fs';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import type { Breach } from '../../offboardings/guardrails/index.ts';
import { keptPrefix, planKey, workKey } from '../../offboardings/keys.ts';
import { type Plan, planId } from '../../offboardings/plan.ts';
import { listFirstVersions, readFirstJson, readJson } from '../bucket.ts';
import { mapConcurrently } from '../concurrency.ts';
import { ClientError } from '../errors.ts';
import { listExecutions } from '../executions/list.ts';
import type { PlanSummary } from '../executions/plan-summary.ts';
import { parseObject } from '../json.ts';
import { machineOf } from '../stack.ts';
import type { StackClient } from '../stack-client.ts';

export type StoredPlan = Plan & { breaches: Breach[] };

/** `planId` of offboardings/plan.ts. */
const PLAN_ID = /^[0-9a-f]{12}$/;
/** How many offboardings a search by a plan's id reads. */
const SEARCHED = 500;

/** @throws ClientError NOT_FOUND that says what was searched. */
export async function findPlan(client: StackClient, given: string): Promise<StoredPlan> {
  if (statSync(given, { throwIfNoEntry: false })?.isFile()) return planInFile(given);
  const key = PLAN_ID.test(given) ? await keyById(client, given) : await keyByOffboarding(client, given);
  const plan = key === undefined ? undefined : await readFirstJson<StoredPlan>(client, key);
  if (plan) return plan;
  throw new ClientError(
    'NOT_FOUND',
    `there is no plan ${given}`,
    `searched: files, the plans of the newest ${SEARCHED} offboardings by their ids, and offboardings by theirs`,
    { text: 'make one with', command: 'plan' },
  );
}

/** @throws ClientError INVALID for a file that is not a plan, or was edited. */
function planInFile(file: string): StoredPlan {
  const plan = parseObject(readFileSync(file, 'utf8')) as Partial<StoredPlan> | undefined;
  if (typeof plan?.id !== 'string' || !Array.isArray(plan.items) || plan.request === undefined) {
    throw new ClientError('INVALID', `${file} is not a plan`, { text: 'write one with', command: 'plan … --out FILE' });
  }
  const found = planId(plan.items);
  if (found !== plan.id) {
    throw new ClientError('INVALID', `${file} was edited: its id is ${plan.id}, its content has the id ${found}`);
  }
  return plan as StoredPlan;
}

/** The plan of one run; undefined where it has made none. */
export function readPlan(client: StackClient, offboarding: string, run: string): Promise<StoredPlan | undefined> {
  return readFirstJson<StoredPlan>(client, planKey(offboarding, run));
}

/** The plan that was made right before the first item; undefined where that was not reached. */
export function readRecheckedPlan(
  client: StackClient,
  offboarding: string,
  run: string,
): Promise<StoredPlan | undefined> {
  return readJson<StoredPlan>(client, workKey(offboarding, run, 'rechecked.json'));
}

async function keyById(client: StackClient, id: string): Promise<string | undefined> {
  const machines = [machineOf(await client.stack(), 'offboard')];
  const runs = await listExecutions(client, { machines, status: 'SUCCEEDED', limit: SEARCHED });
  const sfn = await client.aws.sfn();
  const keys = await mapConcurrently(runs, async ({ executionArn }) => {
    const { output } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const { plan } = (parseObject(output) ?? {}) as { plan?: PlanSummary };
    return plan?.id === id ? plan.stored.key : undefined;
  });
  return keys.find((key) => key !== undefined);
}

/** The plan of its newest run. */
async function keyByOffboarding(client: StackClient, offboarding: string): Promise<string | undefined> {
  const plans = (await listFirstVersions(client, keptPrefix(offboarding))).filter(({ key }) =>
    key.endsWith('/plan.json'),
  );
  return plans.sort((a, b) => Number(b.modified) - Number(a.modified))[0]?.key;
}
