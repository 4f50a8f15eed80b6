import { describe, expect, it } from 'vitest';
import { associationReappeared, disassociationCompleted, offboardingFailed } from '../../events/index.ts';
import { type Functions, run, START } from './machine.ts';

const { detail } = disassociationCompleted.sample as {
  detail: { metadata: { id: string }; data: Record<string, unknown> };
};
/** It ended a minute before the event about it came. */
const ended = new Date(START - 60_000).toISOString();
const completed = {
  ...disassociationCompleted.sample,
  time: new Date(START).toISOString(),
  account: '111122223333',
  region: 'us-east-1',
  detail: { ...detail, data: { ...detail.data, endedAt: ended } },
};

const HOUR = 3600;
const AFTER = `${HOUR},${24 * HOUR},${7 * 24 * HOUR}`;

/** @param back from so many seconds after its end on, it is there again. */
function looking(back = Number.POSITIVE_INFINITY) {
  const said: { detailType: string; data: object }[] = [];
  const asked: object[] = [];
  const functions: Functions = (state, handed, now) => {
    if (state === 'PublishReappeared') {
      said.push(handed as (typeof said)[number]);
      return { ok: {} };
    }
    asked.push((handed as { Payload: { request: { detail: object } } }).Payload.request.detail);
    const isBack = (now - Date.parse(ended)) / 1000 >= back;
    const progress = isBack
      ? { state: 'IN_PROGRESS', serviceStatus: 'ACTIVE', snapshot: [{ PackageID: 'F123456789' }] }
      : { state: 'DISASSOCIATED', serviceStatus: 'ABSENT', snapshot: null };
    return { ok: { Payload: { progress } } };
  };
  return { functions, said, asked };
}

const verify = (functions: Functions, VerifyAfterSeconds = AFTER) =>
  run('verify', completed, functions, { VerifyAfterSeconds });

const looksAt = ({ tasks }: Awaited<ReturnType<typeof run>>) =>
  tasks.filter(({ state }) => state === 'Poll').map(({ at }) => at + 60);

describe('a verification', () => {
  it('polls an hour, a day and a week after the end, for what the request named', async () => {
    const { functions, said, asked } = looking();
    const ran = await verify(functions);
    expect(looksAt(ran)).toEqual([HOUR, 24 * HOUR, 7 * 24 * HOUR]);
    expect(ran.execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'STILL_GONE', polls: 3 } });
    expect(ran.transitions).toBe(3 + 4 * 3);
    expect(said).toEqual([]);
    const { association, target, request } = detail.data;
    expect(asked[0]).toEqual({ metadata: request, data: { association, target } });
  });

  it('publishes that it came back, and polls no further', async () => {
    const { functions, said } = looking(2 * HOUR);
    const ran = await verify(functions);
    expect(looksAt(ran)).toEqual([HOUR, 24 * HOUR]);
    expect(ran.execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'REAPPEARED' } });
    const [{ detailType, data }] = said as [(typeof said)[number]];
    const read = associationReappeared.read({ 'detail-type': detailType, detail: { metadata: detail.metadata, data } });
    expect(read.data).toMatchObject({ serviceStatus: 'ACTIVE', goneAt: ended });
  });

  it('of an offboarding that has removed nothing ends at once', async () => {
    const input = { ...offboardingFailed.sample, account: '111122223333', region: 'us-east-1' };
    const ran = await run('verify', input, () => ({ ok: { searches: 0, items: 0 } }), { VerifyAfterSeconds: AFTER });
    expect(ran.path).toEqual(['Initialize', 'FindRemoved', 'HasMoreChecks', 'StillGone']);
  });

  it('of an offboarding goes on after what came back, and ends with how many did', async () => {
    const input = { ...offboardingFailed.sample, account: '111122223333', region: 'us-east-1' };
    const found = [0, 2, 1];
    const functions: Functions = (state) =>
      state === 'FindRemoved'
        ? { ok: { searches: 1, items: 5, prefix: 'work/', searchesKey: 'work/searches.json' } }
        : { ok: { reappeared: found.shift(), unread: 0, reappearedKey: 'work/reappeared.json' } };
    const ran = await run('verify', input, functions, { VerifyAfterSeconds: AFTER });
    expect(ran.execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'REAPPEARED', associations: 3 } });
    expect(ran.path.filter((state) => state === 'PublishEachReappeared')).toHaveLength(2);
  });

  it.each([
    ['', []],
    ['600', [600]],
  ])('looks after the seconds that the stage says: %j', async (seconds, expected) => {
    expect(looksAt(await verify(looking().functions, seconds))).toEqual(expected);
  });
});
