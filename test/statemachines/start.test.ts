import { describe, expect, it } from 'vitest';
import { type Answer, run, START } from './machine.ts';

const HOUR = 3600;
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

/** Runs an offboarding of nothing, so that the states before its items are all there is. */
interface Terms {
  needed?: boolean;
  coolingOffSeconds?: number;
  /** As each plan finds them, in seconds from the start; the last holds for all that follow. */
  freezes?: [from: number, until: number][][];
  /** What each read of the answers finds; the last holds for all that follow. */
  answers?: object[];
}

const APPROVED = { state: 'approved', approvals: [] };

function offboard(
  notBefore: string | null,
  { needed = false, coolingOffSeconds = 0, freezes = [], answers = [APPROVED] }: Terms = {},
) {
  const received = {
    ...{
      id: 'leave',
      request: { id: 'e' },
      prefix: 'work/',
      problems: [],
      mode: 'apply',
      about: {},
      searches: 0,
      searchesKey: 'work/searches.json',
    },
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
  const others: Record<string, Answer> = {
    ReceiveRequest: { ok: received },
    RollUp: { ok: { failure: null, rollUp: {}, evidence: { stored: true } } },
  };
  const request = { detail: { metadata: { id: 'leave', requestedBy: 'dana' }, data: {} } };
  const left = [...freezes];
  const unread = [...answers];
  const plan = (): Answer => {
    const known = (left.length > 1 ? left.shift() : left[0]) ?? [];
    const times = known.map(([from, until]) => ({ from: at(from), until: at(until) }));
    return { ok: { ...found, inaccessibleCount: 0, approval, coolingOffSeconds, freezes: times } };
  };
  let rejection: unknown;
  const ran = run('offboard', request, (state, handed) => {
    if (state === 'RollUpRejection') rejection = handed;
    if (state === 'Plan') return plan();
    if (state === 'ReadApprovals') return { ok: unread.length > 1 ? unread.shift() : unread[0] };
    return others[state] ?? { ok: {} };
  });
  return ran.then((ended) => ({ ...ended, rejection }));
}

const startedAfter = ({ tasks }: Awaited<ReturnType<typeof run>>) =>
  tasks.filter(({ state }) => state === 'Plan').at(-1)?.at;

describe('an offboarding starts', () => {
  it.each<[string, string | null, Terms, number]>([
    ['at once', null, {}, 0],
    ['at once after a time that has passed', at(-HOUR), {}, 0],
    ['not before the time that its request names', at(48 * HOUR), {}, 48 * HOUR],
    ['at once when it is approved', null, { needed: true }, 0],
    ['not before its time, though approved before', at(48 * HOUR), { needed: true }, 48 * HOUR],
    ['after the cooling-off', null, { needed: true, coolingOffSeconds: HOUR }, HOUR],
    ['after the later of both', at(2 * HOUR), { needed: true, coolingOffSeconds: HOUR }, 2 * HOUR],
    ['without a cooling-off where nobody had to approve', null, { coolingOffSeconds: HOUR }, 0],
    ['after the freeze that is open', null, { freezes: [[[-HOUR, HOUR]]] }, HOUR],
    ['at once where a freeze is to come', null, { freezes: [[[HOUR, 2 * HOUR]]] }, 0],
    [
      'after the freeze in which its time lies',
      at(2 * HOUR),
      {
        freezes: [
          [
            [HOUR, 3 * HOUR],
            [4 * HOUR, 5 * HOUR],
          ],
        ],
      },
      3 * HOUR,
    ],
    [
      'after the freeze in which its cooling-off ends',
      null,
      { needed: true, coolingOffSeconds: HOUR, freezes: [[[HOUR, 2 * HOUR]]] },
      2 * HOUR,
    ],
    ['after a freeze that was not known before its recheck', null, { freezes: [[], [[-HOUR, HOUR]]] }, HOUR],
  ])('%s', async (_, notBefore, options, seconds) => {
    const ran = await offboard(notBefore, options);
    expect(ran.execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'COMPLETED' } });
    expect(startedAfter(ran)).toBe(seconds);
    expect(ran.path.includes('WaitForStart')).toBe(seconds > 0);
    expect(ran.path.lastIndexOf('Plan'), 'the recheck').toBeGreaterThan(ran.path.lastIndexOf('WaitForStart'));
    expect(ran.path.indexOf('HasMorePhases')).toBeGreaterThan(ran.path.lastIndexOf('Plan'));
  });
});

describe('until its first removal an approved offboarding', () => {
  const DENIED = { state: 'denied', by: 'eve', reason: 'no', at: 'now' };

  it.each<[string, string | null, Terms]>([
    ['in its cooling-off', null, { coolingOffSeconds: HOUR }],
    ['before its time', at(48 * HOUR), {}],
    ['in a freeze window', null, { freezes: [[[-HOUR, HOUR]]] }],
    ['in its recheck', null, {}],
  ])('is ended by a denial %s', async (_, notBefore, terms) => {
    const ran = await offboard(notBefore, { needed: true, answers: [APPROVED, DENIED], ...terms });
    expect(ran.execution).toMatchObject({ status: 'FAILED', error: 'REJECTED', cause: 'denied' });
    expect(ran.path).not.toContain('HasMorePhases');
    expect(ran.rejection).toMatchObject({ approved: null, rejected: [{ reason: 'denied', by: 'eve' }] });
  });

  it('is ended where an approver is none any more', async () => {
    const ran = await offboard(null, {
      needed: true,
      answers: [APPROVED, { state: 'pending', needed: 1, approvals: [] }],
    });
    expect(ran.execution).toMatchObject({ status: 'FAILED', error: 'REJECTED', cause: 'expired' });
    expect(ran.rejection).toMatchObject({
      rejected: [{ reason: 'expired', message: expect.stringContaining('approvers') }],
    });
  });

  it('cools off once, though its answers are read again', async () => {
    const ran = await offboard(null, { needed: true, coolingOffSeconds: HOUR });
    expect(ran.path.filter((state) => state === 'ReadApprovals')).toHaveLength(2);
    expect(startedAfter(ran)).toBe(HOUR);
  });
});
