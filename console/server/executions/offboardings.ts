/** Offboardings as the pages show them. */

import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { associationOf } from '../../../associations/registry.ts';
import { omitUndefined } from '../../../client/json.ts';
import { type OffboardingRun, outcomeLines, reasonLines, runOf } from '../../../client/offboardings/run.ts';
import { readPlan, type StoredPlan } from '../../../client/plans/find.ts';
import { inheritedText } from '../../../client/plans/inherited.ts';
import { shortPlanId } from '../../../client/plans/short-id.ts';
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
      reasons: reasonLines(reasons),
      ...omitUndefined({
        error,
        pendingApproval,
        outcomes: rollUp && outcomeLines(rollUp),
        plan: plan && planView(plan),
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

function planView({
  id,
  items,
  excluded,
  inherited = [],
  breaches,
  inaccessible,
  subjectFound,
  request,
}: StoredPlan): NonNullable<Offboarding['plan']> {
  return {
    id: shortPlanId(id),
    items: items.map(({ number, phase, kind, target, label, account, where, serviceStatus, reasons, risks }) => ({
      ...omitUndefined({ region: where.region }),
      name: associationOf(kind).target.label(target as never),
      ...{ number, phase, kind, label, account, serviceStatus, reasons, risks },
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
    ...(subjectFound === false && { unknownSubject: `${request.data.subject?.type} "${request.data.subject?.id}"` }),
  };
}
