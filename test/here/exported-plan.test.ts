/** What a deployed stack is handed says nothing of what was claimed here. */

import { describe, expect, it } from 'vitest';
import { exportedPlan } from '../../cli/here/exported-plan.ts';
import type { StoredPlan } from '../../client/plans/find.ts';
import type { OffboardingRequest } from '../../events/offboarding-requested.ts';
import { makePlan, planId } from '../../offboardings/make-plan.ts';

type Terms = NonNullable<OffboardingRequest['data']['options']>;

function planOn(options: Terms, reason: string): StoredPlan {
  const metadata = { version: '2', id: 'o-1', timestamp: '2026-11-23T09:00:00.000Z', requestedBy: 'dana', reason };
  const request = {
    metadata: { ...metadata, correlationId: 'c-1' },
    data: { subject: { type: 'user', id: 'alice' }, options },
  } as unknown as OffboardingRequest;
  const stack = '111122223333/us-east-1/offboard-dev';
  return { ...makePlan(request, [], { now: new Date(metadata.timestamp), stack, verifications: 0 }), breaches: [] };
}

const HERE = 'left; claimed approval: CHG-7; run with --here on laptop';

describe('a plan that is handed on', () => {
  it('is the plan itself where nothing was applied', () => {
    const plan = planOn({ mode: 'plan', approval: 'none' }, 'left');
    expect(exportedPlan(plan)).toEqual(plan);
  });

  it('has neither the reason nor the mode of a run, and keeps its id', () => {
    const terms: Terms = { approval: 'required', limits: { associations: 3 } };
    const plan = planOn({ ...terms, mode: 'apply', planId: 'f'.repeat(64) }, HERE);
    const { request, id } = exportedPlan(plan);
    expect(request.data.options).toEqual({ ...terms, mode: 'plan' });
    expect(request.metadata.reason).toBeUndefined();
    expect(id).toBe(plan.id);
    expect(planId({ ...plan, request })).toBe(plan.id);
  });

  it('is none whose terms a claim has lifted the approval of', () => {
    expect(() => exportedPlan(planOn({ mode: 'apply', approval: 'none' }, HERE))).toThrow(/without an approval/);
  });
});
