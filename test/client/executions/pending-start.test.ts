import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { viewExecution } from '../../../client/executions/view.ts';
import { runOf } from '../../../client/offboardings/run.ts';

const RUNNING: DescribeExecutionOutput = {
  executionArn: 'arn:aws:states:us-east-1:111122223333:execution:offboard-dev-offboard:one',
  stateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:offboard-dev-offboard',
  name: 'one',
  status: 'RUNNING',
  startDate: new Date(0),
};

const startAt = '2026-11-27T17:00:00.000Z';

function entered(name: string, reason: string): HistoryEvent {
  const stateEnteredEventDetails = { name, input: JSON.stringify({ startAt, reason }) };
  return { timestamp: new Date(0), type: 'WaitStateEntered', id: 1, stateEnteredEventDetails };
}

describe('an offboarding that may go on and has not started', () => {
  it.each([
    ['not-before', `Nothing is removed before ${startAt}, as requested.`],
    ['cooling-off', `Approved; cooling off until ${startAt}.`],
    ['freeze', `A freeze window of the stack is open; it starts at ${startAt}.`],
  ])('%s: says what it waits for, and until when', (reason, waitingMessage) => {
    const events = [entered('WaitForStart', reason)];
    expect(viewExecution(RUNNING, events)).toMatchObject({ startsAt: startAt, waitingFor: 'start', waitingMessage });
    expect(runOf(RUNNING, events).pendingStart).toEqual({ startsAt: startAt, reason });
  });

  it.each([
    ['goes on', RUNNING, 'PrepareRecheck'],
    ['was stopped', { ...RUNNING, status: 'ABORTED' as const }, 'WaitForStart'],
  ])('not one that %s', (_, described, state) => {
    const events = [entered('WaitForStart', 'not-before'), ...(state === 'WaitForStart' ? [] : [entered(state, '')])];
    expect(viewExecution(described, events).startsAt).toBeUndefined();
    expect(runOf(described, events).pendingStart).toBeUndefined();
  });
});
