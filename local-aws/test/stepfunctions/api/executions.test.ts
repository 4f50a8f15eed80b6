import type { GetExecutionHistoryOutput, ListExecutionsOutput, StartExecutionOutput } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { harness, passes, type SfnHarness, single } from '../executions/harness.ts';

let here: SfnHarness;
let machine: string;
let waiting: string;
beforeEach(async () => {
  here = harness();
  machine = await here.machine('one', passes(2));
  waiting = await here.machine('wait', single({ Type: 'Wait', Seconds: 86_400 }));
});
afterEach(() => here.close());

const start = (input: object) => here.call<StartExecutionOutput>('StartExecution', input);

describe('StartExecution', () => {
  it('is idempotent while an execution with the same name and input runs', async () => {
    const request = { stateMachineArn: waiting, name: 'x', input: '{"a":1}' };
    const [first, together] = await Promise.all([start(request), start(request)]);
    expect(together).toEqual(first);
    expect(await start(request)).toEqual(first);
    await expect(start({ ...request, input: '{"a":2}' })).rejects.toMatchObject({
      code: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${first.executionArn}'`,
    });
  });

  it('refuses a name for 90 days after its execution has ended', async () => {
    const request = { stateMachineArn: machine, name: 'x' };
    const { executionArn } = await start(request);
    await here.clock.advance(89 * 86_400_000);
    await expect(start(request)).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
    await here.clock.advance(86_400_001);
    await expect(here.call('DescribeExecution', { executionArn })).rejects.toMatchObject({
      code: 'ExecutionDoesNotExist',
    });
    expect(await start(request)).toMatchObject({ executionArn });
  });

  it('refuses input that is no JSON, or too long', async () => {
    await expect(start({ stateMachineArn: machine, input: 'not json' })).rejects.toMatchObject({
      code: 'InvalidExecutionInput',
      message:
        "Invalid State Machine Execution Input: 'Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: (String)\"not json\"; line: 1, column: 4]'",
    });
    await expect(start({ stateMachineArn: machine, input: '' })).rejects.toMatchObject({
      message: expect.stringContaining('No content to map due to end-of-input'),
    });
    await expect(start({ stateMachineArn: machine, input: '['.repeat(1001) + ']'.repeat(1001) })).rejects.toMatchObject(
      {
        code: 'InvalidExecutionInput',
        message: expect.stringContaining('nesting depth'),
      },
    );
    await expect(start({ stateMachineArn: machine, input: `"${'x'.repeat(262_143)}"` })).rejects.toMatchObject({
      code: 'ValidationException',
    });
    await expect(start({ stateMachineArn: machine, input: `"${'é'.repeat(200_000)}"` })).rejects.toMatchObject({
      code: 'InvalidExecutionInput',
    });
  });

  it('gives an execution without a name one of its own', async () => {
    const { executionArn } = await start({ stateMachineArn: machine });
    expect(executionArn).toMatch(/:execution:one:[-0-9a-f]{36}$/);
  });

  it('refuses names that AWS refuses', async () => {
    await expect(start({ stateMachineArn: machine, name: 'a b' })).rejects.toMatchObject({ code: 'InvalidName' });
  });
});

describe('ListExecutions', () => {
  const list = (input: object) => here.call<ListExecutionsOutput>('ListExecutions', input);
  const names = ({ executions }: ListExecutionsOutput) => executions?.map(({ name }) => name);

  it('lists newest first, in pages, by status', async () => {
    for (let index = 0; index < 5; index++) await start({ stateMachineArn: waiting, name: `w${index}` });
    await here.call('StopExecution', { executionArn: `${waiting.replace(':stateMachine:', ':execution:')}:w1` });
    const first = await list({ stateMachineArn: waiting, maxResults: 3 });
    expect(names(first)).toEqual(['w4', 'w3', 'w2']);
    const { nextToken } = first;
    const second = await list({ stateMachineArn: waiting, maxResults: 3, nextToken });
    expect(names(second)).toEqual(['w1', 'w0']);
    expect(second.nextToken).toBeUndefined();
    expect(names(await list({ stateMachineArn: waiting, statusFilter: 'ABORTED' }))).toEqual(['w1']);
    await expect(list({ stateMachineArn: machine, nextToken })).rejects.toMatchObject({ code: 'InvalidToken' });
    here.clock.set('real');
    await here.clock.advance(25 * 3_600_000);
    await expect(list({ stateMachineArn: waiting, maxResults: 3, nextToken })).rejects.toMatchObject({
      code: 'InvalidToken',
    });
  });

  it('tells the redriven from the others', async () => {
    const failing = await here.machine('fail', { StartAt: 'F', States: { F: { Type: 'Fail' } } });
    const { executionArn } = await start({ stateMachineArn: failing, name: 'again' });
    await start({ stateMachineArn: failing, name: 'once' });
    await here.call('RedriveExecution', { executionArn });
    await here.ended(executionArn as string);
    expect(names(await list({ stateMachineArn: failing, redriveFilter: 'REDRIVEN' }))).toEqual(['again']);
    expect(names(await list({ stateMachineArn: failing, redriveFilter: 'NOT_REDRIVEN' }))).toEqual(['once']);
  });

  it('refuses a filter or a size that is none', async () => {
    await expect(list({ stateMachineArn: machine, statusFilter: 'DONE' })).rejects.toMatchObject({
      code: 'ValidationException',
      message: /at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set/,
    });
    await expect(list({ stateMachineArn: machine, maxResults: 1_001 })).rejects.toMatchObject({
      message:
        "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    });
    await expect(list({})).rejects.toMatchObject({ code: 'ValidationException' });
  });
});

describe('GetExecutionHistory', () => {
  const history = (input: object) => here.call<GetExecutionHistoryOutput>('GetExecutionHistory', input);

  it.each([[false], [true]])('pages through the events (reverseOrder %s)', async (reverseOrder) => {
    const { executionArn } = await start({ stateMachineArn: machine });
    const ids: unknown[] = [];
    for (let nextToken: string | undefined; ; ) {
      const page = await history({ executionArn, reverseOrder, maxResults: 4, ...(nextToken ? { nextToken } : {}) });
      ids.push(...(page.events ?? []).map(({ id }) => id));
      nextToken = page.nextToken;
      if (nextToken === undefined) break;
    }
    expect(ids).toEqual(reverseOrder ? [6, 5, 4, 3, 2, 1] : [1, 2, 3, 4, 5, 6]);
  });

  it('goes over the seams between writes both ways', async () => {
    const { executionArn } = await start({ stateMachineArn: waiting });
    await here.ended(executionArn as string);
    const forwards = (await history({ executionArn })).events;
    const backwards = (await history({ executionArn, reverseOrder: true })).events;
    expect(forwards?.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(backwards?.toReversed()).toEqual(forwards);
  });

  it('leaves the data out when deliveries to', async () => {
    const { executionArn } = await start({ stateMachineArn: machine, input: '{"secret":1}' });
    const { events } = await history({ executionArn, includeExecutionData: false });
    expect(JSON.stringify(events)).not.toContain('secret');
    expect(events?.[1]).toMatchObject({ type: 'PassStateEntered', stateEnteredEventDetails: { name: 'S0' } });
  });

  it('is not there for an execution that is not', async () => {
    const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:nobody`;
    await expect(history({ executionArn })).rejects.toMatchObject({
      code: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${executionArn}'`,
    });
  });
});

describe('DescribeExecution', () => {
  it('says why an execution cannot be redriven', async () => {
    const machineArn = await here.machine('mixed', {
      StartAt: 'C',
      States: {
        C: { Type: 'Choice', Choices: [{ Variable: '$.w', IsPresent: true, Next: 'W' }], Default: 'F' },
        W: { Type: 'Wait', Seconds: 60, End: true },
        F: { Type: 'Fail' },
      },
    });
    here.clock.set('real');
    const failed = await here.start(machineArn);
    await here.start(machineArn, { w: 1 });
    expect(await here.call('DescribeExecution', { executionArn: failed })).toMatchObject({
      redriveStatus: 'REDRIVABLE',
    });
    await here.call('DeleteStateMachine', { stateMachineArn: machineArn });
    const redriveStatusReason = 'State machine is in DELETING status';
    expect(await here.call('DescribeExecution', { executionArn: failed })).toMatchObject({ redriveStatusReason });
    await expect(here.call('RedriveExecution', { executionArn: failed })).rejects.toMatchObject({
      code: 'ExecutionNotRedrivable',
      message: redriveStatusReason,
    });
  });

  it('leaves the data out when deliveries for the metadata only', async () => {
    const { executionArn } = await start({ stateMachineArn: machine, input: '{"secret":1}' });
    const found = await here.call('DescribeExecution', { executionArn, includedData: 'METADATA_ONLY' });
    expect(found).toMatchObject({ status: 'SUCCEEDED' });
    expect(JSON.stringify(found)).not.toContain('secret');
  });
});

describe('a task token', () => {
  const HOUR = 3_600;
  const task = {
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    Parameters: { QueueUrl: 'https://sqs/1/q', 'MessageBody.$': '$$.Task.Token' },
  };

  it.each([
    ['its state', single({ ...task, TimeoutSeconds: HOUR }), { status: 'FAILED', error: 'States.Timeout' }],
    ['its heartbeat', single({ ...task, HeartbeatSeconds: HOUR }), { status: 'FAILED', error: 'States.Timeout' }],
    ['its machine', { ...single(task), TimeoutSeconds: HOUR }, { status: 'TIMED_OUT' }],
  ])('that nobody answers ends the execution at the time of %s, though nothing else happens', async (_, of, end) => {
    here.close();
    here = harness({ services: { sqs: { SendMessage: () => ({ MessageId: 'm' }) } } });
    const ended = await here.ended(await here.start(await here.machine('asking', of)));
    expect(ended).toMatchObject(end);
    const lasted = (ended.stopDate?.getTime() ?? 0) - (ended.startDate?.getTime() ?? 0);
    expect(lasted).toBeGreaterThanOrEqual(HOUR * 1000);
    expect(lasted).toBeLessThan((HOUR + 60) * 1000);
  });

  it('that nobody gave is invalid', async () => {
    await expect(here.call('SendTaskSuccess', { taskToken: 'x', output: '{}' })).rejects.toMatchObject({
      code: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
    });
  });

  it('is not answered with what is no JSON', async () => {
    await expect(here.call('SendTaskSuccess', { taskToken: 'x', output: '{' })).rejects.toMatchObject({
      code: 'InvalidOutput',
      message: 'Invalid Output: \'Unexpected end-of-input\n at [Source: (String)"{"; line: 1, column: 2]\'',
    });
  });
});
