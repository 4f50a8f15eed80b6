import { describe, expect, it } from 'vitest';
import { type Answer, run, START } from './machine.ts';

const HOUR = 3600;
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

/** Runs an offboarding of nothing, so that the states before its items are all there is. */
function offboard(notBefore: string | null, { needed = false, coolingOffSeconds = 0 } = {}) {
  const received = {
    ...{ id: 'leave', request: { id: 'e' }, prefix: 'work/', problems: [], mode: 'apply', about: {}, searches: [] },
    ...{ requester: { name: 'dana', proof: 'proven' }, approvalsNeeded: 1, notBefore },
  };
  const found = {
    plan: { id: 'plan', associations: 0 },
    reasons: [],
    phases: [],
    inaccessible: [],
    notAllowedCount: 0,
  };
  const approval = { needed, risks: [], until: at(72 * HOUR) };
  const answers: Record<string, Answer> = {
    ReceiveRequest: { ok: received },
    Plan: { ok: { ...found, inaccessibleCount: 0, approval, coolingOffSeconds } },
    ReadApprovals: { ok: { state: 'approved', approvals: [] } },
    RollUp: { ok: { failure: null, rollUp: {}, evidence: { stored: true } } },
  };
  const request = { detail: { metadata: { id: 'leave', requestedBy: 'dana' }, data: {} } };
  return run('offboard', request, (state) => answers[state] ?? { ok: {} });
}

const startedAfter = ({ tasks }: Awaited<ReturnType<typeof run>>) =>
  tasks.filter(({ state }) => state === 'Plan').at(-1)?.at;

describe('an offboarding starts', () => {
  it.each<[string, string | null, object, number]>([
    ['at once', null, {}, 0],
    ['at once after a time that has passed', at(-HOUR), {}, 0],
    ['not before the time that its request names', at(48 * HOUR), {}, 48 * HOUR],
    ['at once when it is approved', null, { needed: true }, 0],
    ['not before its time, though approved before', at(48 * HOUR), { needed: true }, 48 * HOUR],
    ['after the cooling-off', null, { needed: true, coolingOffSeconds: HOUR }, HOUR],
    ['after the later of both', at(2 * HOUR), { needed: true, coolingOffSeconds: HOUR }, 2 * HOUR],
    ['without a cooling-off where nobody had to approve', null, { coolingOffSeconds: HOUR }, 0],
  ])('%s', async (_, notBefore, options, seconds) => {
    const ran = await offboard(notBefore, options);
    expect(ran.execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'COMPLETED' } });
    expect(startedAfter(ran)).toBe(seconds);
    expect(ran.path.includes('WaitForStart')).toBe(seconds > 0);
  });
});
