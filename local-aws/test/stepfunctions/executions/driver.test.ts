import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import { FUNCTION, harness, lambda, passes, type SfnHarness, single, type WorldOptions } from './harness.ts';

let here: SfnHarness;
const open = (options?: WorldOptions) => {
  here = harness(options);
  return here;
};
afterEach(() => here.close());

const types = async (arn: string) => (await here.events(arn)).map(({ type }) => type);

describe('an execution', () => {
  it('that waits for nothing has ended when StartExecution answers', async () => {
    const { machine, start, call } = open();
    const arn = await start(await machine('six', passes(6)), { a: 1 });
    const found = await call<object>('DescribeExecution', { executionArn: arn });
    expect(found).toMatchObject({ status: 'SUCCEEDED', input: '{"a":1}', output: '{"a":1}', redriveCount: 0 });
    expect(await types(arn)).toEqual([
      'ExecutionStarted',
      ...Array.from({ length: 6 }, () => ['PassStateEntered', 'PassStateExited']).flat(),
      'ExecutionSucceeded',
    ]);
  });

  it('waits its time on the clock', async () => {
    const { machine, start, ended, sfn } = open();
    const arn = await start(await machine('wait', single({ Type: 'Wait', Seconds: 259_200 })));
    expect(sfn.hasAdvancingExecution()).toBe(true);
    const { startDate, stopDate } = await ended(arn);
    expect(Number(stopDate) - Number(startDate)).toBeGreaterThanOrEqual(259_200_000);
    expect(Number(stopDate) - Number(startDate)).toBeLessThan(259_201_000);
    expect(sfn.hasAdvancingExecution()).toBe(false);
  });

  it('does not move the clock where nobody emitted a request', async () => {
    const { machine, call, sfn } = open();
    const stateMachineArn = await machine('wait', single({ Type: 'Wait', Seconds: 60 }));
    await call('StartExecution', { stateMachineArn }, { arn: 'events', account: '111122223333' });
    expect(sfn.hasAdvancingExecution()).toBe(false);
  });

  it('tells its status changes, input and output among them', async () => {
    const { machine, start, published } = open();
    const arn = await start(await machine('one', passes(1)), { a: 1 });
    expect(published.map(({ detail }) => detail.status)).toEqual(['RUNNING', 'SUCCEEDED']);
    expect(published[1]).toMatchObject({
      source: 'aws.states',
      detailType: 'Step Functions Execution Status Change',
      resources: [arn],
      advancesClock: true,
      detail: { executionArn: arn, input: '{"a":1}', output: '{"a":1}', outputDetails: { included: true } },
    });
    expect(published[0]?.detail).toMatchObject({ stopDate: null, output: null, outputDetails: null });
  });

  it('leaves long data out of its status changes', async () => {
    const { machine, start, published } = open();
    await start(await machine('one', passes(1)), { a: 'x'.repeat(130_000) });
    expect(published[0]?.detail.inputDetails).toEqual({ included: true });
    expect(published[1]?.detail).toMatchObject({ input: null, output: null, inputDetails: { included: false } });
  });

  it('is stopped once, with error and cause', async () => {
    const { machine, start, call } = open();
    const executionArn = await start(await machine('wait', single({ Type: 'Wait', Seconds: 60 })));
    const { stopDate } = await call<{ stopDate: Date }>('StopExecution', { executionArn, error: 'E', cause: 'C' });
    expect(await call('DescribeExecution', { executionArn })).toMatchObject({
      status: 'ABORTED',
      error: 'E',
      cause: 'C',
    });
    expect(await call('StopExecution', { executionArn })).toEqual({ stopDate });
    expect((await types(executionArn)).at(-1)).toBe('ExecutionAborted');
  });

  it('is redriven from where it failed, and does again only what had failed', async () => {
    const ran: string[] = [];
    const functions = {
      first: () => void ran.push('first'),
      second: () => {
        if (ran.push('second') === 2) throw new Error('once');
      },
    };
    const { machine, start, ended, call, published } = open({ services: { lambda: lambda(functions) } });
    const executionArn = await start(
      await machine('two', {
        StartAt: 'A',
        States: {
          A: { Type: 'Task', Resource: `${FUNCTION}first`, Next: 'B' },
          B: { Type: 'Task', Resource: `${FUNCTION}second`, End: true },
        },
      }),
    );
    expect(await ended(executionArn)).toMatchObject({ status: 'FAILED', error: 'Error', redriveStatus: 'REDRIVABLE' });
    await call('RedriveExecution', { executionArn });
    expect(await ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    expect(ran).toEqual(['first', 'second', 'second']);
    expect(await types(executionArn)).toContain('ExecutionRedriven');
    expect(published.map(({ detail }) => detail.status)).toEqual(['RUNNING', 'FAILED', 'RUNNING', 'SUCCEEDED']);
  });

  it('tells that it ran again also where it failed again at once', async () => {
    const { machine, start, call, published } = open();
    const executionArn = await start(await machine('fail', { StartAt: 'F', States: { F: { Type: 'Fail' } } }));
    await call('RedriveExecution', { executionArn });
    expect(published.map(({ detail }) => [detail.status, detail.redriveCount])).toEqual([
      ['RUNNING', 0],
      ['FAILED', 0],
      ['RUNNING', 1],
      ['FAILED', 1],
    ]);
  });

  it('is redriven once for a client token, which is valid for 15 minutes', async () => {
    const { machine, start, call, clock } = open();
    const executionArn = await start(await machine('fail', { StartAt: 'F', States: { F: { Type: 'Fail' } } }));
    const redrive = () => call('RedriveExecution', { executionArn, clientToken: 'once' });
    const redriveCount = async () =>
      (await call<DescribeExecutionOutput>('DescribeExecution', { executionArn })).redriveCount;
    const first = await redrive();
    await clock.advance(15 * 60_000 - 1_000);
    expect(await redrive()).toEqual(first);
    expect(await redriveCount()).toBe(1);
    await call('RedriveExecution', { executionArn, clientToken: 'another' });
    expect(await redriveCount()).toBe(2);
    await clock.advance(2_000);
    expect(await redrive()).not.toEqual(first);
    expect(await redriveCount()).toBe(3);
  });

  it('is not redriven while it runs, when it has succeeded, or after 14 days', async () => {
    const { machine, start, ended, call, clock } = open();
    const running = await start(await machine('wait', single({ Type: 'Wait', Seconds: 5_000_000 })));
    const refused = (executionArn: string) => expect(call('RedriveExecution', { executionArn })).rejects;
    await refused(running).toMatchObject({ code: 'ExecutionNotRedrivable', message: /RUNNING/ });
    const done = await start(await machine('one', passes(1)));
    await refused(done).toMatchObject({ code: 'ExecutionNotRedrivable', message: /SUCCEEDED/ });
    const failed = await start(await machine('fail', { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E' } } }));
    expect(await ended(failed)).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE' });
    await call('StopExecution', { executionArn: running });
    await clock.advance(15 * 86_400_000);
    await refused(failed).toMatchObject({ code: 'ExecutionNotRedrivable', message: /period exceeded/ });
  });

  it('times out with its machine', async () => {
    const { machine, start, ended } = open();
    const definition = { TimeoutSeconds: 5, ...single({ Type: 'Wait', Seconds: 60 }) };
    const arn = await start(await machine('late', definition));
    expect(await ended(arn)).toMatchObject({ status: 'TIMED_OUT' });
  });
});

describe('many executions', () => {
  it('leave the memory while they wait and go on when their time comes', async () => {
    const { machine, start, ended } = open();
    const stateMachineArn = await machine('wait', single({ Type: 'Wait', Seconds: 600 }));
    const arns: string[] = [];
    for (let index = 0; index < 1_500; index++) arns.push(await start(stateMachineArn, { index }));
    for (const [index, arn] of arns.entries()) {
      expect(await ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: `{"index":${index}}` });
    }
  });
});
