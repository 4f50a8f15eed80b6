import { describe, expect, it } from 'vitest';
import { drive, eventChain, FUNCTION, only, START } from '../drive.ts';

describe('Pass', () => {
  it('puts its Result where ResultPath says', async () => {
    const driven = await drive(only({ Type: 'Pass', Result: { b: 2 }, ResultPath: '$.r' }), { input: { a: 1 } });
    expect(driven.execution.output).toEqual({ a: 1, r: { b: 2 } });
  });

  it.each([
    [{ InputPath: null }, {}],
    [{ OutputPath: null }, {}],
    [{ ResultPath: null, Result: 1 }, { a: 1 }],
    [{ InputPath: '$.a' }, 1],
  ])('%j', async (fields, output) => {
    const driven = await drive(only({ Type: 'Pass', ...fields }), { input: { a: 1 } });
    expect(driven.execution.output).toEqual(output);
  });

  it('assigns in one state what the next one reads, never the same one', async () => {
    const driven = await drive({
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' },
        B: { Type: 'Pass', Assign: { x: 2, 'old.$': '$x' }, Next: 'C' },
        C: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% [$x, $old] %}', End: true },
      },
    });
    expect(driven.execution.output).toEqual([2, 1]);
  });

  it('an evaluation that fails has an event that names the one before the state was entered', async () => {
    const driven = await drive({
      QueryLanguage: 'JSONata',
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Next: 'B' },
        B: { Type: 'Pass', Output: { deep: '{% $nothing %}' }, End: true },
      },
    });
    expect(eventChain(driven).slice(3)).toEqual([
      '4<3 PassStateEntered',
      '5<3 EvaluationFailed',
      '6<5 ExecutionFailed',
    ]);
    expect(driven.history[4]).toMatchObject({
      evaluationFailedEventDetails: {
        state: 'B',
        location: 'Output/deep',
        error: 'States.QueryEvaluationError',
        cause:
          "An error occurred while executing the state 'B' (entered at the event id #4). The JSONata expression '$nothing' specified for the field 'Output/deep' returned nothing (undefined).",
      },
    });
  });

  it('an output above 256 KiB fails the execution', async () => {
    const { execution } = await drive(only({ Type: 'Pass', Parameters: { 'a.$': '$', 'b.$': '$' } }), {
      input: 'x'.repeat(140_000),
    });
    expect(execution).toMatchObject({
      error: 'States.DataLimitExceeded',
      cause: "The state/task 'S' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });
});

describe('Choice', () => {
  const choosing = (Default?: string) => ({
    StartAt: 'S',
    States: {
      S: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericGreaterThan: 5, Next: 'Big' }], Default },
      Big: { Type: 'Succeed' },
      Small: { Type: 'Fail', Error: 'Small' },
    },
  });

  it('goes where the first rule that holds points, else to Default', async () => {
    expect((await drive(choosing('Small'), { input: { n: 6 } })).execution.status).toBe('SUCCEEDED');
    expect((await drive(choosing('Small'), { input: { n: 5 } })).execution.error).toBe('Small');
  });

  it('without a Default there is nowhere to go, in AWS words', async () => {
    const { execution } = await drive(choosing(), { input: { n: 5 } });
    expect(execution).toMatchObject({
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'S' (entered at the event id #2). Failed to transition out of the state. The state does not point to a next state.",
    });
  });

  it("in JSONata a rule's Output is its own, the state's is Default's", async () => {
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'S',
      States: {
        S: {
          Type: 'Choice',
          Choices: [{ Condition: '{% $states.input.yes %}', Output: 'rule', Next: 'End' }],
          Default: 'End',
          Output: 'default',
        },
        End: { Type: 'Succeed' },
      },
    };
    expect((await drive(definition, { input: { yes: true } })).execution.output).toBe('rule');
    expect((await drive(definition, { input: { yes: false } })).execution.output).toBe('default');
  });
});

describe('Wait', () => {
  it.each([
    [{ Seconds: 90 }, 90],
    [{ SecondsPath: '$.s' }, 30],
    [{ Timestamp: '2026-01-01T00:01:00Z' }, 60],
    [{ TimestampPath: '$.t' }, 7200],
    [{ Timestamp: '2016-03-05T21:29:29.243167252Z' }, 0],
    [{ QueryLanguage: 'JSONata', Seconds: '{% $states.input.s * 2 %}' }, 60],
    [{ QueryLanguage: 'JSONata', Timestamp: '{% $states.input.t %}' }, 7200],
    [{ Seconds: 86_400 * 90 }, 86_400 * 90],
  ])('%j waits %d seconds', async (fields, seconds) => {
    const driven = await drive(only({ Type: 'Wait', ...fields }), { input: { s: 30, t: '2026-01-01T02:00:00Z' } });
    expect(driven.now - START).toBe(seconds * 1000);
    expect(driven.execution.status).toBe('SUCCEEDED');
  });

  it.each([
    [{ SecondsPath: '$.no' }, 'The SecondsPath parameter does not reference an input value: $.no'],
    [{ SecondsPath: '$.minus' }, 'The SecondsPath parameter references a negative value: $.minus == -1'],
    [
      { SecondsPath: '$.huge' },
      'The SecondsPath parameter references a wait of more than 99999999 seconds: $.huge == 100000000',
    ],
    [
      { Timestamp: '9999-12-31T23:59:59Z' },
      'The Timestamp parameter references a wait of more than 99999999 seconds: 9999-12-31T23:59:59Z == 9999-12-31T23:59:59Z',
    ],
    [{ SecondsPath: '$.text' }, 'The SecondsPath parameter cannot be parsed as a long value: $.text == x'],
    [
      { TimestampPath: '$.text' },
      'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.text == x',
    ],
  ])('%j fails', async (fields, cause) => {
    const { execution } = await drive(only({ Type: 'Wait', ...fields }), {
      input: { minus: -1, text: 'x', huge: 1e8 },
    });
    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'S' (entered at the event id #2). ${cause}`,
    });
  });
});

it('a Timestamp of JSONata that is none is an evaluation that failed', async () => {
  const { execution, history } = await drive(only({ Type: 'Wait', QueryLanguage: 'JSONata', Timestamp: "{% 'x' %}" }));
  expect(execution).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  expect(history[2]).toMatchObject({
    type: 'EvaluationFailed',
    evaluationFailedEventDetails: { location: 'Timestamp' },
  });
});

it.each([
  [{ Type: 'Wait', Seconds: '{% -1 %}' }, '-1', 'Seconds', '0 to 99999999'],
  [{ Type: 'Task', Resource: FUNCTION, TimeoutSeconds: '{% 0 %}' }, '0', 'TimeoutSeconds', '1 to 99999999'],
  [{ Type: 'Task', Resource: FUNCTION, HeartbeatSeconds: '{% -5 %}' }, '-5', 'HeartbeatSeconds', '1 to 99999999'],
])('%j is out of range', async (state, value, field, range) => {
  const { execution } = await drive(only({ QueryLanguage: 'JSONata', ...state }));
  expect(execution).toMatchObject({
    status: 'FAILED',
    error: 'States.QueryEvaluationError',
    cause: expect.stringContaining(
      `The JSONata expression '${value}' specified for the field '${field}' returned a value out of range. Expected ${range}, but was ${value}.`,
    ),
  });
});

describe('Succeed and Fail', () => {
  it('Succeed ends with what its paths leave', async () => {
    const definition = { StartAt: 'S', States: { S: { Type: 'Succeed', InputPath: '$.a', OutputPath: '$.b' } } };
    const driven = await drive(definition, { input: { a: { b: 3 } } });
    expect(driven.execution.output).toBe(3);
    expect(eventChain(driven).slice(1)).toEqual([
      '2<0 SucceedStateEntered',
      '3<2 SucceedStateExited',
      '4<3 ExecutionSucceeded',
    ]);
  });

  it.each([
    [
      { Error: 'E', Cause: 'c' },
      { error: 'E', cause: 'c' },
    ],
    [
      { ErrorPath: '$.e', CausePath: "States.Format('not {}', $.e)" },
      { error: 'Bad', cause: 'not Bad' },
    ],
    [{ QueryLanguage: 'JSONata', Error: '{% $states.input.e %}' }, { error: 'Bad' }],
    [{}, {}],
  ])('Fail %j', async (fields, details) => {
    const driven = await drive({ StartAt: 'S', States: { S: { Type: 'Fail', ...fields } } }, { input: { e: 'Bad' } });
    expect(eventChain(driven).slice(1)).toEqual(['2<0 FailStateEntered', '3<2 ExecutionFailed']);
    expect(driven.history[2]?.executionFailedEventDetails).toEqual(details);
  });
});
