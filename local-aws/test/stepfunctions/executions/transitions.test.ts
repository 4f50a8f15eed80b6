import { describe, expect, it } from 'vitest';
import { failedStart } from '../../../stepfunctions/executions/engine-failure.ts';
import type { ExecutionRecord } from '../../../stepfunctions/executions/records.ts';
import type { LiveExecution, Pending } from '../../../stepfunctions/executions/snapshot.ts';
import { TransitionBatch } from '../../../stepfunctions/executions/transitions.ts';
import type { Advance, EngineEvent, Execution } from '../../../stepfunctions/language/model/types.ts';

const task: Pending = { command: { type: 'task', id: 't', stateName: 'T', resource: 'r', parameters: {} } };
const timer: Pending = { command: { type: 'timer', id: 'c', at: 5 } };

function live(...pending: Pending[]): LiveExecution {
  const execution = { status: 'RUNNING', lastEventId: 7 } as Execution;
  return {
    record: {} as ExecutionRecord,
    execution,
    pending: new Map(pending.map((one) => [one.command.id, { ...one }])),
  };
}

/** An engine that only notes what it hears. */
function listening(commands: Awaited<ReturnType<Advance>>['commands'] = []) {
  const accepted: EngineEvent[] = [];
  const advance: Advance = async (execution, event) => {
    accepted.push(event);
    return { execution, commands: accepted.length === 1 ? commands : [], events: [] };
  };
  return { accepted, advance };
}

describe('a transition', () => {
  it('hears the answer to a command once', async () => {
    const { accepted, advance } = listening();
    const batch = new TransitionBatch(live(task), advance);
    const answer: EngineEvent = { type: 'task-succeeded', id: 't', output: 1 };
    expect(await batch.apply(answer, 1)).toBe(true);
    expect(await batch.apply(answer, 1)).toBe(false);
    expect(accepted).toEqual([answer]);
  });

  it('goes on waiting for a task that was submitted, with its job', async () => {
    const state = live(task);
    const batch = new TransitionBatch(state, listening().advance);
    await batch.apply({ type: 'task-submitted', id: 't', output: {} }, 1, 'arn:job');
    expect(state.pending.get('t')).toMatchObject({ submitted: true, job: 'arn:job' });
  });

  it('tells the engine that a task has started as soon as it is deliveries for', async () => {
    const { accepted, advance } = listening([task.command]);
    const batch = new TransitionBatch(live(timer), advance);
    await batch.apply({ type: 'timer', id: 'c' }, 1);
    expect(accepted).toEqual([
      { type: 'timer', id: 'c' },
      { type: 'task-started', id: 't' },
    ]);
    expect(batch.issued).toEqual([task]);
  });

  it('drops what the engine cancels', async () => {
    const state = live(task, timer);
    const batch = new TransitionBatch(state, listening([{ type: 'cancel', id: 'c' }]).advance);
    await batch.apply({ type: 'task-succeeded', id: 't', output: 1 }, 1);
    expect(batch.dropped).toEqual([timer]);
    expect(state.pending.size).toBe(0);
  });

  it('ends the execution with States.Runtime where the engine itself fails', async () => {
    const state = live(task);
    const batch = new TransitionBatch(state, async () => {
      throw new TypeError('a mistake');
    });
    await batch.apply({ type: 'task-succeeded', id: 't', output: 1 }, 9);
    expect(state.execution).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'a mistake',
      stopDate: 9,
    });
    expect(batch.events).toEqual([
      {
        timestamp: 9,
        type: 'ExecutionFailed',
        id: 8,
        previousEventId: 7,
        executionFailedEventDetails: { error: 'States.Runtime', cause: 'a mistake' },
      },
    ]);
  });

  it('hears nothing of an execution that has ended but a redrive', async () => {
    const state = live();
    state.execution.status = 'FAILED';
    const batch = new TransitionBatch(state, listening().advance);
    expect(await batch.apply({ type: 'stop' }, 1)).toBe(false);
    expect(await batch.apply({ type: 'redrive' }, 1)).toBe(true);
  });
});

describe('an execution that cannot begin', () => {
  it('has begun and failed all the same', () => {
    const machine = { arn: 'm', name: 'm', roleArn: 'r', definition: {} };
    const spec = { arn: 'e', name: 'e', machine, input: { a: 1 }, seed: 's' };
    const { execution, events } = failedStart(spec, new Error('no'), 5);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Runtime', lastEventId: 2 });
    expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 1, 'ExecutionFailed'],
    ]);
  });
});
