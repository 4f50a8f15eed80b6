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
}

function offboard(notBefore: string | null, { needed = false, coolingOffSeconds = 0, freezes = [] }: Terms = {}) {
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
  const answers: Record<string, Answer> = {
    ReceiveRequest: { ok: received },
    ReadApprovals: { ok: { state: 'approved', approvals: [] } },
    RollUp: { ok: { failure: null, rollUp: {}, evidence: { stored: true } } },
  };
  const request = { detail: { metadata: { id: 'leave', requestedBy: 'dana' }, data: {} } };
  const left = [...freezes];
  const plan = (): Answer => {
    const known = (left.length > 1 ? left.shift() : left[0]) ?? [];
    const times = known.map(([from, until]) => ({ from: at(from), until: at(until) }));
    return { ok: { ...found, inaccessibleCount: 0, approval, coolingOffSeconds, freezes: times } };
  };
  return run('offboard', request, (state) => (state === 'Plan' ? plan() : (answers[state] ?? { ok: {} })));
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
