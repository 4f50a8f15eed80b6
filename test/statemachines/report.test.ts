import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../events/define.ts';
import { offboardingRequested } from '../../events/index.ts';
import type { PublishInput } from '../../functions/common/publish-input.ts';
import { offboardingFailure } from '../../functions/common/unreported-offboarding.ts';
import type { FindInput, UnreportedPage } from '../../functions/find-unreported.ts';
import { type Answer, type Functions, run } from './machine.ts';

const sweep = {
  'detail-type': 'Scheduled Event',
  id: 'e1',
  time: '2026-11-20T16:00:00Z',
  source: 'aws.events',
  detail: {},
};

/** Answers each page in turn, and notes what complete was handed. */
function reporting(pages: UnreportedPage[], completes: Answer[] = []) {
  const cursors: unknown[] = [];
  const completed: unknown[] = [];
  const stored: unknown[] = [];
  const functions: Functions = (state, handed) => {
    if (state === 'Complete') {
      completed.push((handed as { execution: string }).execution);
      return completes.shift() ?? { ok: { outcome: 'FAILED', evidence: null } };
    }
    if (state === 'StoreEvidence' || state === 'StoreMissingEvidence') {
      stored.push(handed);
      return stored.length === 1 ? { error: 'AccessDenied' } : { ok: {} };
    }
    cursors.push((handed as unknown as FindInput).cursor);
    return { ok: pages.shift() };
  };
  return { functions, cursors, completed, stored };
}

const unreported = (execution: string) =>
  ({ execution, failure: null }) as unknown as UnreportedPage['unreported'][number];

describe('the reporter', () => {
  it('says what each unreported execution left unsaid', async () => {
    const { functions, completed, cursors } = reporting([
      { unreported: [unreported('one'), unreported('two')], offboardings: [], cursor: null },
    ]);
    const { execution } = await run('report', sweep, functions);
    expect(execution.status).toBe('SUCCEEDED');
    expect(completed).toEqual(['one', 'two']);
    expect(cursors).toEqual([null]);
  });

  it('tries again to store the evidence of what it reports', async () => {
    const pages = [{ unreported: [unreported('one')], offboardings: [], cursor: null }];
    const evidence = { stored: false, error: 'AccessDenied: no' };
    const { functions, stored } = reporting(pages, [{ ok: { outcome: 'FAILED', evidence } }]);
    expect((await run('report', sweep, functions)).execution.status).toBe('SUCCEEDED');
    const again = { execution: 'one', failure: null, evidenceOnly: true };
    expect(stored).toEqual([again, again]);
  });

  it('stores evidence that an execution could not store', async () => {
    const input = { execution: 'one', evidenceOnly: true } as const;
    const evidence = { of: 'offboarding' as const, input };
    const { functions, stored } = reporting([{ unreported: [], offboardings: [], cursor: null, evidence }]);
    const { execution, path } = await run('report', { evidenceOf: 'arn:one' }, functions);
    expect(execution.status).toBe('SUCCEEDED');
    expect(path).toEqual(['FindUnreported', 'RouteByFinding', 'StoreEvidence', 'Succeeded']);
    expect(stored[1]).toMatchObject({ Payload: input });
  });

  it('takes no evidence from its input', async () => {
    const { functions, stored } = reporting([{ unreported: [], offboardings: [], cursor: null }]);
    const invented = { evidence: { of: 'single', input: {} }, found: { evidence: {} }, input: {} };
    expect((await run('report', { ...sweep, ...invented }, functions)).execution.status).toBe('SUCCEEDED');
    expect(stored).toEqual([]);
  });

  it('does nothing where everything has been reported', async () => {
    const { functions, completed } = reporting([{ unreported: [], offboardings: [], cursor: null }]);
    expect((await run('report', sweep, functions)).execution.status).toBe('SUCCEEDED');
    expect(completed).toEqual([]);
  });

  it('reads every page of the sweep', async () => {
    const next = { machine: 0, status: 1, token: 'more', read: 0 };
    const { functions, completed, cursors } = reporting([
      { unreported: [unreported('one')], offboardings: [], cursor: next },
      { unreported: [unreported('two')], offboardings: [], cursor: null },
    ]);
    expect((await run('report', sweep, functions)).execution.status).toBe('SUCCEEDED');
    expect(cursors).toEqual([null, next]);
    expect(completed).toEqual(['one', 'two']);
  });

  it('keeps trying while the bus takes nothing', async () => {
    const refused: Answer[] = Array.from({ length: 12 }, () => ({ error: 'EventRefused' }));
    const { functions, completed } = reporting(
      [{ unreported: [unreported('one')], offboardings: [], cursor: null }],
      refused,
    );
    const { execution, seconds } = await run('report', sweep, functions);
    expect(execution.status).toBe('SUCCEEDED');
    expect(completed).toHaveLength(13);
    expect(seconds).toBeGreaterThan(60);
  });
});

describe('the reporter, for offboardings', () => {
  const failure = (execution: string) =>
    offboardingFailure({
      request: offboardingRequested.sample as unknown as Envelope,
      execution,
      error: 'ABORTED',
      message: 'not today',
    });

  it('publishes what each could not, and keeps trying while the bus takes nothing', async () => {
    const published: unknown[] = [];
    const refusals: Answer[] = [{ error: 'EventRefused' }, { error: 'EventRefused' }];
    const page = { unreported: [], offboardings: [failure('one'), failure('two')], cursor: null };
    const functions: Functions = (state, handed) => {
      if (state === 'FindUnreported') return { ok: page };
      published.push((handed as unknown as PublishInput).data.execution);
      return refusals.shift() ?? { ok: {} };
    };
    const { execution } = await run('report', sweep, functions);
    expect(execution.status).toBe('SUCCEEDED');
    expect(new Set(published)).toEqual(new Set(['one', 'two']));
    expect(published).toHaveLength(4);
  });
});
