import { join } from 'node:path';
import { setImmediate as transition } from 'node:timers/promises';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, it } from 'vitest';
import { Store } from '../../../core/store.ts';
import { scratchFolder } from '../../scratch.ts';
import { CopiedStore } from './copied-store.ts';
import { FUNCTION, harness, lambda, passes, type SfnHarness, single } from './harness.ts';

const root = scratchFolder('restart');

const NAME = 'the-one';
const EXECUTION = `arn:aws:states:us-east-1:111122223333:execution:long:${NAME}`;
const CHILD = 'arn:aws:states:us-east-1:111122223333:stateMachine:child';

const definition = {
  StartAt: 'Call',
  States: {
    Call: { Type: 'Task', Resource: `${FUNCTION}count`, ResultPath: '$.called', Next: 'Rest' },
    Rest: { Type: 'Wait', Seconds: 3_600, Next: 'Both' },
    Both: {
      Type: 'Parallel',
      Branches: [
        single({ Type: 'Task', Resource: `${FUNCTION}count` }),
        { StartAt: 'Pause', States: { Pause: { Type: 'Wait', Seconds: 10, End: true } } },
      ],
      ResultPath: '$.both',
      Next: 'Ask',
    },
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: `${FUNCTION}ask`, Payload: { 'token.$': '$$.Task.Token' } },
      ResultPath: '$.answer',
      Next: 'Nest',
    },
    Nest: {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Parameters: { StateMachineArn: CHILD, Input: { nested: true } },
      ResultSelector: { 'status.$': '$.Status', 'output.$': '$.Output' },
      ResultPath: '$.nested',
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      Label: 'each',
      MaxConcurrency: 2,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Work',
        States: { Work: { Type: 'Task', Resource: `${FUNCTION}count`, End: true } },
      },
      ResultPath: '$.mapped',
      End: true,
    },
  },
};

/** Goes on to the end; once it was submitted, the question is answered, as long as anybody waits for the answer. */
async function finish({ call, events }: SfnHarness, tokens: Set<string>): Promise<{ status: string; output: unknown }> {
  for (;;) {
    const found = await call<{ status: string; output?: string }>('DescribeExecution', { executionArn: EXECUTION });
    if (found.status !== 'RUNNING') return { status: found.status, output: JSON.parse(found.output ?? 'null') };
    const submitted = (await events(EXECUTION)).some(({ type }) => type === 'TaskSubmitted');
    for (const taskToken of submitted ? tokens : []) {
      await call('SendTaskSuccess', { taskToken, output: '"yes"' }).catch((error: Error) => {
        if (!/does not exist anymore|Invalid token/.test(error.message)) throw error;
      });
    }
    await transition();
  }
}

const outline = (events: HistoryEvent[]) =>
  events.map(({ type, id, previousEventId }) => `${id}<${previousEventId} ${type}`);

const tokens = new Set<string>();
const services = () => ({
  lambda: lambda({
    count: () => 1,
    ask: ({ token }: { token: string }) => void tokens.add(token),
  }),
});

describe('a process that is killed', () => {
  const store = new CopiedStore(join(root, 'first'));
  let expected: { history: string[]; end: unknown };

  beforeAll(async () => {
    const here = harness({ store, services: services() });
    await here.machine('child', single({ Type: 'Wait', Seconds: 30 }));
    const long = await here.machine('long', definition);
    await here.start(long, { items: [1, 2, 3] }, NAME);
    const end = await finish(here, tokens);
    expected = { history: outline(await here.events(EXECUTION)), end };
    here.close();
  });

  it('would have ended well without the kill', () => {
    expect(expected.end).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        called: 1,
        answer: 'yes',
        nested: { status: 'SUCCEEDED', output: { nested: true } },
        mapped: [1, 1, 1],
      },
    });
  });

  it('goes on from every transaction to the same end with the same history', async () => {
    let resumed = 0;
    for (const { directory } of store.copies) {
      const here = harness({ store: new Store(directory), services: services() });
      const there = await here.call('DescribeExecution', { executionArn: EXECUTION }).catch(() => undefined);
      if (there) {
        resumed++;
        const end = await finish(here, tokens);
        const history = outline(await here.events(EXECUTION));
        expect({ directory, history: history.toSorted(), end }).toEqual({
          directory,
          history: expected.history.toSorted(),
          end: expected.end,
        });
      }
      here.close();
    }
    expect(resumed).toBeGreaterThan(20);
  });
});

describe('a process that is killed while a distributed Map is redriven', () => {
  const task = {
    Type: 'Task',
    Resource: `${FUNCTION}second`,
    Parameters: { 'n.$': '$', 'redrives.$': '$$.Execution.RedriveCount' },
    End: true,
  };
  const mapping = single({
    Type: 'Map',
    Label: 'each',
    MaxConcurrency: 1,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Work',
      States: { Work: task },
    },
  });
  const mapped = EXECUTION.replace('long', 'mapping');
  const failing = {
    lambda: lambda({
      second({ n, redrives }: { n: number; redrives: number }) {
        if (n === 2 && redrives === 0) throw new Error('once');
        return n;
      },
    }),
  };

  /** Redrives it as often as it fails. */
  async function finishRedriven({ call, ended, events }: SfnHarness) {
    for (;;) {
      const { status, output } = await ended(mapped);
      if (status === 'SUCCEEDED') return { output, history: outline(await events(mapped)).toSorted() };
      await call('RedriveExecution', { executionArn: mapped });
    }
  }

  it('goes on from every transaction to the same end with the same history', async () => {
    const store = new CopiedStore(join(root, 'redriven'));
    const here = harness({ store, services: failing });
    await here.start(await here.machine('mapping', mapping), [1, 2, 3], NAME);
    const expected = await finishRedriven(here);
    here.close();
    expect(expected.output).toBe('[1,2,3]');
    expect(expected.history.filter((line) => /Redriven$/.test(line))).toHaveLength(2);
    let resumed = 0;
    for (const { directory } of store.copies) {
      const there = harness({ store: new Store(directory), services: failing });
      const isThere = await there.call('DescribeExecution', { executionArn: mapped }).catch(() => undefined);
      if (isThere) {
        resumed++;
        expect({ directory, ...(await finishRedriven(there)) }).toEqual({ directory, ...expected });
      }
      there.close();
    }
    expect(resumed).toBeGreaterThan(10);
  });
});

describe('a restart', () => {
  it('never runs a task again whose result was written down', async () => {
    const directory = join(root, 'once');
    const before = harness({ store: new Store(directory), services: services() });
    const definitionOfTwo = {
      StartAt: 'A',
      States: {
        A: { Type: 'Task', Resource: `${FUNCTION}count`, Next: 'B' },
        B: { Type: 'Wait', Seconds: 60, End: true },
      },
    };
    before.clock.set('real');
    const arn = await before.start(await before.machine('two', definitionOfTwo));
    while ((await before.events(arn)).at(-1)?.type !== 'WaitStateEntered') await transition();
    before.close();
    const after = harness({ store: new Store(directory), services: {} });
    expect(await after.ended(arn)).toMatchObject({ status: 'SUCCEEDED' });
    after.close();
  });

  it('keeps what has ended, with its history', async () => {
    const directory = join(root, 'ended');
    const before = harness({ store: new Store(directory) });
    const arn = await before.start(await before.machine('six', passes(6)));
    const history = await before.events(arn);
    before.close();
    const after = harness({ store: new Store(directory) });
    expect(await after.events(arn)).toEqual(history);
    after.close();
  });
});
