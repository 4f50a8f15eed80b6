import { describe, expect, it } from 'vitest';
import { matches } from '../../../stepfunctions/language/engine/failure.ts';
import { drive, eventChain, FUNCTION, START } from './drive.ts';

function retrying(Retry: unknown[], Catch: unknown[] = []): unknown {
  return {
    StartAt: 'S',
    States: {
      S: { Type: 'Task', Resource: FUNCTION, Retry, Catch, End: true },
      Caught: { Type: 'Pass', Parameters: { 'seen.$': '$' }, End: true },
    },
  };
}

const boom = { error: 'Boom', cause: 'because' };

describe('Retry', () => {
  it('waits longer each time, up to MaxDelaySeconds, and enters the state once', async () => {
    const driven = await drive(
      retrying([{ ErrorEquals: ['Boom'], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 4 }]),
      { tasks: [boom, boom, boom, { ok: 'at last' }] },
    );
    const scheduled = driven.history.filter(({ type }) => type === 'LambdaFunctionScheduled');
    expect(scheduled.map(({ timestamp }) => (timestamp - START) / 1000)).toEqual([0, 2, 8, 18]);
    expect(driven.history.filter(({ type }) => type === 'TaskStateEntered')).toHaveLength(1);
    expect(scheduled[1]?.previousEventId).toBe(5);
    expect(driven.execution.output).toBe('at last');
  });

  it('every retrier has a counter of its own', async () => {
    const driven = await drive(
      retrying([
        { ErrorEquals: ['Boom'], MaxAttempts: 1 },
        { ErrorEquals: ['States.ALL'], MaxAttempts: 1 },
      ]),
      { tasks: [boom, { error: 'Other' }, boom] },
    );
    expect(driven.tasks).toHaveLength(3);
    expect(driven.execution).toMatchObject({ status: 'FAILED', error: 'Boom', cause: 'because' });
  });

  it('FULL jitter stays below the delay and is the same for the same seed', async () => {
    const definition = retrying([{ ErrorEquals: ['Boom'], IntervalSeconds: 100, JitterStrategy: 'FULL' }]);
    const [a, b, c] = await Promise.all(
      ['one', 'one', 'two'].map((seed) => drive(definition, { tasks: [boom, { ok: 1 }], spec: { seed } })),
    );
    expect(a?.now).toBeLessThan(START + 100_000);
    expect(b?.now).toBe(a?.now);
    expect(c?.now).not.toBe(a?.now);
  });

  it('MaxAttempts 0 never retries', async () => {
    const driven = await drive(retrying([{ ErrorEquals: ['States.ALL'], MaxAttempts: 0 }]), { tasks: [boom] });
    expect(driven.tasks).toHaveLength(1);
  });
});

describe('Catch', () => {
  it('hands on error and cause once the retries are spent, and the history goes on from the failure', async () => {
    const driven = await drive(
      retrying([{ ErrorEquals: ['Boom'], MaxAttempts: 1 }], [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }]),
      { tasks: [boom, boom] },
    );
    expect(driven.execution.output).toEqual({ seen: { Error: 'Boom', Cause: 'because' } });
    expect(eventChain(driven).slice(7, 9)).toEqual(['8<7 LambdaFunctionFailed', '9<8 TaskStateExited']);
  });

  it('ResultPath puts the error into the raw input; Assign keeps it', async () => {
    const driven = await drive(
      retrying([], [{ ErrorEquals: ['Boom'], ResultPath: '$.error', Assign: { 'why.$': '$.Cause' }, Next: 'Caught' }]),
      { input: { kept: true }, tasks: [boom] },
    );
    expect(driven.execution.output).toEqual({ seen: { kept: true, error: { Error: 'Boom', Cause: 'because' } } });
    expect(driven.history.find(({ type }) => type === 'TaskStateExited')).toMatchObject({
      stateExitedEventDetails: { assignedVariables: { why: '"because"' } },
    });
  });

  it('in JSONata sees $states.errorOutput, and a failure of its own is not caught again', async () => {
    const state = (Output: string) => ({
      QueryLanguage: 'JSONata',
      StartAt: 'S',
      States: {
        S: { Type: 'Task', Resource: FUNCTION, Catch: [{ ErrorEquals: ['States.ALL'], Output, Next: 'N' }], End: true },
        N: { Type: 'Succeed' },
      },
    });
    const caught = await drive(state('{% $states.errorOutput.Error %}'), { tasks: [boom] });
    expect(caught.execution.output).toBe('Boom');
    const failed = await drive(state('{% $nothing %}'), { tasks: [boom] });
    expect(failed.execution).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(failed.history.filter(({ type }) => type === 'EvaluationFailed')).toHaveLength(1);
  });

  it('a runtime error ends the execution whatever is caught', async () => {
    const definition = {
      StartAt: 'S',
      States: {
        S: {
          Type: 'Task',
          Resource: FUNCTION,
          OutputPath: '$.nothing.here',
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }],
          End: true,
        },
      },
    };
    const driven = await drive(definition, { tasks: [{ ok: {} }] });
    expect(driven.execution.error).toBe('States.Runtime');
    expect(driven.execution.cause).toMatch(
      /^An error occurred while executing the state 'S' \(entered at the event id #2\)\. Invalid path/,
    );
  });
});

it.each([
  [['States.ALL'], 'Anything', true],
  [['States.ALL'], 'States.Timeout', true],
  [['States.ALL'], 'States.Runtime', false],
  [['States.Runtime'], 'States.Runtime', false],
  [['States.ALL'], 'States.DataLimitExceeded', false],
  [['States.DataLimitExceeded'], 'States.DataLimitExceeded', true],
  [['States.TaskFailed'], 'Anything', true],
  [['States.TaskFailed'], 'States.Timeout', false],
  [['States.TaskFailed'], 'States.DataLimitExceeded', true],
  [['One', 'Two'], 'Two', true],
  [['One'], 'Two', false],
])('ErrorEquals %j and %s: %s', (names, error, expected) => {
  expect(matches(names, { error })).toBe(expected);
});
