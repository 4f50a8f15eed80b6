import type { TestStateInput, TestStateOutput } from '@aws-sdk/client-sfn';
import { afterAll, describe, expect, it } from 'vitest';
import { harness, type SfnHarness } from '../executions/harness.ts';

const here: SfnHarness = harness();
afterAll(() => here.close());

const LAMBDA = 'arn:aws:states:::lambda:invoke';

type Test = Omit<TestStateInput, 'definition' | 'input' | 'variables' | 'context'> & {
  definition: object;
  input?: unknown;
  variables?: object;
  context?: object;
};

async function test({ definition, input = {}, variables, context, ...rest }: Test) {
  const { inspectionData, output, ...result } = await here.call<TestStateOutput>('TestState', {
    ...rest,
    definition: JSON.stringify(definition),
    input: JSON.stringify(input),
    ...(variables && { variables: JSON.stringify(variables) }),
    ...(context && { context: JSON.stringify(context) }),
  });
  const inspected = Object.entries(inspectionData ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? JSON.parse(value) : value,
  ]);
  return {
    ...result,
    ...(output !== undefined && { output: JSON.parse(output) }),
    ...(inspectionData && { inspectionData: Object.fromEntries(inspected) }),
  };
}

const mock = (result: unknown) => ({ result: JSON.stringify(result) });
const failing = { errorOutput: { error: 'Busy', cause: 'try later' } };

describe('TestState', () => {
  it('runs a state by itself and says where it goes on', async () => {
    const choice = { Type: 'Choice', Choices: [{ Variable: '$.n', NumericEquals: 1, Next: 'One' }], Default: 'Other' };
    expect(await test({ definition: choice, input: { n: 1 } })).toEqual({
      status: 'SUCCEEDED',
      output: { n: 1 },
      nextState: 'One',
    });
  });

  it('runs a state that goes on to itself once', async () => {
    const again = { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', End: true } } };
    const loop = { Type: 'Choice', Choices: [{ Variable: '$.n', IsPresent: true, Next: 'StateName' }] };
    expect(await test({ definition: loop, input: { n: 1 } })).toMatchObject({ nextState: 'StateName' });
    expect(await test({ definition: again, stateName: 'A' })).toMatchObject({ nextState: 'B' });
  });

  it('shows the intermediate values of the state itself, not of what it goes on to', async () => {
    const pass = { Type: 'Pass', Parameters: { 'x.$': '$.a' }, ResultPath: '$.r', Next: 'Other' };
    const { inspectionData } = await test({ definition: pass, input: { a: 1 }, inspectionLevel: 'DEBUG' });
    expect(inspectionData).toEqual({
      input: { a: 1 },
      afterInputPath: { a: 1 },
      afterParameters: { x: 1 },
      afterResultSelector: { x: 1 },
      afterResultPath: { a: 1, r: { x: 1 } },
    });
  });

  it.each([
    [{ ItemSelector: { 'v.$': '$.none' } }, 'States.Runtime'],
    [{ ItemBatcher: { MaxItemsPerBatchPath: '$.none' } }, 'States.Runtime'],
    [
      {
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'JSON' },
          Parameters: { Bucket: 'b', Key: 'k' },
        },
      },
      'States.ItemReaderFailed',
    ],
  ])('a Map fails where its items cannot be had: %j', async (fields, error) => {
    const processor = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
    const definition = {
      Type: 'Map',
      ...('ItemReader' in fields ? {} : { ItemsPath: '$.a' }),
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...processor },
      End: true,
      ...fields,
    };
    const stateConfiguration = 'ItemReader' in fields ? { mapItemReaderData: '[1' } : {};
    expect(await test({ definition, input: { a: [1] }, mock: mock([1]), stateConfiguration })).toMatchObject({
      status: 'FAILED',
      error,
    });
  });

  it('does not wait', async () => {
    expect(await test({ definition: { Type: 'Wait', Seconds: 3600, End: true } })).toMatchObject({
      status: 'SUCCEEDED',
    });
  });

  it('shows what each step of a task made', async () => {
    const definition = {
      Type: 'Task',
      Resource: LAMBDA,
      InputPath: '$.in',
      Parameters: { 'FunctionName.$': '$.f' },
      ResultSelector: { 'status.$': '$.StatusCode' },
      ResultPath: '$.out',
      Assign: { 'code.$': '$.StatusCode' },
      End: true,
    };
    const input = { in: { f: 'fn' } };
    const tested = await test({
      definition,
      input,
      inspectionLevel: 'DEBUG',
      variables: { known: true },
      mock: mock({ StatusCode: 200 }),
    });
    expect(tested).toEqual({
      status: 'SUCCEEDED',
      output: { ...input, out: { status: 200 } },
      inspectionData: {
        input,
        afterInputPath: { f: 'fn' },
        afterParameters: { FunctionName: 'fn' },
        result: { StatusCode: 200 },
        afterResultSelector: { status: 200 },
        afterResultPath: { ...input, out: { status: 200 } },
        variables: { known: true, code: 200 },
      },
    });
  });

  const retried = { Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, MaxAttempts: 2 }] };
  const caught = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Recover' }] };
  const task = { Type: 'Task', Resource: LAMBDA, Parameters: {}, End: true };

  it.each([
    [0, { status: 'RETRIABLE', inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 2 } } }],
    [1, { status: 'RETRIABLE', inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 4 } } }],
    [
      2,
      {
        status: 'CAUGHT_ERROR',
        nextState: 'Recover',
        output: { Error: 'Busy', Cause: 'try later' },
        inspectionData: { errorDetails: { catchIndex: 0 } },
      },
    ],
  ])('a mocked error after %i retries', async (retrierRetryCount, expected) => {
    const definition = { ...task, ...retried, ...caught };
    const stateConfiguration = { retrierRetryCount };
    const tested = await test({ definition, stateConfiguration, inspectionLevel: 'DEBUG', mock: failing });
    expect(tested).toMatchObject({ ...expected, error: 'Busy', cause: 'try later' });
  });

  it('a Map has its items selected, and fails past its tolerance', async () => {
    const definition = {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemSelector: { 'n.$': '$$.Map.Item.Value' },
      ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } },
      ToleratedFailurePercentage: 50,
      End: true,
    };
    const more = { definition, input: { items: [1, 2] }, mock: mock([1, 2]) };
    expect(await test({ ...more, inspectionLevel: 'DEBUG' })).toMatchObject({
      output: [1, 2],
      inspectionData: { afterItemSelector: [{ n: 1 }, { n: 2 }], maxConcurrency: 0, toleratedFailurePercentage: 50 },
    });
    expect(await test({ ...more, stateConfiguration: { mapIterationFailureCount: 2 } })).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
    });
  });

  it('reads a context object that is given', async () => {
    const definition = {
      ...task,
      Parameters: { 'a.$': '$$.Execution.Name' },
      ResultSelector: { 'n.$': '$$.State.Name' },
    };
    const context = { Execution: { Name: 'run' }, State: { Name: 'S' } };
    expect(await test({ definition, context, mock: mock({}) })).toMatchObject({ output: { n: 'S' } });
  });

  it.each<[string, Partial<Test>, string]>([
    [
      'a mock of a state without a call',
      { definition: { Type: 'Succeed' }, mock: mock(1) },
      "State type 'Succeed' is not supported when a mock is specified",
    ],
    [
      'a result that the service does not answer',
      { mock: mock({ StatusCode: 'x' }) },
      "Mock result schema validation error: Field 'StatusCode' must be a number",
    ],
    [
      'a result without what is required',
      {
        definition: { ...task, Resource: 'arn:aws:states:::states:startExecution' },
        mock: mock({ ExecutionArn: 'a' }),
      },
      "Mock result schema validation error: Field 'StartDate' is required but was missing",
    ],
    [
      'a context object of other fields',
      { mock: mock({}), context: { Execution: { Id: 1 } } },
      "Invalid Context object provided: Field 'Id' must be a string",
    ],
    [
      'result and error',
      { mock: { ...mock({}), ...failing } },
      'A test mock should have only one of the following fields: [result, errorOutput].',
    ],
    ['a task without mock and role', {}, 'A roleArn is required to test a Task state without a mock'],
    [
      'a name that no state has',
      { definition: { StartAt: 'A', States: { A: { Type: 'Succeed' } } }, stateName: 'B' },
      "State 'B' is not in the state machine definition",
    ],
  ])('refuses %s', async (_what, request, message) => {
    await expect(test({ definition: task, ...request })).rejects.toMatchObject({
      code: 'ValidationException',
      message,
    });
  });

  it('refuses a role that is none, as the creation of a machine does', async () => {
    const roleArn = 'arn:aws:iam::111122223333:user/somebody';
    const tried = test({ definition: task, mock: mock({}), roleArn });
    await expect(tried).rejects.toMatchObject({ code: 'InvalidArn', message: `Invalid Arn: '${roleArn}'` });
  });

  it.each([
    [{ ...task, Next: 'B' }, /at \/'$/],
    [
      { Type: 'Parallel', Branches: [{ StartAt: 'P', States: { P: { Type: 'Pass', End: true } } }], End: true },
      /does not support Map or Parallel/,
    ],
    [{ ...task, Resource: `${LAMBDA}.waitForTaskToken` }, /unless a mock is specified/],
  ])('refuses the definition %j', async (definition, message) => {
    await expect(test({ definition })).rejects.toMatchObject({ code: 'InvalidDefinition', message });
  });
});
