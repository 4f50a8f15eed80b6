/** Offboardings as the web console shows them. */

import { associationOf } from '../associations/registry.ts';
import type { Context } from '../cli/command.ts';
import type { Offboarding } from '../console/contract.ts';
import type { Offboardings } from '../console/server/aws-gateway.ts';
import type { CleanupPolicy } from '../events/cleanup.ts';
import { planKey } from '../offboardings/keys.ts';
import { giveAnswer } from './approvals/answer.ts';
import { readJson } from './bucket.ts';
import { keptEvidence } from './evidence/published.ts';
import { send } from './offboardings/follow.ts';
import { requestOf } from './offboardings/request.ts';
import { type OffboardingRun, reasonLines, runOf } from './offboardings/run.ts';
import type { KeptPlan } from './plans/find.ts';

export function offboardingsOf(context: Context): Offboardings {
  // What is said goes to the page and not to the terminal that serves it.
  const quiet = { ...context, output: { ...context.output, text() {}, data() {}, note() {} } };
  /** A plan never changes once it is kept. */
  const plans = new Map<string, KeptPlan>();
  const planOf = async ({ offboarding, name, planned }: OffboardingRun) => {
    if (!planned) return undefined;
    const key = planKey(offboarding, name);
    const plan = plans.get(key) ?? (await readJson<KeptPlan>(context, key));
    if (plan) plans.set(key, plan);
    return plan;
  };
  return {
    async read(described, events) {
      const run = runOf(described, events);
      return told(run, await planOf(run));
    },
    evidence: (described, events) => keptEvidence(context, described, events),
    async answer(arn, decision, reason) {
      await giveAnswer(quiet, arn, decision, reason);
    },
    async match(policy) {
      return send(quiet, await requestOf(quiet, { policy: policy as CleanupPolicy, options: { mode: 'plan' } }, {}));
    },
  };
}

function told(run: OffboardingRun, plan: KeptPlan | undefined): Offboarding {
  const { offboarding, status, awaiting, reasons, rollUp, error } = run;
  return {
    id: offboarding,
    status,
    ...(error === undefined ? {} : { error }),
    reasons: reasonLines(reasons),
    ...(plan ? { plan: shownPlan(plan) } : {}),
    ...(awaiting ? { awaiting } : {}),
    ...(rollUp ? { outcomes: rollUp } : {}),
  };
}

function shownPlan({ id, items, excluded, breaches, inaccessible }: KeptPlan): NonNullable<Offboarding['plan']> {
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
