import { describe, expect, it } from 'vitest';
import { Drive, drive, eventChain, FUNCTION, only, START, specOf } from './drive.ts';

const task = only({ Type: 'Task', Resource: FUNCTION });

describe('an execution', () => {
  it('is stopped from outside: its last event has no predecessor, and its task is no longer wanted', async () => {
    const driven = new Drive();
    await driven.begin(specOf(task));
    await driven.deliver({ type: 'stop', error: 'E', cause: 'c' });
    expect(driven.execution).toMatchObject({ status: 'ABORTED', error: 'E', cause: 'c', stopDate: START });
    expect(driven.history.at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      previousEventId: 0,
      executionAbortedEventDetails: { error: 'E', cause: 'c' },
    });
    expect(driven.commands.at(-1)).toEqual({ type: 'cancel', id: driven.tasks[0]?.id });
    await driven.deliver({ type: 'stop' });
    expect(driven.history.at(-1)?.id).toBe(driven.execution.lastEventId);
  });

  it("times out by the machine's TimeoutSeconds, which nothing inside catches", async () => {
    const driven = await drive(
      only(
        { Type: 'Task', Resource: FUNCTION, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }] },
        { TimeoutSeconds: 60 },
      ),
    );
    expect(driven.now).toBe(START + 60_000);
    expect(driven.execution.status).toBe('TIMED_OUT');
    expect(driven.execution.error).toBeUndefined();
    expect(driven.history.at(-1)).toMatchObject({
      type: 'ExecutionTimedOut',
      previousEventId: 0,
      executionTimedOutEventDetails: { error: 'States.Timeout' },
    });
  });

  it('times out after a year, however far away what it waits for is', async () => {
    const driven = await drive(only({ Type: 'Wait', Seconds: 99_999_999 }));
    expect(driven.now - START).toBe(365 * 86_400_000);
    expect(driven.execution.status).toBe('TIMED_OUT');
    expect(eventChain(driven).at(-1)).toBe('3<0 ExecutionTimedOut');
  });

  it('an express execution times out after five minutes', async () => {
    const driven = await drive(only({ Type: 'Wait', Seconds: 301 }), { spec: { type: 'EXPRESS' } });
    expect(driven.now - START).toBe(300_000);
    expect(driven.execution.status).toBe('TIMED_OUT');
  });

  it('fails when its history is full', async () => {
    const driven = await drive(
      { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } } },
      { roundTrip: false },
    );
    expect(driven.history).toHaveLength(25_000);
    expect(driven.history.at(-1)).toMatchObject({
      id: 25_000,
      previousEventId: 24_999,
      type: 'ExecutionFailed',
      executionFailedEventDetails: {
        error: 'States.Runtime',
        cause: 'The execution reached the maximum number of history events (25000).',
      },
    });
  });

  it('shows itself in the context object; only states that can be retried show how often they were', async () => {
    const { execution } = await drive(
      {
        StartAt: 'A',
        States: {
          A: { Type: 'Pass', Parameters: { 'c.$': '$$' }, ResultPath: '$.a', Next: 'B' },
          B: {
            Type: 'Task',
            Resource: FUNCTION,
            Parameters: { 'n.$': '$$.State.RetryCount' },
            ResultPath: null,
            End: true,
          },
        },
      },
      { input: {}, tasks: [{ ok: 1 }] },
    );
    expect(execution.output).toEqual({
      a: {
        c: {
          Execution: {
            Id: execution.spec.arn,
            Input: {},
            Name: 'run',
            RoleArn: execution.spec.machine.roleArn,
            StartTime: '2026-01-01T00:00:00.000Z',
            RedriveCount: 0,
          },
          StateMachine: { Id: execution.spec.machine.arn, Name: 'machine' },
          State: { Name: 'A', EnteredTime: '2026-01-01T00:00:00.000Z' },
        },
      },
    });
  });
});

describe('redrive', () => {
  it('runs the failed state again, not those that succeeded, with retries afresh', async () => {
    const definition = {
      StartAt: 'A',
      States: {
        A: { Type: 'Task', Resource: FUNCTION, Next: 'B' },
        B: { Type: 'Task', Resource: FUNCTION, Retry: [{ ErrorEquals: ['Boom'], MaxAttempts: 1 }], End: true },
      },
    };
    const boom = { error: 'Boom' };
    const driven = await drive(definition, { tasks: [{ ok: 'a' }, boom, boom, boom, { ok: 'b' }] });
    expect(driven.execution.status).toBe('FAILED');
    const failedAt = driven.execution.lastEventId;
    await driven.deliver({ type: 'redrive' });
    await driven.settle();
    expect(driven.execution).toMatchObject({ status: 'SUCCEEDED', output: 'b', redriveCount: 1 });
    expect(driven.execution.error).toBeUndefined();
    expect(driven.tasks.map(({ stateName }) => stateName)).toEqual(['A', 'B', 'B', 'B', 'B']);
    expect(eventChain(driven)[failedAt]).toBe(`${failedAt + 1}<${failedAt} ExecutionRedriven`);
    expect(driven.history[failedAt]).toMatchObject({ executionRedrivenEventDetails: { redriveCount: 1 } });
    expect(driven.history[failedAt + 1]?.type).toBe('LambdaFunctionScheduled');
  });

  it('goes on with the branches that did not succeed', async () => {
    const branch = (name: string) => ({
      StartAt: name,
      States: { [name]: { Type: 'Task', Resource: FUNCTION, End: true } },
    });
    const driven = await drive(only({ Type: 'Parallel', Branches: [branch('X'), branch('Y'), branch('Z')] }), {
      tasks: [{ ok: 'x' }, { error: 'Boom' }, 'never', { ok: 'y' }, { ok: 'z' }],
    });
    expect(driven.execution.status).toBe('FAILED');
    await driven.deliver({ type: 'redrive' });
    await driven.settle();
    expect(driven.tasks.map(({ stateName }) => stateName)).toEqual(['X', 'Y', 'Z', 'Y', 'Z']);
    expect(driven.execution.output).toEqual(['x', 'y', 'z']);
  });

  it('goes on after a stop', async () => {
    const driven = new Drive({ tasks: ['never', { ok: 1 }] });
    await driven.begin(specOf(task));
    await driven.deliver({ type: 'stop' });
    await driven.deliver({ type: 'redrive' });
    await driven.settle();
    expect(driven.execution).toMatchObject({ status: 'SUCCEEDED', output: 1 });
  });
});

it('an execution that goes through JSON after every turn has the same history', async () => {
  const definition = {
    StartAt: 'A',
    States: {
      A: { Type: 'Pass', Assign: { 'id.$': 'States.UUID()' }, Next: 'M' },
      M: {
        Type: 'Map',
        ItemsPath: '$.items',
        MaxConcurrency: 2,
        ItemProcessor: {
          StartAt: 'T',
          States: {
            T: {
              Type: 'Task',
              Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
              Parameters: { 'token.$': '$$.Task.Token', 'id.$': '$id' },
              Retry: [{ ErrorEquals: ['Boom'], JitterStrategy: 'FULL' }],
              Next: 'W',
            },
            W: { Type: 'Wait', Seconds: 3, End: true },
          },
        },
        Next: 'P',
      },
      P: {
        Type: 'Parallel',
        Branches: [only({ Type: 'Pass' }), only({ Type: 'Wait', Seconds: 1 })],
        QueryLanguage: 'JSONata',
        Output: '{% {"id": $id, "got": $states.result} %}',
        End: true,
      },
    },
  };
  const options = {
    input: { items: [1, 2, 3] },
    tasks: [{ ok: 'a' }, { error: 'Boom' }, { ok: 'b' }, { ok: 'c' }],
  };
  const [kept, written] = await Promise.all([
    drive(structuredClone(definition), { ...options, roundTrip: false }),
    drive(structuredClone(definition), options),
  ]);
  expect(kept.execution.status).toBe('SUCCEEDED');
  expect(written.history).toEqual(kept.history);
  expect(written.commands).toEqual(kept.commands);
});
