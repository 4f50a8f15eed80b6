import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { associationOf } from '../../../associations/registry.ts';
import { omitUndefined, parseObject } from '../../../client/json.ts';
import { type OffboardingRun, outcomeLines, reasonLines, runOf } from '../../../client/offboardings/run.ts';
import { confirmText } from '../../../client/plans/confirm-text.ts';
import { estimateText } from '../../../client/plans/estimate-text.ts';
import { readPlan, type StoredPlan } from '../../../client/plans/find.ts';
import { inheritedText } from '../../../client/plans/inherited.ts';
import { type SearchedPlace, searchedPlaces } from '../../../client/plans/searched.ts';
import { shortPlanId } from '../../../client/plans/short-id.ts';
import { restoreText } from '../../../client/restorations/restorable.ts';
import { homeOf } from '../../../client/stack.ts';
import type { StackClient } from '../../../client/stack-client.ts';
import type { Offboarding } from '../../contract.ts';

export class OffboardingReader {
  readonly #client: StackClient;
  /** By the ARN of the execution: a stored plan never changes. */
  readonly #plans = new Map<string, StoredPlan>();

  constructor(client: StackClient) {
    this.#client = client;
  }

  async read(described: DescribeExecutionOutput, events: readonly HistoryEvent[]): Promise<Offboarding> {
    const run = runOf(described, events);
    const { offboarding, status, pendingApproval, reasons, rollUp, error } = run;
    const plan = await this.#planOf(run);
    return {
      id: offboarding,
      status,
      mode: modeOf(described.input),
      reasons: reasonLines(reasons),
      ...omitUndefined({
        error,
        pendingApproval,
        outcomes: rollUp && outcomeLines(rollUp),
        removed: rollUp?.DISASSOCIATED,
        plan: plan && planView(plan, homeOf(await this.#client.stack())),
      }),
    };
  }

  async #planOf({ offboarding, name, planned, arn }: OffboardingRun): Promise<StoredPlan | undefined> {
    if (!planned) return undefined;
    const plan = this.#plans.get(arn) ?? (await readPlan(this.#client, offboarding, name));
    if (plan) this.#plans.set(arn, plan);
    return plan;
  }
}

function modeOf(input: string | undefined): Offboarding['mode'] {
  const { detail } = (parseObject(input) ?? {}) as { detail?: { data?: { options?: { mode?: string } } } };
  return detail?.data?.options?.mode === 'apply' ? 'apply' : 'plan';
}

function planView(stored: StoredPlan, home: SearchedPlace): NonNullable<Offboarding['plan']> {
  const { id, items, excluded, inherited = [], breaches, inaccessible, subjectFound, request } = stored;
  const { subject } = request.data;
  return {
    id: shortPlanId(id),
    confirmText: confirmText(stored),
    summary: summaryOf(stored, home),
    items: items.map((item) => ({
      ...omitUndefined({ region: item.where.region }),
      name: associationOf(item.kind).target.label(item.target as never),
      restoreMethod: restoreText(item),
      ...pick(item),
    })),
    excluded: excluded.map(({ kind, target, reason }) => `${kind} ${JSON.stringify(target)}: ${reason}`),
    inherited: inherited.map(inheritedText),
    guardrails: breaches.map(
      ({ guardrail, message, overridden }) =>
        `${guardrail}: ${message}${overridden ? ` (overridden: ${overridden})` : ''}`,
    ),
    inaccessible: inaccessible.map(
      ({ kind, at, error, message, allowed }) =>
        `${kind} at ${at}: ${error}: ${message}${allowed ? ` (allowed: ${allowed})` : ''}`,
    ),
    ...(subjectFound === false && { unknownSubject: `${subject?.type} "${subject?.id}"` }),
  };
}

function pick({
  number,
  phase,
  kind,
  label,
  account,
  serviceStatus,
  reasons,
  risks,
  impact,
}: StoredPlan['items'][number]) {
  return { number, phase, kind, label, account, serviceStatus, reasons, risks, impact };
}

function summaryOf(plan: StoredPlan, home: SearchedPlace): string {
  const { items, scanned } = plan;
  // Plans that were stored before estimates were made have none.
  const { estimate }: Partial<StoredPlan> = plan;
  const places = searchedPlaces(plan, home).map(({ account, region }) => `${account}/${region}`);
  const searched = `Scanned ${scanned} ${scanned === 1 ? 'resource' : 'resources'} in ${places.join(', ')}.`;
  return items.length > 0 && estimate ? `${searched} ${estimateText(estimate)}` : searched;
}
