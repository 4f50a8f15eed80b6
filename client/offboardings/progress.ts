/** How far a running offboarding has come: through its searches, and through the items of its plan. */

import { DescribeMapRunCommand } from '@aws-sdk/client-sfn';
import type { Context } from '../../cli/command.ts';
import type { ItemExecution } from '../../offboardings/apply.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import { planKey, workKey } from '../../offboardings/keys.ts';
import type { PlanItem } from '../../offboardings/plan.ts';
import { sentence, type Under } from '../../offboardings/roll-up.ts';
import { listObjects, readJson } from '../bucket.ts';
import { forEach, glance } from '../executions/read.ts';
import type { KeptPlan } from '../plans/find.ts';
import { findStack } from '../stack.ts';
import type { OffboardingRun } from './run.ts';

export interface Standing {
  /** "7 of 9 gone, 1 waiting for votes, 1 stuck" */
  text: string;
  share?: { done: number; total: number };
}

/** More than these are not looked at one by one: Step Functions lets an account describe 15 executions a second. */
const LOOKED_AT = 30;
/** Reads how a run stands, again and again; what has ended is read once. */
export function createStanding(context: Context): (run: OffboardingRun) => Promise<Standing> {
  const results = new Map<string, ItemResult>();
  const kept: { plan?: KeptPlan | undefined; itemExecutions?: ItemExecution[] } = {};
  return async (run) => {
    if (run.awaiting) {
      return {
        text: `waits for a person until ${run.awaiting.until} (${run.awaiting.risks.join(', ') || 'approval required'}): ${context.line(`approve ${run.offboarding} --reason …`)}`,
      };
    }
    if (!run.applying) return looking(context, run);
    kept.plan ??= await readJson<KeptPlan>(context, planKey(run.offboarding, run.name));
    const items = kept.plan?.items ?? [];
    await readResults(context, run, results);
    const under = await lookAt(context, run, kept, items, results);
    return { text: sentence(items, [...results.values()], under), share: { done: results.size, total: items.length } };
  };
}

async function looking(context: Context, { mapRuns }: OffboardingRun): Promise<Standing> {
  const what = mapRuns.length > 1 ? 'looking again, right before the first item' : 'looking';
  const mapRun = mapRuns.at(-1);
  if (mapRun === undefined) return { text: what };
  const client = await context.clients().sfn();
  const { itemCounts } = await client.send(new DescribeMapRunCommand({ mapRunArn: mapRun }));
  const [done, total] = [itemCounts?.succeeded ?? 0, itemCounts?.total ?? 0];
  return { text: `${what}: ${done} of ${total} searches done`, share: { done, total } };
}

async function readResults(context: Context, run: OffboardingRun, results: Map<string, ItemResult>): Promise<void> {
  const listed = await listObjects(context, workKey(run.offboarding, run.name, 'results/'));
  const fresh = listed.filter(({ key }) => !results.has(key));
  const items = await forEach(fresh, ({ key }) => readJson<ItemResult>(context, key));
  items.forEach((item, index) => {
    if (item) results.set(fresh[index]?.key ?? '', item);
  });
}

/** The items that have begun and not ended, by what they wait for. */
async function lookAt(
  context: Context,
  run: OffboardingRun,
  kept: { itemExecutions?: ItemExecution[] },
  items: readonly PlanItem[],
  results: ReadonlyMap<string, ItemResult>,
): Promise<Under[]> {
  kept.itemExecutions ??= await readItemExecutions(context, run);
  const over = new Set([...results.values()].map(({ number }) => number));
  const open = kept.itemExecutions.filter(({ number }) => !over.has(number)).slice(0, LOOKED_AT);
  const { machines } = await findStack(context);
  const views = await forEach(open, async ({ kind, name }) => {
    const machine = machines.find(({ role }) => role === kind)?.arn ?? '';
    return glance(context, `${machine.replace(':stateMachine:', ':execution:')}:${name}`).catch(notBegun);
  });
  return views.flatMap((view, index) => {
    const item = items.find(({ number }) => number === open[index]?.number);
    return view?.waitingFor === undefined || item === undefined
      ? []
      : [{ number: item.number, waitingFor: view.waitingFor, isStuck: view.stuckSince !== undefined }];
  });
}

async function readItemExecutions(context: Context, run: OffboardingRun): Promise<ItemExecution[]> {
  const batches = await listObjects(context, workKey(run.offboarding, run.name, 'batches/'));
  const itemExecutions = await forEach(batches, ({ key }) => readJson<ItemExecution[]>(context, key));
  return itemExecutions.flatMap((batch) => batch ?? []);
}

function notBegun(error: Error): undefined {
  if (error.name !== 'ExecutionDoesNotExist') throw error;
  return undefined;
}
