/** Offboardings as the pages show them. */

import { associationOf } from '../../associations/registry.ts';
import { answerPlan } from '../../client/approvals/answer.ts';
import { readPublishedEvidence } from '../../client/evidence/published.ts';
import { sendOffboarding } from '../../client/offboardings/follow.ts';
import { createOffboardingRequest } from '../../client/offboardings/request.ts';
import { type OffboardingRun, reasonLines, runOf } from '../../client/offboardings/run.ts';
import { readPlan, type StoredPlan } from '../../client/plans/find.ts';
import type { StackClient } from '../../client/stack-client.ts';
import type { CleanupPolicy } from '../../events/cleanup.ts';
import type { Offboarding } from '../contract.ts';
import type { Offboardings } from './aws-gateway.ts';

export function offboardingsOf(client: StackClient): Offboardings {
  // A stored plan never changes.
  const plans = new Map<string, StoredPlan>();
  const planOf = async ({ offboarding, name, planned, arn }: OffboardingRun) => {
    if (!planned) return undefined;
    const plan = plans.get(arn) ?? (await readPlan(client, offboarding, name));
    if (plan) plans.set(arn, plan);
    return plan;
  };
  return {
    async read(described, events) {
      const run = runOf(described, events);
      return offboardingOf(run, await planOf(run));
    },
    evidence: (described, events) => readPublishedEvidence(client, described, events),
    async answer(arn, decision, reason) {
      await answerPlan(client, arn, decision, reason);
    },
    async match(policy) {
      const spec = { policy: policy as CleanupPolicy, options: { mode: 'plan' as const } };
      return sendOffboarding(client, await createOffboardingRequest(client, spec));
    },
  };
}

function offboardingOf(run: OffboardingRun, plan: StoredPlan | undefined): Offboarding {
  const { offboarding, status, pendingApproval, reasons, rollUp, error } = run;
  return {
    id: offboarding,
    status,
    ...(error === undefined ? {} : { error }),
    reasons: reasonLines(reasons),
    ...(plan ? { plan: planSummary(plan) } : {}),
    ...(pendingApproval ? { pendingApproval } : {}),
    ...(rollUp ? { outcomes: rollUp } : {}),
  };
}

function planSummary({ id, items, excluded, breaches, inaccessible }: StoredPlan): NonNullable<Offboarding['plan']> {
  return {
    id,
    items: items.map(({ number, phase, kind, target, label, account, where, serviceStatus, reasons, risks }) => ({
      ...(where.region === undefined ? {} : { region: where.region }),
      name: associationOf(kind).target.label(target as never),
      ...{ number, phase, kind, label, account, serviceStatus, reasons, risks },
    })),
    excluded: excluded.map(({ kind, target, reason }) => `${kind} ${JSON.stringify(target)}: ${reason}`),
    guardrails: breaches.map(
      ({ guardrail, message, overridden }) => `${guardrail}: ${message}${overridden ? ` (lifted: ${overridden})` : ''}`,
    ),
    inaccessible: inaccessible.map(({ kind, at, error, message }) => `${kind} at ${at}: ${error}: ${message}`),
  };
}
