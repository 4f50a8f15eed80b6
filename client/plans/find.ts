/** Finds a plan that was made: by its id, by its offboarding's id, or in a file. */

import { readFileSync, statSync } from 'node:fs';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import type { Context } from '../../cli/command.ts';
import { CliError, usage } from '../../cli/exit.ts';
import type { Breach } from '../../offboardings/guardrails/index.ts';
import { keptPrefix } from '../../offboardings/keys.ts';
import { type Plan, planId } from '../../offboardings/plan.ts';
import { listObjects, readJson } from '../bucket.ts';
import { forEach, listExecutions } from '../executions/read.ts';
import { parse } from '../executions/request-summary.ts';
import type { PlannedSummary } from '../offboardings/run.ts';
import { findStack } from '../stack.ts';

export type KeptPlan = Plan & { breaches: Breach[] };

/** As plan ids are written: offboardings/plan.ts. */
const PLAN_ID = /^[0-9a-f]{12}$/;
/** How far back a plan is searched by its id, in runs. */
const SEARCHED = 500;

/** @throws CliError that says what was searched. */
export async function findPlan(context: Context, given: string): Promise<KeptPlan> {
  if (statSync(given, { throwIfNoEntry: false })?.isFile()) return planInFile(context, given);
  const key = PLAN_ID.test(given) ? await keyById(context, given) : await keyByOffboarding(context, given);
  const plan = key === undefined ? undefined : await readJson<KeptPlan>(context, key);
  if (plan) return plan;
  throw new CliError(`there is no plan ${given}`, {
    hints: [
      `searched: files, the plans of the newest ${SEARCHED} offboardings by their ids, and offboardings by theirs`,
      `make one with: ${context.line('plan')}`,
    ],
  });
}

/** @throws CliError (usage) for a file that holds no plan, or one that was edited. */
function planInFile({ line }: Context, file: string): KeptPlan {
  const plan = parse(readFileSync(file, 'utf8')) as Partial<KeptPlan> | undefined;
  if (typeof plan?.id !== 'string' || !Array.isArray(plan.items) || plan.request === undefined) {
    throw usage(`${file} holds no plan`, `write one with: ${line('plan … --out FILE')}`);
  }
  const found = planId(plan.items);
  if (found !== plan.id) throw usage(`${file} was edited: it says ${plan.id}, and what is in it is ${found}`);
  return plan as KeptPlan;
}

async function keyById(context: Context, id: string): Promise<string | undefined> {
  const machines = (await findStack(context)).machines.filter(({ role }) => role === 'offboard');
  const runs = await listExecutions(context, { machines, status: 'SUCCEEDED', most: SEARCHED });
  const client = await context.clients().sfn();
  const keys = await forEach(runs, async ({ executionArn }) => {
    const { output } = await client.send(new DescribeExecutionCommand({ executionArn }));
    const { plan } = (parse(output) ?? {}) as { plan?: PlannedSummary };
    return plan?.id === id ? plan.stored.key : undefined;
  });
  return keys.find((key) => key !== undefined);
}

/** The plan of its newest run. */
async function keyByOffboarding(context: Context, offboarding: string): Promise<string | undefined> {
  const plans = (await listObjects(context, keptPrefix(offboarding))).filter(({ key }) => key.endsWith('/plan.json'));
  return plans.sort((a, b) => Number(b.modified) - Number(a.modified))[0]?.key;
}
