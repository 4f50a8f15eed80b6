/** When the console offers to redrive an execution, and why it does not. */

import { expect, it } from 'vitest';
import { redriveObstacle } from '../../console/client/parts/execution/redrive-obstacle.ts';
import type { HistoryRecord } from '../../console/contract.ts';

const entered = (type: string, name: string): HistoryRecord => ({
  id: 1,
  timestamp: '2026-11-24T09:00:00.000Z',
  type,
  stateEnteredEventDetails: { name },
});
const POLL = entered('TaskStateEntered', 'Poll');
const FAILED = entered('FailStateEntered', 'Failed');

it.each([
  ['a task that nothing caught', 'FAILED', 'REDRIVABLE', [POLL], undefined],
  ['an execution out of time', 'TIMED_OUT', 'REDRIVABLE', [POLL], undefined],
  ['a redriven Fail state before', 'FAILED', 'REDRIVABLE', [FAILED, POLL], undefined],
  ['a Fail state', 'FAILED', 'REDRIVABLE', [POLL, FAILED], /Fail state "Failed" again/],
  ['one that was stopped', 'ABORTED', 'REDRIVABLE', [POLL], /answered when it was stopped/],
  ['what Step Functions refuses', 'FAILED', 'NOT_REDRIVABLE', [POLL], /not possible: too old/],
] as const)('%s', (_what, status, redriveStatus, events, reason) => {
  const said = redriveObstacle({
    view: { status },
    redriveStatus,
    redriveStatusReason: 'too old',
    events: [...events],
  });
  if (reason === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(reason);
});
