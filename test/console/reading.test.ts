/** What the pages read from AWS's answers: pure functions, without a browser. */

import { describe, expect, it } from 'vitest';
import { formatDuration } from '../../client/duration.ts';
import { nextRuns } from '../../client/schedules/next-runs.ts';
import { failureReason } from '../../console/client/common/failure-reason.ts';
import { finalStatusOf } from '../../console/client/common/final-status.ts';
import { describeItems } from '../../console/client/common/item-progress.ts';
import { activityOf, durationsByKind, failuresByReason } from '../../console/client/common/overview-figures.ts';
import { stateTimelineOf } from '../../console/client/common/state-timeline.ts';
import { readDefinition } from '../../console/client/graph/definition.ts';
import { layoutGraph, pathThrough } from '../../console/client/graph/layout.ts';
import type { ExecutionRow, HistoryRecord } from '../../console/contract.ts';

/** Events as GetExecutionHistory answers them, a second apart. */
function history(...events: (Partial<HistoryRecord> & { type: string; previousEventId: number })[]): HistoryRecord[] {
  return events.map((event, index) => ({
    ...event,
    id: index + 1,
    timestamp: new Date(index * 1000).toISOString(),
  }));
}

const entered = (type: string, name: string, previousEventId: number) => ({
  type: `${type}StateEntered`,
  previousEventId,
  stateEnteredEventDetails: { name, input: '{}' },
});
const exited = (type: string, name: string, previousEventId: number) => ({
  type: `${type}StateExited`,
  previousEventId,
  stateExitedEventDetails: { name, output: '{}' },
});

describe('a history', () => {
  it('gives visits, transitions and failed attempts', () => {
    const { visits, edges } = stateTimelineOf(
      history(
        { type: 'ExecutionStarted', previousEventId: 0 },
        entered('Task', 'Look', 1),
        { type: 'LambdaFunctionScheduled', previousEventId: 2 },
        { type: 'LambdaFunctionFailed', previousEventId: 3, lambdaFunctionFailedEventDetails: { error: 'Throttled' } },
        { type: 'LambdaFunctionScheduled', previousEventId: 4 },
        exited('Task', 'Look', 5),
        entered('Wait', 'Rest', 6),
        exited('Wait', 'Rest', 7),
        entered('Task', 'Look', 8),
      ),
    );
    expect(visits.map(({ name, attempts, exited }) => [name, attempts, exited])).toEqual([
      ['Look', 2, 5000],
      ['Rest', 0, 7000],
      ['Look', 0, undefined],
    ]);
    expect(visits[0]?.failures).toEqual([{ at: 3000, error: 'Throttled', cause: '' }]);
    expect(Object.fromEntries(edges)).toEqual({ 'Look>Rest': 1, 'Rest>Look': 1 });
  });

  it('takes a failed evaluation for the state’s that was entered, though it names the event before', () => {
    const { visits, current } = stateTimelineOf(
      history({ type: 'ExecutionStarted', previousEventId: 0 }, entered('Pass', 'Shape', 1), {
        type: 'EvaluationFailed',
        previousEventId: 1,
        evaluationFailedEventDetails: { state: 'Shape', error: 'States.QueryEvaluationError', cause: 'no such field' },
      }),
    );
    expect(current).toBe(visits[0]);
    expect(current?.failures).toEqual([{ at: 2000, error: 'States.QueryEvaluationError', cause: 'no such field' }]);
  });

  it('separates parallel branches', () => {
    const { visits, edges } = stateTimelineOf(
      history(
        { type: 'ExecutionStarted', previousEventId: 0 },
        entered('Parallel', 'Both', 1),
        { type: 'ParallelStateStarted', previousEventId: 2 },
        entered('Pass', 'A', 3),
        entered('Pass', 'B', 3),
        exited('Pass', 'B', 5),
        exited('Pass', 'A', 4),
        { type: 'ParallelStateSucceeded', previousEventId: 7 },
        exited('Parallel', 'Both', 8),
        entered('Succeed', 'End', 9),
      ),
    );
    expect(visits.map(({ name, parent, exited }) => [name, parent?.name, exited])).toEqual([
      ['Both', undefined, 8000],
      ['A', 'Both', 6000],
      ['B', 'Both', 5000],
      ['End', undefined, undefined],
    ]);
    expect(Object.fromEntries(edges)).toEqual({ 'Both>End': 1 });
  });
});

describe('a definition', () => {
  const flow = readDefinition(
    JSON.stringify({
      StartAt: 'Choose',
      States: {
        Choose: { Type: 'Choice', Choices: [{ Next: 'Each' }, { Next: 'Each' }], Default: 'End' },
        Each: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } },
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }],
          Next: 'End',
        },
        End: { Type: 'Succeed' },
      },
    }),
  );

  it('has one edge between two states', () => {
    expect(flow.edges).toEqual([
      { from: 'Choose', to: 'Each', type: 'choice' },
      { from: 'Choose', to: 'End', type: 'choice' },
      { from: 'Each', to: 'End', type: 'next' },
    ]);
  });

  it('lays inner graphs out within their state', () => {
    const { nodes } = layoutGraph(flow);
    const each = nodes.find(({ node }) => node.name === 'Each');
    const [inner] = each?.inner ?? [];
    expect(inner?.layout.nodes.map(({ node }) => node.name)).toEqual(['One']);
    expect((inner?.y ?? 0) + (inner?.layout.height ?? 0)).toBeLessThan((each?.y ?? 0) + (each?.height ?? 0));
    expect((inner?.x ?? 0) + (inner?.layout.width ?? 0)).toBeLessThan((each?.x ?? 0) + (each?.width ?? 0));
  });

  it('is drawn with round corners', () => {
    expect(
      pathThrough([
        { x: 0, y: 0 },
        { x: 0, y: 10 },
        { x: 10, y: 10 },
      ]),
    ).toBe('M0 0Q0 10 5 10L10 10');
  });
});

describe('the items of a plan', () => {
  const item = (status: ExecutionRow['status'], more: Partial<ExecutionRow> = {}) => ({
    correlationId: 'one',
    status,
    ...more,
  });
  const pendingApproval = { approvers: 'the approvers', action: 'vote', onTimeout: 'It expires.' };

  it('are counted by outcome, without those of other offboardings', () => {
    const rows = [
      ...(['DISASSOCIATED', 'SKIPPED', 'ALREADY_GONE', undefined] as const).map((outcome) =>
        item('SUCCEEDED', outcome === undefined ? {} : { outcome }),
      ),
      ...[item('FAILED'), item('TIMED_OUT'), item('RUNNING')],
      ...[item('RUNNING', { pendingApproval }), item('SUCCEEDED', { correlationId: 'two' })],
    ];
    expect(describeItems(9, 'one', rows)).toBe(
      '1 of 9 removed, 1 already gone, 1 skipped, 1 ended, 2 failed, 1 waiting for people, 1 running',
    );
  });

  it('are not described before one has started', () => expect(describeItems(9, 'one', [])).toBeUndefined());
});

describe('a schedule', () => {
  const now = Date.parse('2026-11-21T03:00:00Z');

  it.each([
    ['cron(0 2 * * ? *)', ['2026-11-22T02:00:00.000Z', '2026-11-23T02:00:00.000Z']],
    // EventBridge counts Sunday as 1: MON is a Monday whichever way it is counted, 2 is one only for EventBridge.
    ['cron(30 3 ? * 2 *)', ['2026-11-23T03:30:00.000Z', '2026-11-30T03:30:00.000Z']],
    ['rate(1 hour)', []],
    ['cron(nonsense)', []],
  ])('%s', (expression, runs) => expect(nextRuns(expression, now, 2)).toEqual(runs));
});

it.each([
  [0, '0 s'],
  [364, '364 ms'],
  [42_000, '42 s'],
  [370_000, '6 min 10 s'],
  [3_600_000, '1 h'],
  [187_200_000, '2 d 4 h'],
])('%d ms is shown as %s', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));

describe('the figures of the overview', () => {
  const NOON = Date.parse('2026-11-23T12:00:00Z');
  const at = (minutes: number) => new Date(NOON + minutes * 60_000).toISOString();
  const row = (fields: Partial<ExecutionRow>) => ({ status: 'SUCCEEDED', started: at(0), ...fields }) as ExecutionRow;

  it('counts each execution in the hour it started and in the hour it ended', () => {
    const hours = activityOf(
      [
        row({ started: at(-1), ended: at(0) }),
        row({ started: at(-61), ended: at(-60), status: 'TIMED_OUT' }),
        row({ started: at(-62), ended: at(-59), status: 'FAILED', outcome: 'REJECTED' }),
        row({ started: at(0), status: 'RUNNING' }),
        row({ started: at(-600), ended: at(-600) }),
      ],
      { name: '3h', title: '3 hours', bucket: 3_600_000, buckets: 3 },
      NOON + 30 * 60_000,
    );
    expect(hours).toEqual([
      { from: NOON - 7_200_000, to: NOON - 3_600_000, started: 2, succeeded: 0, failed: 0, rejected: 0 },
      { from: NOON - 3_600_000, to: NOON, started: 1, succeeded: 0, failed: 1, rejected: 1 },
      { from: NOON, to: NOON + 3_600_000, started: 1, succeeded: 1, failed: 0, rejected: 0 },
    ]);
  });

  it.each([
    ['succeeded', { status: 'SUCCEEDED', outcome: 'DISASSOCIATED' }],
    ['rejected', { status: 'FAILED', outcome: 'REJECTED', reason: 'denied' }],
    ['failed', { status: 'FAILED', outcome: 'NOT_FOUND' }],
    ['failed', { status: 'TIMED_OUT', outcome: 'TIMED_OUT' }],
    [undefined, { status: 'RUNNING' }],
  ] as const)('counts as %s: %o', (expected, fields) => {
    expect(finalStatusOf(row(fields))).toBe(expected);
  });

  it('groups failures by what their reasons have in common', () => {
    const failed = (outcome: string, reason: string) => row({ status: 'FAILED', outcome, reason });
    const packages = failed('FAILED', "Package 'F222222222' of domain movies is in use");
    const groups = failuresByReason([
      failed('DENIED', 'arn:aws:iam::111122223333:role/spoke may not call es:DissociatePackage'),
      packages,
      failed('FAILED', "Package 'F333333333' of domain movies is in use"),
    ]);
    expect(groups).toEqual([
      { reason: 'FAILED: Package … of domain movies is in use', count: 2, newest: packages },
      expect.objectContaining({ reason: 'DENIED: … may not call es:DissociatePackage', count: 1 }),
    ]);
    expect(failureReason(row({ status: 'TIMED_OUT' }))).toBe('TIMED_OUT');
  });

  it('measures how long removals took, not what was gone before', () => {
    const took = (minutes: number, outcome = 'DISASSOCIATED') => row({ kind: 'a-kind', ended: at(minutes), outcome });
    const durations = durationsByKind(
      [...[9, 1, 3, 2].map((each) => took(each)), took(0, 'ALREADY_GONE')],
      new Map([['a-kind', 120]]),
    );
    expect(durations).toEqual([{ kind: 'a-kind', count: 4, median: 120_000, ninetieth: 540_000, usual: 120_000 }]);
  });
});
