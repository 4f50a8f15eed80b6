import './silence-logs.ts';
import { describe, expect, it } from 'vitest';
import type { AssociationProvider, Json, Progress } from '../../associations/common/contract.ts';
import { memoryOf } from '../../associations/common/progress.ts';
import { type Restoration, type RestoreInput, restore } from '../../functions/restore.ts';
import { gone, providerOf, request, waiting } from './provider.ts';
import { invoke } from './wire.ts';

const STATUSES = {
  ACTIVE: 'ASSOCIATED',
  ASSOCIATING: 'ASSOCIATING',
  ASSOCIATION_FAILED: 'ASSOCIATION_FAILED',
  DISSOCIATING: 'DISASSOCIATING',
} as const;

const shows = (serviceStatus: string, snapshot: Progress['snapshot'] = null): Progress => ({
  ...waiting,
  serviceStatus,
  snapshot,
});

/** A service that shows this, and answers an ask so. */
function service(poll: Progress, answer: () => Json | undefined = () => undefined) {
  const asked: unknown[] = [];
  const memories: unknown[] = [];
  const kind: AssociationProvider = {
    ...providerOf({ poll }),
    async poll(_target, context) {
      memories.push(memoryOf(context));
      return poll;
    },
    statuses: STATUSES,
    errors: { ConflictException: 'BUSY', LimitExceededException: 'FAILED', InternalException: 'RETRYABLE' },
    async restore(target, before) {
      asked.push({ target, before });
      return answer();
    },
  };
  return { kind, asked, memories };
}

const refusing = (name: string) => () => {
  throw Object.assign(new Error('not so'), { name });
};

const BEFORE = [{ PackageID: 'F123456789' }];
const ASKED: Restoration = {
  outcome: 'IN_PROGRESS',
  serviceStatus: 'ABSENT',
  requested: true,
  polls: 0,
  calls: [],
  startedAt: '2026-11-20T16:00:00.000Z',
  deadline: '2026-11-20T17:00:00.000Z',
  waitSeconds: 5,
};

const run = (kind: AssociationProvider, given: Partial<RestoreInput> = {}) =>
  invoke<RestoreInput, Restoration>(restore(kind), {
    request: request(),
    before: BEFORE,
    restoration: null,
    attempts: 0,
    ...given,
  });

describe('restore', () => {
  it('asks where there is nothing, from what was shown before, and then waits to see it', async () => {
    const { kind, asked } = service(gone);
    expect(await run(kind)).toMatchObject({ outcome: 'IN_PROGRESS', requested: true, waitSeconds: expect.any(Number) });
    expect(asked).toEqual([{ target: { domainName: 'movies', packageIds: ['F123456789'] }, before: BEFORE }]);
  });

  it('hands what the request left to every poll that follows', async () => {
    const { kind, memories } = service(gone, () => ({ creationId: 'r-1' }));
    const first = await run(kind);
    const second = await run(kind, { restoration: first });
    await run(kind, { restoration: second });
    expect(memories).toEqual([undefined, { creationId: 'r-1' }, { creationId: 'r-1' }]);
  });

  it('asks once, however long the service takes to show it, and until the kind’s own deadline', async () => {
    const { kind, asked } = service(gone);
    const { outcome, polls, deadline } = await run(kind, { restoration: ASKED });
    expect({ outcome, polls, deadline }).toEqual({ outcome: 'IN_PROGRESS', polls: 1, deadline: ASKED.deadline });
    expect(asked).toEqual([]);
  });

  it.each([
    ['ASSOCIATING', ASKED, 0, 'IN_PROGRESS'],
    ['SOMETHING_NEW', ASKED, 0, 'IN_PROGRESS'],
    ['DISSOCIATING', null, 0, 'IN_PROGRESS'],
    ['ACTIVE', ASKED, 0, 'RESTORED'],
    ['ACTIVE', null, 0, 'ALREADY_ASSOCIATED'],
    ['ACTIVE', null, 1, 'RESTORED'],
    ['ASSOCIATION_FAILED', ASKED, 0, 'FAILED'],
  ])('%s after %j and %d lost answers is %s %s', async (status, restoration, attempts, outcome) => {
    const { kind, asked } = service(shows(status, [{ ErrorMessage: 'the plugin needs a licence' }]));
    const answered = await run(kind, { restoration, attempts });
    expect(answered).toMatchObject({ outcome, serviceStatus: status });
    if (outcome === 'FAILED') expect(answered.message).toContain('the plugin needs a licence');
    expect(asked).toEqual([]);
  });

  it('says who else must act, where the service waits for somebody', async () => {
    const { kind } = service(shows('ASSOCIATING'));
    const assess = () => ({ risks: [], impact: [], restoreMethod: '', restorableWith: 'account 4, which must accept' });
    const answered = await run({ ...kind, policy: { ...kind.policy, assess } }, { restoration: ASKED });
    expect(answered.waitingMessage).toBe('Waiting for account 4, which must accept.');
    const alone = await run(kind, { restoration: ASKED });
    expect(alone.waitingMessage).toBe('Waiting for the service to associate it.');
  });

  it('waits and asks again where the service is at another change', async () => {
    const { kind } = service(gone, refusing('ConflictException'));
    expect(await run(kind)).toMatchObject({ outcome: 'IN_PROGRESS', requested: false });
  });

  it.each(['LimitExceededException', 'AccessDeniedException'])(
    'rejects with the service’s own error: %s',
    async (error) => {
      const { kind } = service(gone, refusing(error));
      expect(await run(kind)).toMatchObject({ outcome: 'REJECTED', error, message: 'not so' });
    },
  );

  it('rejects what cannot be restored, and a role that is no spoke’s', async () => {
    const { restore: _, ...kind } = service(gone).kind;
    expect(await run(kind)).toMatchObject({ outcome: 'REJECTED', error: 'NotRestorable' });
    const where = { roleArn: 'arn:aws:iam::222233334444:role/somebody' };
    expect(await run(service(gone).kind, { request: request({ where }) })).toMatchObject({ error: 'NotASpoke' });
  });

  it('leaves it to the state machine to poll again where it is not known whether it was requested', async () => {
    const { kind } = service(gone, refusing('InternalException'));
    await expect(run(kind)).rejects.toMatchObject({ name: 'Unavailable' });
  });
});
