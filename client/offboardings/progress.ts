/** The progress of a running offboarding: searches of discovery done, items of the plan done. */

import { DescribeMapRunCommand } from '@aws-sdk/client-sfn';
import { type ItemExecution, ownResults } from '../../offboardings/apply.ts';
import type { PlanItem } from '../../offboardings/common/plan.ts';
import { groupsOf } from '../../offboardings/item-groups.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import { resultsPrefix, workKey } from '../../offboardings/keys.ts';
import { listObjects, readJson } from '../bucket.ts';
import { mapConcurrently } from '../concurrency.ts';
import type { Hint } from '../errors.ts';
import { startSentence } from '../executions/pending-start.ts';
import { readSummary } from '../executions/read.ts';
import { readPlan, type StoredPlan } from '../plans/find.ts';
import type { StackClient } from '../stack-client.ts';
import { progressSentence, type RunningItem } from './progress-sentence.ts';
import type { OffboardingRun } from './run.ts';

export interface OffboardingProgress {
  /** "7 of 9 removed, 1 waiting for votes, 1 stuck" */
  text: string;
  share?: { done: number; total: number };
  /** What it needs from a person. */
  hint?: Hint;
  /** Items that have ended since the read before; on the first read all that have. */
  ended?: EndedItem[];
}

export interface EndedItem {
  /** Absent where the plan is gone. */
  item: PlanItem | undefined;
  result: ItemResult;
}

/** What has been read of a run. */
interface Read {
  plan?: StoredPlan | undefined;
  itemExecutions?: ItemExecution[];
  /** Of the objects of results. */
  keys: Set<string>;
  results: ItemResult[];
}

/** Items whose executions are described: Step Functions lets an account describe 15 a second. */
const MAX_DESCRIBED = 30;

/** Reads a run's progress again and again; the result of an item is read once. */
export function createProgressReader(client: StackClient): (run: OffboardingRun) => Promise<OffboardingProgress> {
  const read: Read = { keys: new Set(), results: [] };
  return async (run) => {
    if (run.pendingApproval) {
      const { requestedBy, until, onTimeout, risks = [] } = run.pendingApproval;
      const about = [...(requestedBy === undefined ? [] : [`requested by ${requestedBy}`]), ...risks].join(', ');
      return {
        text: `Waiting for approval${about && ` (${about})`}. Expires ${until}. ${onTimeout}`,
        hint: { text: 'approve it with', command: `approve ${run.offboarding} --reason …` },
      };
    }
    if (run.pendingStart) {
      const hint = { text: 'until then stop it with', command: `stop ${run.offboarding}` };
      return { text: startSentence(run.pendingStart), hint };
    }
    if (!run.applying) return discoveryProgress(client, run);
    read.plan ??= await readPlan(client, run.offboarding, run.name);
    const items = read.plan?.items ?? [];
    const itemsByNumber = new Map(items.map((item) => [item.number, item]));
    const ended = await readResults(client, run, read);
    const running = await readUnfinished(client, run, read);
    return {
      text: progressSentence(items, read.results, running),
      share: { done: read.results.length, total: items.length },
      ended: ended.map((result) => ({ item: itemsByNumber.get(result.number), result })),
    };
  };
}

async function discoveryProgress(client: StackClient, { mapRuns }: OffboardingRun): Promise<OffboardingProgress> {
  const what = mapRuns.length > 1 ? 'discovering again, right before the first item' : 'discovering';
  const mapRun = mapRuns.at(-1);
  if (mapRun === undefined) return { text: what };
  const sfn = await client.aws.sfn();
  const { itemCounts } = await sfn.send(new DescribeMapRunCommand({ mapRunArn: mapRun }));
  const [done, total] = [itemCounts?.succeeded ?? 0, itemCounts?.total ?? 0];
  return { text: `${what}: ${done} of ${total} searches done`, share: { done, total } };
}

/** @returns those that were not there before. */
async function readResults(client: StackClient, run: OffboardingRun, read: Read): Promise<ItemResult[]> {
  const listed = await listObjects(client, resultsPrefix(run.offboarding, run.name));
  const fresh = listed.filter(({ key }) => !read.keys.has(key));
  const stored = await mapConcurrently(fresh, async ({ key }) => {
    const result = await readJson<ItemResult>(client, key);
    if (result !== undefined) read.keys.add(key);
    return result ?? [];
  });
  const ended = read.plan === undefined ? stored.flat() : stored.flat().flatMap(ownResults(read.plan, run.name));
  read.results.push(...ended);
  return ended;
}

/** The items that have started and not results, with what they wait for. */
async function readUnfinished(client: StackClient, run: OffboardingRun, read: Read): Promise<RunningItem[]> {
  read.itemExecutions ??= await readItemExecutions(client, run);
  const groups = new Map(groupsOf(read.plan?.items ?? []).map((group) => [group[0].number, group]));
  const over = new Set(read.results.map(({ number }) => number));
  const open = read.itemExecutions.filter(({ number }) => !over.has(number)).slice(0, MAX_DESCRIBED);
  const { machines } = await client.stack();
  const views = await mapConcurrently(open, async ({ kind, name }) => {
    const machine = machines.find(({ role }) => role === kind)?.arn ?? '';
    return readSummary(client, `${machine.replace(':stateMachine:', ':execution:')}:${name}`).catch(notStarted);
  });
  return views.flatMap((view, index) => {
    const { waitingFor, stuckSince } = view ?? {};
    if (waitingFor === undefined) return [];
    const group = groups.get(open[index]?.number ?? 0) ?? [];
    return group.map(({ number }) => ({ number, waitingFor, isStuck: stuckSince !== undefined }));
  });
}

async function readItemExecutions(client: StackClient, run: OffboardingRun): Promise<ItemExecution[]> {
  const batches = await listObjects(client, workKey(run.offboarding, run.name, 'batches/'));
  const itemExecutions = await mapConcurrently(batches, ({ key }) => readJson<ItemExecution[]>(client, key));
  return itemExecutions.flatMap((batch) => batch ?? []);
}

function notStarted(error: Error): undefined {
  if (error.name !== 'ExecutionDoesNotExist') throw error;
  return undefined;
}
