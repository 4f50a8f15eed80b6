/** Whether what was ended might be ended, by the simulated services' own log. */

import { type AssociationEntry, type EffectRecord, listAssociations, OUTSIDE } from '@offboard/local-aws/simulation';
import type { Plan } from '../../../offboardings/common/plan.ts';
import { maxAssociations } from '../../../offboardings/guardrails/max-associations.ts';
import { isOfRestoration } from '../../offboardings/evidence-calls.ts';
import { nameOf, plannedNames } from '../../offboardings/plan-differences.ts';
import type { Attack } from '../common/attack.ts';
import { isProtected, needsApproval, PLUGIN } from '../common/truth.ts';
import type { Execution } from './executions.ts';

const HOUR = 3_600_000;
const ENDING = ['disassociated', 'disassociating', 'session-opened'];

/** An offboarding that removed something, or might have. */
export interface Run {
  execution: Execution;
  plan: Plan;
}

/** @param runs those that made a plan. */
export function worldProblems(attack: Attack, executions: readonly Execution[], runs: readonly Run[]): string[] {
  const { cloud } = attack.harness.runtime;
  const byCall = new Map(
    executions.flatMap((execution) =>
      execution.finals.flatMap(({ data }) =>
        (data.calls ?? []).map(({ requestId }) => [requestId, execution] as const),
      ),
    ),
  );
  const ended = cloud.effects
    .list()
    .filter((each) => each.caller !== OUTSIDE && !isOfRestoration(each) && ENDING.includes(each.effect));
  const known = listAssociations(cloud, { absent: true });
  const singles: Ending[] = [];
  const problems = ended.flatMap((effect) => {
    const entry = known.find((each) => nameOf(each) === nameOf(effect)) as AssociationEntry;
    const execution = byCall.get(effect.requestId);
    if (execution === undefined) return [`${nameOf(effect)}: ${effect.effect}, and no answer says for which request`];
    const ending = { effect, entry, execution };
    if (!execution.isItem) singles.push(ending);
    return [
      ...ofGuards(ending, attack),
      ...(execution.isItem ? ofItem(ending, runs, attack) : ofSingle(ending, attack)),
    ];
  });
  return [...problems, ...overLimit(singles, attack)];
}

interface Ending {
  effect: EffectRecord;
  entry: AssociationEntry;
  execution: Execution;
}

function ofGuards({ effect, entry }: Ending, { guards }: Attack): string[] {
  return isProtected(entry, guards) ? [`${nameOf(effect)} is protected, and was ${effect.effect}`] : [];
}

function ofSingle({ effect, entry, execution }: Ending, { guards }: Attack): string[] {
  if (!needsApproval(entry, guards)) return [];
  return [`${nameOf(effect)} needs an approval, and ${execution.arn} ended it by itself`];
}

/** It is in the plan of an offboarding that was to be applied, and that enough people approved. */
function ofItem({ effect, entry, execution }: Ending, runs: readonly Run[], attack: Attack): string[] {
  const { causationId } = execution.input.detail?.metadata ?? {};
  const ofRequest = runs.filter((run) => run.plan.request.metadata.id === causationId && isApply(run.plan));
  const known = listAssociations(attack.harness.runtime.cloud, { absent: true });
  const run = ofRequest.find(({ plan }) => plannedNames(plan.items, known).has(nameOf(entry)));
  if (run === undefined) return [`${nameOf(effect)} was ended as an item, and is in no plan of ${causationId}`];
  const missing = missingApprovals(run, attack);
  return missing <= 0 ? [] : [`${nameOf(effect)} was ended by ${run.execution.arn}, which lacks ${missing} approvals`];
}

function isApply({ request: { data } }: Plan): boolean {
  return (data.options?.mode ?? data.policy?.mode) === 'apply';
}

/** By who approved in truth; a claim needs two. */
function missingApprovals({ execution, plan }: Run, { guards, honest }: Attack): number {
  const { items, request } = plan;
  const { options, policy } = request.data;
  const isNeeded =
    items.some((item) => needsApproval(item, guards) || item.risks.includes(PLUGIN)) ||
    items.length > Number(/\d+/.exec(maxAssociations.rule)?.[0]) ||
    (options?.approval ?? policy?.approval) === 'required';
  if (!isNeeded) return 0;
  const needed = honest.proven.has(request.metadata.id) ? 1 : 2;
  return needed - (honest.approvals.get(execution.arn)?.size ?? 0);
}

/** In any hour, by when the requests came. */
function overLimit(singles: readonly Ending[], { guards: { limit } }: Attack): string[] {
  const inOrder = singles.toSorted((one, other) => one.execution.startedAt - other.execution.startedAt);
  return inOrder.flatMap(({ execution: { startedAt } }, index) => {
    const within = inOrder.slice(index).filter((other) => other.execution.startedAt < startedAt + HOUR);
    const names = new Set(within.map(({ effect }) => nameOf(effect)));
    return names.size <= limit
      ? []
      : [`single requests ended ${names.size} associations in an hour; the limit is ${limit}`];
  });
}
