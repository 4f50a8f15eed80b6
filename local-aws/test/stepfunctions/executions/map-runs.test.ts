import type { DescribeMapRunOutput, ListExecutionsOutput, ListMapRunsOutput } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import type { Identity, Permission } from '../../../core/aws.ts';
import { FUNCTION, harness, lambda, type SfnHarness } from './harness.ts';

let here: SfnHarness;
afterEach(() => here.close());

const map = (state: object, work: object = { Type: 'Pass' }) => ({
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      Label: 'each',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Work',
        States: { Work: { ...work, End: true } },
      },
      End: true,
      ...state,
    },
  },
});

async function run(definition: object, input: unknown, services = {}) {
  here = harness({ services });
  return here.ended(await here.start(await here.machine('mapping', definition), input));
}

describe('a distributed Map', () => {
  it('runs every item in an execution of its own and gives the results in order', async () => {
    const f = (n: number) => n * 10;
    const found = await run(map({ MaxConcurrency: 2 }, { Type: 'Task', Resource: `${FUNCTION}f` }), [1, 2, 3, 4, 5], {
      lambda: lambda({ f }),
    });
    expect(found).toMatchObject({ status: 'SUCCEEDED', output: '[10,20,30,40,50]' });
    const { executionArn } = found;
    const { mapRuns } = await here.call<ListMapRunsOutput>('ListMapRuns', { executionArn });
    expect(mapRuns).toHaveLength(1);
    const mapRunArn = mapRuns?.[0]?.mapRunArn as string;
    expect(mapRunArn).toMatch(/^arn:aws:states:us-east-1:111122223333:mapRun:mapping\/each:[-0-9a-f]{36}$/);
    expect(await here.call<DescribeMapRunOutput>('DescribeMapRun', { mapRunArn })).toMatchObject({
      executionArn,
      status: 'SUCCEEDED',
      maxConcurrency: 2,
      itemCounts: { total: 5, succeeded: 5, running: 0 },
    });
    const { executions } = await here.call<ListExecutionsOutput>('ListExecutions', { mapRunArn });
    expect(executions).toHaveLength(5);
    expect(executions?.[0]).toMatchObject({ mapRunArn, status: 'SUCCEEDED' });
    expect(executions?.[0]?.stateMachineArn).toMatch(/:stateMachine:mapping\/each$/);
    expect(await here.call('DescribeExecution', { executionArn: executions?.[0]?.executionArn })).toMatchObject({
      mapRunArn,
    });
    expect(
      await here.call('DescribeStateMachineForExecution', { executionArn: executions?.[0]?.executionArn }),
    ).toMatchObject({ mapRunArn, label: 'each' });
  });

  it.each([
    ['labelled', /:execution:mapping\/each:[^:]+$/],
    ['unlabelled', /:execution:mapping:[^:]+$/],
  ] as const)('asks IAM for its children by their %s ARN', async (authorizedChildArns, arn) => {
    const asked: Permission[] = [];
    const authorize = (_: Identity, permission: Permission) => asked.push(permission) > 0;
    here = harness({ authorize, authorizedChildArns });
    await here.ended(await here.start(await here.machine('mapping', map({})), [1]));
    const described = asked.filter(({ action }) => action === 'states:DescribeExecution');
    expect(described).toEqual([{ action: 'states:DescribeExecution', resource: expect.stringMatching(arn) }]);
  });

  it('keeps its children out of the list of its machine', async () => {
    const { stateMachineArn } = await run(map({}), [1, 2]);
    const { executions } = await here.call<ListExecutionsOutput>('ListExecutions', { stateMachineArn });
    expect(executions).toHaveLength(1);
  });

  it('fails when more items fail than it tolerates, and lets the rest be stopped', async () => {
    const f = (n: number) => {
      if (n === 2) throw new Error('no');
    };
    const found = await run(map({ MaxConcurrency: 1 }, { Type: 'Task', Resource: `${FUNCTION}f` }), [1, 2, 3], {
      lambda: lambda({ f }),
    });
    expect(found).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
  });

  it('reads its items from an object and writes its results to objects', async () => {
    const written = new Map<string, string>();
    const s3 = {
      GetObject: () => ({ Body: Buffer.from('[{"n":1},{"n":2}]') }),
      PutObject: ({ Key, Body }: { Key: string; Body: Buffer }) => written.set(Key, Body.toString()) && {},
    };
    const found = await run(
      map({
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'JSON' },
          Parameters: { Bucket: 'plans', Key: 'plan.json' },
        },
        ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'plans', Prefix: 'done' } },
      }),
      {},
      { s3 },
    );
    expect(found).toMatchObject({ status: 'SUCCEEDED' });
    expect([...written.keys()].some((key) => /^done\/.+\/manifest\.json$/.test(key))).toBe(true);
    const results = [...written].find(([key]) => key.endsWith('SUCCEEDED_0.json'))?.[1] as string;
    expect(JSON.parse(results)).toMatchObject([{ Input: '{"n":1}' }, { Input: '{"n":2}' }]);
  });

  it('fails with States.ItemReaderFailed where there is nothing to read', async () => {
    const reader = {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON' },
      Parameters: { Bucket: 'b', Key: 'k' },
    };
    expect(await run(map({ ItemReader: reader }), {}, { s3: {} })).toMatchObject({
      status: 'FAILED',
      error: 'States.ItemReaderFailed',
    });
  });

  it('stops its children when its execution is stopped', async () => {
    here = harness();
    here.clock.set('real');
    const arn = await here.start(await here.machine('mapping', map({}, { Type: 'Wait', Seconds: 60 })), [1, 2]);
    await here.clock.idle();
    await here.call('StopExecution', { executionArn: arn });
    await here.clock.idle();
    const { mapRuns } = await here.call<ListMapRunsOutput>('ListMapRuns', { executionArn: arn });
    const mapRunArn = mapRuns?.[0]?.mapRunArn;
    expect(await here.call('DescribeMapRun', { mapRunArn })).toMatchObject({ status: 'ABORTED' });
    const { executions } = await here.call<ListExecutionsOutput>('ListExecutions', { mapRunArn });
    expect(executions?.map(({ status }) => status)).toEqual(['ABORTED', 'ABORTED']);
  });

  it('takes other limits while it runs, and none when it has ended', async () => {
    here = harness();
    here.clock.set('real');
    const arn = await here.start(
      await here.machine('mapping', map({ MaxConcurrency: 1 }, { Type: 'Wait', Seconds: 60 })),
      [1, 2],
    );
    await here.clock.idle();
    const { mapRuns } = await here.call<ListMapRunsOutput>('ListMapRuns', { executionArn: arn });
    const mapRunArn = mapRuns?.[0]?.mapRunArn;
    expect(await here.call('DescribeMapRun', { mapRunArn })).toMatchObject({
      executionCounts: { running: 1, pending: 1 },
    });
    await here.call('UpdateMapRun', { mapRunArn, maxConcurrency: 7, toleratedFailurePercentage: 12.5 });
    await here.clock.idle();
    expect(await here.call('DescribeMapRun', { mapRunArn })).toMatchObject({
      maxConcurrency: 7,
      toleratedFailurePercentage: 12.5,
      executionCounts: { running: 2, pending: 0 },
    });
    await here.clock.advance(61_000);
    await here.ended(arn);
    await expect(here.call('UpdateMapRun', { mapRunArn, maxConcurrency: 1 })).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });
});

describe('a redriven distributed Map', () => {
  /** Item 2 fails once. */
  const once = () => {
    const ran: number[] = [];
    const f = (n: number) => {
      ran.push(n);
      if (n === 2 && ran.filter((other) => other === 2).length === 1) throw new Error('once');
      return n * 10;
    };
    return { ran, services: { lambda: lambda({ f }) } };
  };
  const task = { Type: 'Task', Resource: `${FUNCTION}f` };
  const mapRunOf = async (executionArn: string | undefined) => {
    const { mapRuns } = await here.call<ListMapRunsOutput>('ListMapRuns', { executionArn });
    expect(mapRuns).toHaveLength(1);
    return here.call<DescribeMapRunOutput>('DescribeMapRun', { mapRunArn: mapRuns?.[0]?.mapRunArn });
  };
  const childrenOf = async ({ mapRunArn }: DescribeMapRunOutput) =>
    (await here.call<ListExecutionsOutput>('ListExecutions', { mapRunArn })).executions ?? [];

  it('goes on with its run: what succeeded stays, what failed is redriven, what never began begins', async () => {
    const { ran, services } = once();
    const failed = await run(map({ MaxConcurrency: 1 }, task), [1, 2, 3], services);
    expect(failed).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    const { executionArn } = failed;
    const before = await mapRunOf(executionArn);
    expect(before).toMatchObject({ status: 'FAILED', redriveCount: 0 });
    const names = (await childrenOf(before)).map(({ name }) => name);

    await here.call('RedriveExecution', { executionArn });
    expect(await here.ended(executionArn as string)).toMatchObject({ status: 'SUCCEEDED', output: '[10,20,30]' });
    expect(ran).toEqual([1, 2, 2, 3]);
    const after = await mapRunOf(executionArn);
    expect(after).toMatchObject({
      mapRunArn: before.mapRunArn,
      status: 'SUCCEEDED',
      redriveCount: 1,
      redriveDate: expect.any(Date),
      itemCounts: { total: 3, succeeded: 3, failed: 0, pending: 0, pendingRedrive: 0 },
    });
    const children = await childrenOf(after);
    expect(children.map(({ redriveCount }) => redriveCount)).toEqual([0, 1, 0]);
    expect(children.slice(1).map(({ name }) => name)).toEqual(names);
    const events = await here.events(executionArn as string);
    const redriven = events.findIndex(({ type }) => type === 'ExecutionRedriven');
    expect(events.slice(redriven).map(({ type }) => type)).toEqual([
      'ExecutionRedriven',
      'MapRunRedriven',
      'MapRunSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events[redriven + 1]).toMatchObject({
      mapRunRedrivenEventDetails: { mapRunArn: before.mapRunArn, redriveCount: 1 },
    });
  });

  it('begins other children in place of express ones', async () => {
    const { ran, services } = once();
    const express = { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' };
    const processor = { ProcessorConfig: express, StartAt: 'Work', States: { Work: { ...task, End: true } } };
    const { executionArn } = await run(map({ MaxConcurrency: 1, ItemProcessor: processor }), [1, 2], services);
    await here.call('RedriveExecution', { executionArn });
    expect(await here.ended(executionArn as string)).toMatchObject({ status: 'SUCCEEDED', output: '[10,20]' });
    expect(ran).toEqual([1, 2, 2]);
    expect((await childrenOf(await mapRunOf(executionArn))).map(({ redriveCount }) => redriveCount)).toEqual([0, 0, 0]);
  });

  it('is redriven again after it was stopped, also where the stop is still under way', async () => {
    here = harness();
    here.clock.set('real');
    const arn = await here.start(await here.machine('mapping', map({}, { Type: 'Wait', Seconds: 60 })), [1, 2]);
    await here.clock.idle();
    for (const redriveCount of [1, 2]) {
      await Promise.all([
        here.call('StopExecution', { executionArn: arn }),
        here.call('RedriveExecution', { executionArn: arn }).catch(() => undefined),
      ]);
      if ((await here.call<{ status: string }>('DescribeExecution', { executionArn: arn })).status === 'ABORTED')
        await here.call('RedriveExecution', { executionArn: arn });
      await here.clock.idle();
      expect(await mapRunOf(arn)).toMatchObject({ status: 'RUNNING', redriveCount, executionCounts: { running: 2 } });
    }
    await here.clock.advance(61_000);
    expect(await here.ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2]' });
    expect((await childrenOf(await mapRunOf(arn))).map(({ redriveCount }) => redriveCount)).toEqual([2, 2]);
  });

  it('shows what waits for its transition as PENDING_REDRIVE', async () => {
    here = harness();
    here.clock.set('real');
    const machine = await here.machine('mapping', map({}, { Type: 'Wait', Seconds: 60 }));
    const arn = await here.start(machine, [1, 2]);
    await here.clock.idle();
    const { mapRunArn } = await mapRunOf(arn);
    await here.call('UpdateMapRun', { mapRunArn, maxConcurrency: 1 });
    await here.call('StopExecution', { executionArn: arn });
    await here.clock.idle();
    const of = async (statusFilter: string) =>
      (await here.call<ListExecutionsOutput>('ListExecutions', { mapRunArn, statusFilter })).executions ?? [];
    expect(await of('ABORTED')).toHaveLength(2);
    expect(await of('PENDING_REDRIVE')).toHaveLength(0);

    await here.call('RedriveExecution', { executionArn: arn });
    await here.clock.idle();
    expect(await mapRunOf(arn)).toMatchObject({ executionCounts: { running: 1, pendingRedrive: 1, aborted: 0 } });
    expect(await of('RUNNING')).toHaveLength(1);
    expect(await of('ABORTED')).toHaveLength(0);
    const [waiting] = await of('PENDING_REDRIVE');
    expect(waiting).toMatchObject({ status: 'PENDING_REDRIVE', mapRunArn });
    expect(await here.call('DescribeExecution', { executionArn: waiting?.executionArn })).toMatchObject({
      status: 'PENDING_REDRIVE',
    });
    // Of a machine's own executions none ever is.
    await expect(
      here.call('ListExecutions', { stateMachineArn: machine, statusFilter: 'PENDING_REDRIVE' }),
    ).rejects.toMatchObject({ code: 'ValidationException' });
  });

  it('begins another run where the first could not read its items', async () => {
    let reads = 0;
    const s3 = {
      GetObject() {
        if (++reads === 1) throw new Error('not yet');
        return { Body: Buffer.from('[1]') };
      },
    };
    const reader = {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON' },
      Parameters: { Bucket: 'b', Key: 'k' },
    };
    const { executionArn } = await run(map({ ItemReader: reader }), {}, { s3 });
    await here.call('RedriveExecution', { executionArn });
    expect(await here.ended(executionArn as string)).toMatchObject({ status: 'SUCCEEDED', output: '[1]' });
    const { mapRuns } = await here.call<ListMapRunsOutput>('ListMapRuns', { executionArn });
    expect(mapRuns).toHaveLength(2);
  });
});
