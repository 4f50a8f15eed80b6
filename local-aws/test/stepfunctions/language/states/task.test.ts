import { describe, expect, it } from 'vitest';
import { Drive, drive, eventChain, FUNCTION, only, START, specOf } from '../drive.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';

describe('Task', () => {
  it('a function is shown by LambdaFunction events, their input and output as JSON text', async () => {
    const driven = await drive(only({ Type: 'Task', Resource: FUNCTION }), { input: { n: 1 }, tasks: [{ ok: [2] }] });
    expect(eventChain(driven)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered',
      '3<2 LambdaFunctionScheduled',
      '4<3 LambdaFunctionStarted',
      '5<4 LambdaFunctionSucceeded',
      '6<5 TaskStateExited',
      '7<6 ExecutionSucceeded',
    ]);
    expect(driven.history[2]).toMatchObject({
      lambdaFunctionScheduledEventDetails: { resource: FUNCTION, input: '{"n":1}', inputDetails: { truncated: false } },
    });
    expect(driven.history[4]).toMatchObject({ lambdaFunctionSucceededEventDetails: { output: '[2]' } });
    expect(driven.execution).toMatchObject({ status: 'SUCCEEDED', output: [2], lastEventId: 7 });
  });

  it('an integration repeats what it calls in every event', async () => {
    const resource = 'arn:aws:states:::aws-sdk:dynamodb:putItem';
    const { history } = await drive(only({ Type: 'Task', Resource: resource, Parameters: { 'Item.$': '$.n' } }), {
      input: { n: 1 },
      tasks: [{ error: 'DynamoDb.DynamoDbException', cause: 'no' }],
    });
    const common = { resource: 'putItem', resourceType: 'aws-sdk:dynamodb' };
    expect(history.slice(2).map(({ timestamp: _t, ...event }) => event)).toEqual([
      {
        type: 'TaskScheduled',
        id: 3,
        previousEventId: 2,
        taskScheduledEventDetails: { ...common, parameters: '{"Item":1}', region: 'us-east-1' },
      },
      { type: 'TaskStarted', id: 4, previousEventId: 3, taskStartedEventDetails: common },
      {
        type: 'TaskFailed',
        id: 5,
        previousEventId: 4,
        taskFailedEventDetails: { ...common, error: 'DynamoDb.DynamoDbException', cause: 'no' },
      },
      {
        type: 'ExecutionFailed',
        id: 6,
        previousEventId: 5,
        executionFailedEventDetails: { error: 'DynamoDb.DynamoDbException', cause: 'no' },
      },
    ]);
  });

  it('a task that waits for its token hands it out, and tells that it was submitted', async () => {
    const driven = await drive(
      only({
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: { 'MessageBody.$': '$$.Task.Token' },
      }),
      { tasks: [{ ok: 'done', submitted: { MessageId: 'm' } }] },
    );
    const [task] = driven.tasks;
    expect(task?.token).toMatch(/^AQ[0-9a-f]{126}$/);
    expect(task?.parameters).toEqual({ MessageBody: task?.token });
    expect(eventChain(driven).slice(2, 6)).toEqual([
      '3<2 TaskScheduled',
      '4<3 TaskStarted',
      '5<4 TaskSubmitted',
      '6<5 TaskSucceeded',
    ]);
    expect(driven.execution.output).toBe('done');
  });

  it.each([
    ['schedule', FUNCTION, ['LambdaFunctionScheduled', 'LambdaFunctionScheduleFailed']],
    ['run', FUNCTION, ['LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionFailed']],
    ['schedule', INVOKE, ['TaskScheduled', 'TaskStartFailed']],
    ['submit', 'arn:aws:states:::glue:startJobRun.sync', ['TaskScheduled', 'TaskStarted', 'TaskSubmitFailed']],
  ] as const)('a failure to %s %s is shown as such', async (phase, resource, types) => {
    const { history } = await drive(only({ Type: 'Task', Resource: resource }), {
      tasks: [{ error: 'E', cause: 'c', phase }],
    });
    expect(history.slice(2, -1).map(({ type }) => type)).toEqual(types);
  });

  it('an activity is shown by Activity events', async () => {
    const activity = 'arn:aws:states:us-east-1:111122223333:activity:work';
    const { history } = await drive(only({ Type: 'Task', Resource: activity, HeartbeatSeconds: 9 }), {
      tasks: [{ error: 'E' }],
    });
    expect(history.slice(2, 5)).toMatchObject([
      { type: 'ActivityScheduled', activityScheduledEventDetails: { resource: activity, heartbeatInSeconds: 9 } },
      { type: 'ActivityStarted', activityStartedEventDetails: {} },
      { type: 'ActivityFailed', activityFailedEventDetails: { error: 'E' } },
    ]);
  });

  it('TimeoutSeconds ends an attempt that never settles, at its second', async () => {
    const driven = await drive(only({ Type: 'Task', Resource: INVOKE, TimeoutSecondsPath: '$.t' }), {
      input: { t: 5 },
    });
    expect(driven.history[2]).toMatchObject({ taskScheduledEventDetails: { timeoutInSeconds: 5 } });
    expect(driven.history[4]).toMatchObject({
      type: 'TaskTimedOut',
      timestamp: START + 5000,
      taskTimedOutEventDetails: { error: 'States.Timeout', resource: 'invoke', resourceType: 'lambda' },
    });
    expect(driven.execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(driven.commands.at(-1)).toEqual({ type: 'cancel', id: driven.tasks[0]?.id });
  });

  it('a heartbeat puts the timeout off; a missed one is States.HeartbeatTimeout to a catcher', async () => {
    const definition = {
      StartAt: 'S',
      States: {
        S: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
          HeartbeatSeconds: 10,
          Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Caught' }],
          End: true,
        },
        Caught: { Type: 'Pass', End: true },
      },
    };
    const driven = new Drive();
    await driven.begin(specOf(definition));
    await driven.settle(START + 9000);
    driven.now = START + 9000;
    await driven.deliver({ type: 'task-heartbeat', id: driven.tasks[0]?.id ?? '' });
    await driven.settle(START + 18_999);
    expect(driven.execution.status).toBe('RUNNING');
    await driven.settle();
    expect(driven.now).toBe(START + 19_000);
    expect(driven.execution).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'States.Timeout', Cause: '' } });
  });

  it('in JSONata Arguments, TimeoutSeconds, Assign and Output are expressions', async () => {
    const driven = await drive(
      {
        QueryLanguage: 'JSONata',
        StartAt: 'S',
        States: {
          S: {
            Type: 'Task',
            Resource: INVOKE,
            Arguments: { Payload: '{% $states.input.n + 1 %}' },
            TimeoutSeconds: '{% $states.input.n * 10 %}',
            Assign: { got: '{% $states.result.Payload %}' },
            Output: { n: '{% $states.input.n %}', name: '{% $states.context.State.Name %}' },
            Next: 'T',
          },
          T: { Type: 'Pass', Output: '{% $merge([$states.input, {"got": $got}]) %}', End: true },
        },
      },
      { input: { n: 1 }, tasks: [{ ok: { Payload: 'p' } }] },
    );
    expect(driven.tasks[0]?.parameters).toEqual({ Payload: 2 });
    expect(driven.history[2]).toMatchObject({ taskScheduledEventDetails: { timeoutInSeconds: 10 } });
    expect(driven.execution.output).toEqual({ n: 1, name: 'S', got: 'p' });
  });

  it('ResultSelector, ResultPath and OutputPath shape the result in this order; Assign sees the bare one', async () => {
    const driven = await drive(
      only({
        Type: 'Task',
        Resource: INVOKE,
        InputPath: '$.in',
        Parameters: { 'a.$': '$.x' },
        ResultSelector: { 'picked.$': '$.Payload.y' },
        ResultPath: '$.out',
        OutputPath: '$.out',
        Assign: { 'whole.$': '$.Payload' },
      }),
      { input: { in: { x: 1 } }, tasks: [{ ok: { Payload: { y: 2 } } }] },
    );
    expect(driven.tasks[0]?.parameters).toEqual({ a: 1 });
    expect(driven.execution.output).toEqual({ picked: 2 });
    expect(driven.history.at(-2)).toMatchObject({
      stateExitedEventDetails: { assignedVariables: { whole: '{"y":2}' } },
    });
  });

  it('Credentials name the role in the command and in the history', async () => {
    const driven = await drive(only({ Type: 'Task', Resource: INVOKE, Credentials: { 'RoleArn.$': '$.role' } }), {
      input: { role: 'arn:aws:iam::1:role/x' },
      tasks: [{ ok: 1 }],
    });
    expect(driven.tasks[0]?.roleArn).toBe('arn:aws:iam::1:role/x');
    expect(driven.history[2]).toMatchObject({
      taskScheduledEventDetails: { taskCredentials: { roleArn: 'arn:aws:iam::1:role/x' } },
    });
  });

  it('a result above 256 KiB fails the task in AWS words, and States.ALL does not catch it', async () => {
    const driven = await drive(
      only({ Type: 'Task', Resource: FUNCTION, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }] }),
      { tasks: [{ ok: 'x'.repeat(262_143) }] },
    );
    expect(driven.execution).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause: `The state/task '${FUNCTION}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    });
  });

  it('an answer to a command that is no longer waited for changes nothing', async () => {
    const driven = await drive(only({ Type: 'Task', Resource: FUNCTION, TimeoutSeconds: 1 }));
    const before = JSON.stringify(driven.execution);
    await driven.deliver({ type: 'task-succeeded', id: driven.tasks[0]?.id ?? '', output: 1 });
    expect(JSON.stringify(driven.execution)).toBe(before);
  });
});
