import { describe, expect, it } from 'vitest';
import type { TaskCommand } from '../../../../stepfunctions/language/model/types.ts';
import { Drive, drive, eventChain, FUNCTION, only, specOf } from '../drive.ts';

const one = (state: object) => ({ StartAt: 'I', States: { I: { End: true, ...state } } });
const processor = (state: object) => ({ ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...one(state) } });
const task = { Type: 'Task', Resource: FUNCTION };

describe('Map', () => {
  it('one iteration after the other: each takes up the chain where the last left its place', async () => {
    const driven = await drive(only({ Type: 'Map', MaxConcurrency: 1, ...processor({ Type: 'Pass' }) }), {
      input: ['a', 'b'],
    });
    expect(eventChain(driven)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<4 PassStateEntered',
      '6<5 PassStateExited',
      '7<6 MapIterationSucceeded',
      '8<6 MapIterationStarted',
      '9<8 PassStateEntered',
      '10<9 PassStateExited',
      '11<10 MapIterationSucceeded',
      '12<11 MapStateSucceeded',
      '13<11 MapStateExited',
      '14<13 ExecutionSucceeded',
    ]);
    expect(driven.execution.output).toEqual(['a', 'b']);
  });

  it('no more iterations run at once than MaxConcurrency says; outputs keep the order of the items', async () => {
    const driven = new Drive();
    await driven.begin(
      specOf(only({ Type: 'Map', MaxConcurrencyPath: '$.at', ItemsPath: '$.all', ...processor(task) }), {
        input: { at: 2, all: [0, 1, 2] },
      }),
    );
    expect(driven.tasks).toHaveLength(2);
    const answer = ({ id, parameters }: TaskCommand) =>
      driven.deliver({ type: 'task-succeeded', id, output: [parameters] });
    await answer(driven.tasks[1] as TaskCommand);
    expect(driven.tasks).toHaveLength(3);
    await answer(driven.tasks[2] as TaskCommand);
    await answer(driven.tasks[0] as TaskCommand);
    expect(driven.execution.output).toEqual([[0], [1], [2]]);
  });

  it.each([
    [undefined, 40],
    [0, 40],
    [100, 40],
    [7, 7],
  ])('with MaxConcurrency %s at most %d iterations run at once', async (MaxConcurrency, most) => {
    const driven = new Drive();
    const map = { Type: 'Map', ...(MaxConcurrency === undefined ? {} : { MaxConcurrency }), ...processor(task) };
    await driven.begin(specOf(only(map), { input: Array.from({ length: 41 }, (_, at) => at) }));
    expect(driven.tasks).toHaveLength(most);
    const [first] = driven.tasks as [TaskCommand];
    await driven.deliver({ type: 'task-succeeded', id: first.id, output: null });
    expect(driven.tasks).toHaveLength(most + 1);
  });

  it('Items may be a list with expressions in it', async () => {
    const items = { Items: [1, '{% $states.input %}', { n: '{% $states.input + 1 %}' }] };
    const map = only({ QueryLanguage: 'JSONata', Type: 'Map', ...items, ...processor({ Type: 'Pass' }) });
    expect((await drive(map, { input: 2 })).execution.output).toEqual([1, 2, { n: 3 }]);
  });

  it.each(['ItemSelector', 'Parameters'])('%s shapes every item', async (field) => {
    const selector = { 'v.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index', 'all.$': '$.n' };
    const { execution } = await drive(
      only({ Type: 'Map', ItemsPath: '$.n', [field]: selector, ...processor({ Type: 'Pass' }) }),
      {
        input: { n: ['x'] },
      },
    );
    expect(execution.output).toEqual([{ v: 'x', i: 0, all: ['x'] }]);
  });

  it('in JSONata Items and ItemSelector are expressions', async () => {
    const { execution } = await drive(
      only(
        {
          Type: 'Map',
          Items: '{% [1..3] %}',
          ItemSelector: '{% $states.context.Map.Item.Value * 10 %}',
          ...processor({ Type: 'Pass' }),
        },
        { QueryLanguage: 'JSONata' },
      ),
    );
    expect(execution.output).toEqual([10, 20, 30]);
  });

  it('in JSONata an input that is no array is an evaluation that failed, in no field', async () => {
    const driven = await drive(only({ Type: 'Map', ...processor({ Type: 'Pass' }) }, { QueryLanguage: 'JSONata' }), {
      input: { a: 1 },
    });
    expect(eventChain(driven)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<0 EvaluationFailed',
      '4<3 MapStateFailed',
      '5<4 ExecutionFailed',
    ]);
    const error = 'States.QueryEvaluationError';
    const cause =
      'An error occurred while executing the state \'S\' (entered at the event id #2). Map state input must be an array but was: {"a":1}';
    expect(driven.history[2]?.evaluationFailedEventDetails).toEqual({ state: 'S', error, cause });
    expect(driven.execution).toMatchObject({ status: 'FAILED', error, cause });
  });

  it('no items: an empty result at once', async () => {
    const driven = await drive(only({ Type: 'Map', ...processor({ Type: 'Pass' }) }), { input: [] });
    expect(driven.execution.output).toEqual([]);
    expect(eventChain(driven).slice(2)).toEqual([
      '3<2 MapStateStarted',
      '4<3 MapStateSucceeded',
      '5<3 MapStateExited',
      '6<5 ExecutionSucceeded',
    ]);
  });

  it('a failed iteration fails the Map and aborts the others', async () => {
    const driven = await drive(only({ Type: 'Map', ...processor(task) }), {
      input: [0, 1],
      tasks: [{ error: 'Boom' }, 'never'],
    });
    expect(driven.execution).toMatchObject({ status: 'FAILED', error: 'Boom' });
    const types = driven.history.map(({ type }) => type);
    expect(types.slice(types.indexOf('MapIterationFailed'))).toEqual([
      'MapIterationFailed',
      'TaskStateAborted',
      'MapIterationAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
    expect(driven.commands).toContainEqual({ type: 'cancel', id: driven.tasks[1]?.id });
  });

  it('a retry of the Map begins it anew', async () => {
    const driven = await drive(
      only({ Type: 'Map', Retry: [{ ErrorEquals: ['Boom'] }], MaxConcurrency: 1, ...processor(task) }),
      { input: [0], tasks: [{ error: 'Boom' }, { ok: 'fine' }] },
    );
    expect(driven.execution.output).toEqual(['fine']);
    expect(eventChain(driven).slice(7, 10)).toEqual([
      '8<7 LambdaFunctionFailed',
      '9<8 MapIterationFailed',
      '10<8 MapStateStarted',
    ]);
  });

  it('an item that cannot be selected fails its iteration, in the words of the Map', async () => {
    const driven = await drive(
      only(
        { Type: 'Map', ItemSelector: { v: '{% $nothing %}' }, ...processor({ Type: 'Pass' }) },
        { QueryLanguage: 'JSONata' },
      ),
      { input: [0] },
    );
    expect(eventChain(driven).slice(3)).toEqual([
      '4<3 MapIterationStarted',
      '5<4 EvaluationFailed',
      '6<5 MapIterationFailed',
      '7<5 MapStateFailed',
      '8<7 ExecutionFailed',
    ]);
    expect(driven.history[4]).toMatchObject({
      evaluationFailedEventDetails: { state: 'S', location: 'ItemSelector/v' },
    });
    expect(driven.execution.cause).toMatch(
      /^An error occurred while executing the state 'S' \(entered at the event id #2\)/,
    );
  });

  it('a runtime error inside ends the execution at once: neither iteration nor Map has an event of failing', async () => {
    const driven = await drive(
      only({
        Type: 'Map',
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }],
        ...processor({ Type: 'Pass', InputPath: '$.no' }),
      }),
      { input: [{}] },
    );
    expect(eventChain(driven).slice(3)).toEqual([
      '4<3 MapIterationStarted',
      '5<4 PassStateEntered',
      '6<5 ExecutionFailed',
    ]);
    expect(driven.execution.cause).toMatch(
      /^An error occurred while executing the state 'I' \(entered at the event id #5\)/,
    );
  });

  it('a runtime error of its own has no MapStateFailed', async () => {
    const driven = await drive(only({ Type: 'Map', MaxConcurrencyPath: '$[0]', ...processor({ Type: 'Pass' }) }), {
      input: ['x'],
    });
    expect(eventChain(driven).slice(1)).toEqual(['2<0 MapStateEntered', '3<2 ExecutionFailed']);
    expect(driven.execution.cause).toContain(
      'The MaxConcurrencyPath field refers to value "x" which is not a valid integer: $[0]',
    );
  });

  it('items that are no array fail it in AWS words', async () => {
    const { execution } = await drive(only({ Type: 'Map', ...processor({ Type: 'Pass' }) }), { input: {} });
    expect(execution).toMatchObject({ error: 'States.Runtime' });
    expect(execution.cause).toContain('Reference path "$" must point to array.');
  });

  it('an iteration reads the variables around it and keeps its own to itself', async () => {
    const { execution } = await drive(
      {
        StartAt: 'A',
        States: {
          A: { Type: 'Pass', Assign: { outer: 5 }, Next: 'M' },
          M: {
            Type: 'Map',
            ItemProcessor: {
              StartAt: 'I',
              States: {
                I: { Type: 'Pass', Assign: { 'inner.$': '$outer' }, Next: 'J' },
                J: { Type: 'Pass', Parameters: { 'seen.$': '$inner' }, End: true },
              },
            },
            Next: 'B',
          },
          B: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% [$states.input, $exists($inner)] %}', End: true },
        },
      },
      { input: [1] },
    );
    expect(execution.output).toEqual([{ seen: 5 }, false]);
  });
});

describe('Parallel', () => {
  it('every branch gets the input; the outputs stand in the order of the branches', async () => {
    const driven = await drive(
      only({ Type: 'Parallel', Parameters: { 'p.$': '$.a' }, Branches: [one({ ...task }), one({ Type: 'Pass' })] }),
      { input: { a: 1 }, tasks: [{ ok: 'late' }] },
    );
    expect(driven.execution.output).toEqual(['late', { p: 1 }]);
    const types = driven.history.map(({ type }) => type);
    expect(types.slice(1, 3)).toEqual(['ParallelStateEntered', 'ParallelStateStarted']);
    const [succeeded, exited] = driven.history.slice(-3);
    expect(succeeded?.type).toBe('ParallelStateSucceeded');
    expect(exited?.previousEventId).toBe(succeeded?.previousEventId);
  });

  it('the first failure ends it; its catcher goes on and nothing of the branches is left', async () => {
    const driven = await drive({
      StartAt: 'P',
      States: {
        P: {
          Type: 'Parallel',
          Branches: [
            one({ Type: 'Wait', Seconds: 60 }),
            { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'No' } } },
          ],
          Catch: [{ ErrorEquals: ['No'], Next: 'C' }],
          End: true,
        },
        C: { Type: 'Succeed' },
      },
    });
    expect(driven.execution).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'No', Cause: null }, threads: {} });
    const types = driven.history.map(({ type }) => type);
    expect(types.slice(5)).toEqual([
      'WaitStateAborted',
      'ParallelStateFailed',
      'ParallelStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
  });
});
