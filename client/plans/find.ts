import { readFileSync, statSync } from 'node:fs';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import type { Plan } from '../../offboardings/common/plan.ts';
import type { Breach } from '../../offboardings/guardrails/index.ts';
import { keptPrefix, planKey, workKey } from '../../offboardings/keys.ts';
import { planId } from '../../offboardings/make-plan.ts';
import { listFirstVersions, readFirstJson, readJson } from '../bucket.ts';
import { mapConcurrently } from '../concurrency.ts';
import { ClientError } from '../errors.ts';
import { listExecutions } from '../executions/list.ts';
import type { PlanSummary } from '../executions/plan-summary.ts';
import { parseObject } from '../json.ts';
import { machineOf, qualifiedName } from '../stack.ts';
import type { StackClient } from '../stack-client.ts';
import { isPlanIdOrPrefix, shortPlanId } from './short-id.ts';

export type StoredPlan = Plan & { breaches: Breach[] };

/** How many offboardings a search by a plan's id reads. */
const SEARCHED = 500;
/** How many edited members an error names. */
const MAX_EDITS = 10;

/** @throws ClientError NOT_FOUND that says what was searched; INVALID for an ambiguous id, or a file that was edited. */
export async function findPlan(client: StackClient, given: string): Promise<StoredPlan> {
  if (statSync(given, { throwIfNoEntry: false })?.isFile()) return planInFile(client, given);
  const key = isPlanIdOrPrefix(given) ? await keyById(client, given) : undefined;
  const plan = key === undefined ? undefined : await readFirstJson<StoredPlan>(client, key);
  if (plan) return plan;
  const ofOffboarding = await plansOf(client, given);
  if (ofOffboarding.length > 0) {
    const ids = [...new Set(ofOffboarding.map(({ id }) => shortPlanId(id)))];
    throw new ClientError('INVALID', `${given} is an offboarding: name its plan`, ...ids);
  }
  throw new ClientError(
    'NOT_FOUND',
    `there is no plan ${given}`,
    `searched: files, and the plans of the newest ${SEARCHED} offboardings by their ids or at least 12 first digits`,
    { text: 'make one with', command: 'plan' },
  );
}

/** The stack keeps every plan that it makes: a file of one is only a copy. */
async function planInFile(client: StackClient, file: string): Promise<StoredPlan> {
  const copy = parseObject(readFileSync(file, 'utf8')) as Partial<StoredPlan> | undefined;
  const offboarding: unknown = copy?.request?.metadata?.id;
  if (typeof copy?.id !== 'string' || !Array.isArray(copy.items) || typeof offboarding !== 'string') {
    throw new ClientError('INVALID', `${file} is not a plan`, { text: 'write one with', command: 'plan … --out FILE' });
  }
  const stored = await plansOf(client, offboarding);
  const original = stored.find(({ id }) => id === copy.id) ?? stored[0];
  if (original === undefined) return unstoredPlan(client, file, copy as StoredPlan);
  const edits = differingPaths(original, copy);
  if (edits.length === 0) return original;
  const more = edits.length > MAX_EDITS ? [`and ${edits.length - MAX_EDITS} more`] : [];
  throw new ClientError(
    'INVALID',
    `${file} was edited: it differs from the plan ${shortPlanId(original.id)} that the stack has`,
    ...edits.slice(0, MAX_EDITS),
    ...more,
  );
}

/**
 * `plan --here` has made it for this stack: its id covers the stack and what is applied; what is only shown is not checked.
 * @throws ClientError INVALID where it is of another stack, or was edited.
 */
async function unstoredPlan(client: StackClient, file: string, copy: StoredPlan): Promise<StoredPlan> {
  const stack = qualifiedName(await client.stack());
  if (copy.stack !== stack) {
    const message = `${file} is a plan of the stack ${copy.stack ?? '(none)'}; this is ${stack}`;
    throw new ClientError('INVALID', message, 'name that stack with --stage, --region and --profile', {
      text: 'or plan again with',
      command: 'plan',
    });
  }
  const found = idOf(copy);
  if (found === copy.id) return copy;
  const content = found === undefined ? 'its content is no plan' : `its content has the id ${shortPlanId(found)}`;
  throw new ClientError('INVALID', `${file} was edited: its id is ${shortPlanId(copy.id)}, ${content}`);
}

/** Undefined for content that is no plan. */
function idOf(plan: StoredPlan): string | undefined {
  try {
    return planId(plan);
  } catch {
    return undefined;
  }
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

/** @throws ClientError INVALID where several plans' ids begin so. */
async function keyById(client: StackClient, given: string): Promise<string | undefined> {
  const machines = [machineOf(await client.stack(), 'offboard')];
  const runs = await listExecutions(client, { machines, status: 'SUCCEEDED', limit: SEARCHED });
  const sfn = await client.aws.sfn();
  const found = await mapConcurrently(runs, async ({ executionArn }) => {
    const { output } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const { plan } = (parseObject(output) ?? {}) as { plan?: PlanSummary };
    return plan?.id.startsWith(given) ? [plan] : [];
  });
  const [first, ...others] = found.flat();
  const ids = [...new Set([first, ...others].flatMap((plan) => plan?.id ?? []))];
  if (ids.length <= 1) return first?.stored.key;
  throw new ClientError('INVALID', `the ids of ${ids.length} plans begin with ${given}: give more digits`, ...ids);
}

/** The plans of all runs of an offboarding. */
async function plansOf(client: StackClient, offboarding: string): Promise<StoredPlan[]> {
  if (offboarding === '') return [];
  const keys = (await listFirstVersions(client, keptPrefix(offboarding))).filter(({ key }) =>
    key.endsWith('/plan.json'),
  );
  const plans = await mapConcurrently(keys, ({ key }) => readFirstJson<StoredPlan>(client, key));
  return plans.flatMap((plan) => plan ?? []);
}

/** The paths of the members that differ: `request.data.options.approval`, `items.0.risks.1`. */
function differingPaths(original: unknown, copy: unknown, path = ''): string[] {
  if (!isContainer(original) || !isContainer(copy) || Array.isArray(original) !== Array.isArray(copy)) {
    return Object.is(original, copy) ? [] : [path];
  }
  const names = new Set([...Object.keys(original), ...Object.keys(copy)]);
  return [...names].flatMap((name) =>
    differingPaths(original[name], copy[name], path === '' ? name : `${path}.${name}`),
  );
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
