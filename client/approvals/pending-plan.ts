import type { Answer } from '../../offboardings/answer.ts';
import { mapConcurrently } from '../concurrency.ts';
import { ClientError } from '../errors.ts';
import { findExecution } from '../executions/find.ts';
import { listExecutions } from '../executions/list.ts';
import { isUlidPrefix } from '../executions/short-id.ts';
import { type OffboardingRun, readRun } from '../offboardings/run.ts';
import { shortPlanId } from '../plans/short-id.ts';
import { machineOf } from '../stack.ts';
import type { StackClient } from '../stack-client.ts';

export type PendingPlan = Pick<Answer, 'offboarding' | 'run' | 'planId'>;

/** How many running offboardings are searched. */
const SEARCHED = 500;

/**
 * @param id of the request, at least the first digits of one, or the name or ARN of its execution.
 * @throws ClientError INVALID where several runs of it wait, FAILED where none does.
 */
export async function findPendingPlan(client: StackClient, id: string): Promise<PendingPlan> {
  return pendingPlan(client, id, await runsToSearch(client, [id]));
}

/** For each id what `findPendingPlan` returns or throws; the running offboardings are read once. */
export async function findPendingPlans(
  client: StackClient,
  ids: readonly string[],
): Promise<PromiseSettledResult<PendingPlan>[]> {
  const running = await runsToSearch(client, ids);
  return Promise.allSettled(ids.map((id) => pendingPlan(client, id, running)));
}

async function runsToSearch(client: StackClient, ids: readonly string[]): Promise<OffboardingRun[]> {
  if (ids.every(isArn)) return [];
  const machines = [machineOf(await client.stack(), 'offboard')];
  const running = await listExecutions(client, { machines, status: 'RUNNING', limit: SEARCHED });
  return mapConcurrently(running, ({ executionArn = '' }) => readRun(client, executionArn));
}

async function pendingPlan(client: StackClient, id: string, running: readonly OffboardingRun[]): Promise<PendingPlan> {
  const isMeant = (own: string) => own === id || (isUlidPrefix(id) && own.startsWith(id));
  const runs = isArn(id)
    ? [await readRun(client, id)]
    : running.filter(({ offboarding, name }) => isMeant(offboarding) || name === id);
  const [first, ...others] = runs.flatMap(pendingPlanOf);
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined) {
    const named = [first, ...others].map(({ run, planId }) => `${run}, with plan ${shortPlanId(planId)}`);
    throw new ClientError('INVALID', `${named.length} runs of ${id} wait for approval: name one of them`, ...named);
  }
  const run = runs[0] ?? (await readRun(client, await findExecution(client, id)));
  throw new ClientError('FAILED', `offboarding ${run.offboarding} waits for no approval: its status is ${run.status}`, {
    text: 'see its steps with',
    command: `show ${run.offboarding}`,
  });
}

/** Until the first removal an approved plan can be denied. */
function pendingPlanOf({ pendingApproval, pendingStart, planned, offboarding, name }: OffboardingRun): PendingPlan[] {
  return (pendingApproval || pendingStart) && planned ? [{ offboarding, run: name, planId: planned.id }] : [];
}

function isArn(id: string): boolean {
  return id.startsWith('arn:');
}
