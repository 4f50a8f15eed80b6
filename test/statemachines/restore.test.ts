import { describe, expect, it } from 'vitest';
import { restorationCompleted, restorationFailed } from '../../events/index.ts';
import { type Answer, type Functions, run, START } from './machine.ts';

const metadata = restorationCompleted.sample.detail as { data: { request: object } };
const input = {
  metadata: metadata.data.request,
  items: [1, 2].map((number) => ({
    number,
    association: 'opensearch-packages',
    target: { domainName: 'movies', packageIds: [`F00000000${number}`] },
    before: [],
  })),
};

const goesOn = {
  outcome: 'IN_PROGRESS',
  serviceStatus: 'ASSOCIATING',
  waitingFor: 'association',
  waitingMessage: 'Waiting for the service to associate it.',
  calls: [],
  deadline: new Date(START + 3_600_000).toISOString(),
  waitSeconds: 600,
};
const over = (outcome: string, more: object = {}) => ({ ...goesOn, outcome, serviceStatus: 'ACTIVE', ...more });
const ok = (Payload: object): Answer => ({ ok: { Payload } });

/** The outputs for the first item in turn, the last one again and again; the second item exists already. */
function played(...answers: Answer[]) {
  const said: { detailType: string; data: { rollUp: Record<string, number>; items: object[] } }[] = [];
  const attempts: number[] = [];
  const functions: Functions = (state, handed) => {
    const { Payload, ...rest } = handed as {
      Payload?: { attempts: number; request: { detail: { data: (typeof input.items)[0] } } };
    };
    if (state === 'PublishResult') {
      said.push(rest as (typeof said)[number]);
      return { ok: {} };
    }
    if (JSON.stringify(Payload?.request).includes('F000000002')) return ok(over('ALREADY_ASSOCIATED'));
    attempts.push(Payload?.attempts ?? 0);
    return (answers.length > 1 ? answers.shift() : answers[0]) as Answer;
  };
  return { said, attempts, functions };
}

describe('a restoration', () => {
  it('polls until what it requested is associated, and publishes it', async () => {
    const { functions, said } = played(ok(goesOn), ok(goesOn), ok(over('RESTORED')));
    const { execution, seconds } = await run('restore', input, functions);
    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      output: { items: [{ outcome: 'RESTORED' }, { outcome: 'ALREADY_ASSOCIATED' }] },
    });
    expect(seconds).toBe(1200);
    const [{ detailType, data }] = said as [(typeof said)[number]];
    const detail = { metadata: input.metadata, data };
    expect(restorationCompleted.read({ 'detail-type': detailType, detail }).data).toMatchObject({
      rollUp: { items: 2, RESTORED: 1, ALREADY_ASSOCIATED: 1, REJECTED: 0 },
      items: [{ number: 1 }, { number: 2 }],
    });
  });

  it.each([
    [
      'is refused',
      [ok(over('REJECTED', { error: 'LimitExceededException', message: 'no more' }))],
      'REJECTED',
      /no more/,
    ],
    ['is never shown as tied', [ok(goesOn)], 'TIMED_OUT', /Waiting for the service to associate it/],
    ['cannot be looked at', [{ error: 'TypeError', cause: 'x is not a function' }], 'FAILED', /x is not a function/],
  ] as [string, Answer[], string, RegExp][])('tells why one %s', async (_, answers, outcome, why) => {
    const { functions, said } = played(...answers);
    const { execution } = await run('restore', input, functions);
    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'PARTLY_DONE',
      cause: '1 of 2 associations were restored.',
    });
    const [{ detailType, data }] = said as [(typeof said)[number]];
    const read = restorationFailed.read({ 'detail-type': detailType, detail: { metadata: input.metadata, data } });
    expect(read.data.items[0]).toMatchObject({ outcome, message: expect.stringMatching(why) });
  });

  it('polls again where an answer was lost, and knows then that it may have requested it', async () => {
    const { functions, attempts } = played({ error: 'Unavailable' }, ok(over('RESTORED')));
    expect((await run('restore', input, functions)).execution.status).toBe('SUCCEEDED');
    expect(attempts).toEqual([0, 1]);
  });
});
