import { describe, expect, it } from 'vitest';
import { type ApprovalOptions, approvalFor } from '../../offboardings/approval.ts';
import { makePlan } from '../../offboardings/make-plan.ts';
import { connection, MADE, NOW, page, pluginOf, request, team } from './found.ts';

const usual = { now: NOW, floor: [], overrides: false };
const needed = (
  found: Parameters<typeof page>[0],
  approval?: 'none' | 'required' | 'by-risk',
  options: Partial<ApprovalOptions> = {},
) =>
  approvalFor(makePlan(request(approval ? { options: { approval } } : {}), [page(found)], MADE), {
    ...usual,
    ...options,
  }).needed;

describe('an approval', () => {
  it.each([
    ['by risk, for a plugin', [pluginOf('music', 'pkg-a1')], undefined, true],
    ['by risk, for a team', [team()], 'by-risk', true],
    ['not by risk for a connection', [connection('web')], undefined, false],
    ['always where required', [connection('web')], 'required', true],
    ['never where none', [team()], 'none', false],
    ['not for an empty plan', [], 'required', false],
  ] as const)('is needed %s', (_, found, approval, expected) => {
    expect(needed([...found], approval)).toBe(expected);
  });

  it('is needed for what the stack’s floor names, and where a guardrail is overridden, whatever the request says', () => {
    expect(needed([pluginOf('music', 'pkg-a1')], 'none', { floor: ['plugin'] })).toBe(true);
    expect(needed([team()], 'none', { floor: ['payment-cryptography-mpa-team'] })).toBe(true);
    expect(needed([connection('web')], 'none', { floor: ['plugin'] })).toBe(false);
    expect(needed([connection('web')], 'none', { overrides: true })).toBe(true);
  });

  it('waits three days, or as the request says', () => {
    const plan = makePlan(request({ options: { approvalDeadline: '2026-11-21T00:00:00Z' } }), [], MADE);
    expect(approvalFor(plan, usual).until).toBe('2026-11-21T00:00:00Z');
    expect(approvalFor(makePlan(request(), [], MADE), usual).until).toBe('2026-11-23T16:00:00.000Z');
  });
});
