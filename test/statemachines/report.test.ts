import { describe, expect, it } from 'vitest';
import { offboardingFailed, offboardingRequested } from '../../events/index.ts';
import type { Metadata } from '../../events/metadata.ts';
import type { FindInput, UnreportedPage } from '../../functions/find-unreported.ts';
import type { PublishInput } from '../../functions/publish.ts';
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
  const kept: unknown[] = [];
  const functions: Functions = (state, handed) => {
    if (state === 'Complete') {
      completed.push((handed as { execution: string }).execution);
      return completes.shift() ?? { ok: { outcome: 'FAILED', evidenceObject: null } };
    }
    if (state === 'StoreEvidence') {
      kept.push(handed);
      return { ok: {} };
    }
    cursors.push((handed as unknown as FindInput).cursor);
    return { ok: pages.shift() };
  };
  return { functions, cursors, completed, kept };
}

const unreported = (execution: string) =>
  ({ execution, failure: null }) as unknown as UnreportedPage['unreported'][number];

describe('the reporter', () => {
  it('says what each unreported execution left unsaid', async () => {
    const { functions, completed, cursors } = reporting([
      { unreported: [unreported('one'), unreported('two')], cursor: null },
    ]);
    const { execution } = await run('report', sweep, functions);
    expect(execution.status).toBe('SUCCEEDED');
    expect(completed).toEqual(['one', 'two']);
    expect(cursors).toEqual([null]);
  });

  it('keeps the evidence of what it speaks for', async () => {
    const evidenceObject = {
      bucket: 'evidence',
      key: 'offboardings/r/e/evidence.json',
      document: { head: 'h' },
      until: '2027',
    };
    const pages = [{ unreported: [unreported('one')], cursor: null }];
    const { functions, kept } = reporting(pages, [{ ok: { outcome: 'FAILED', evidenceObject } }]);
    expect((await run('report', sweep, functions)).execution.status).toBe('SUCCEEDED');
    expect(kept).toEqual([
      expect.objectContaining({
        Bucket: evidenceObject.bucket,
        Key: evidenceObject.key,
        Body: evidenceObject.document,
      }),
    ]);
  });

  it('does nothing where everything has been reported', async () => {
    const { functions, completed } = reporting([{ unreported: [], cursor: null }]);
    expect((await run('report', sweep, functions)).execution.status).toBe('SUCCEEDED');
    expect(completed).toEqual([]);
  });

  it('reads every page of the sweep', async () => {
    const next = { machine: 0, status: 1, token: 'more', read: 0 };
    const { functions, completed, cursors } = reporting([
      { unreported: [unreported('one')], cursor: next },
      { unreported: [unreported('two')], cursor: null },
    ]);
    expect((await run('report', sweep, functions)).execution.status).toBe('SUCCEEDED');
    expect(cursors).toEqual([null, next]);
    expect(completed).toEqual(['one', 'two']);
  });

  it('keeps trying while the bus takes nothing', async () => {
    const refused: Answer[] = Array.from({ length: 12 }, () => ({ error: 'EventRefused' }));
    const { functions, completed } = reporting([{ unreported: [unreported('one')], cursor: null }], refused);
    const { execution, seconds } = await run('report', sweep, functions);
    expect(execution.status).toBe('SUCCEEDED');
    expect(completed).toHaveLength(13);
    expect(seconds).toBeGreaterThan(60);
  });
});

describe('the reporter, for an offboarding that was broken off', () => {
  const offboarding = 'arn:aws:states:us-east-1:111122223333:stateMachine:offboard-dev-offboard';
  const request = offboardingRequested.sample as { detail: { data: { subject: object } } };
  const ended = (detail: object) => ({
    ...sweep,
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    detail: { executionArn: 'run', stateMachineArn: offboarding, input: JSON.stringify(request), ...detail },
  });
  const told = async (detail: object) => {
    const published: PublishInput[] = [];
    const functions: Functions = (_, handed) => {
      published.push(handed as unknown as PublishInput);
      return { ok: {} };
    };
    const { execution, path } = await run('report', ended(detail), functions, { OffboardStateMachineArn: offboarding });
    expect(execution.status).toBe('SUCCEEDED');
    expect(path).toEqual(['RouteBySource', 'PublishOffboardingFailed', 'Succeeded']);
    return published[0] as PublishInput;
  };

  it('says that it failed, with what whoever stopped it said, in the words of the contract', async () => {
    const {
      request: answered,
      detailType,
      data,
    } = await told({ status: 'ABORTED', error: 'Stopped', cause: 'not today' });
    expect(answered).toEqual(request);
    expect(detailType).toBe('OffboardingFailed');
    expect(data).toMatchObject({ subject: request.detail.data.subject, error: 'Stopped', message: 'not today' });
    const { metadata } = offboardingFailed.sample.detail as { metadata: Metadata };
    expect(() => offboardingFailed.entry({ metadata, data } as never, 'bus')).not.toThrow();
  });

  it('names the status where nobody said anything', async () => {
    const { data } = await told({ status: 'TIMED_OUT' });
    expect(data).toMatchObject({ error: 'TIMED_OUT', message: 'The execution ended TIMED_OUT.' });
  });
});
