import { describe, expect, it } from 'vitest';
import { brokenBegin } from '../../../stepfunctions/executions/engine-failure.ts';
import type { ExecutionRecord } from '../../../stepfunctions/executions/records.ts';
import type { Live, Pending } from '../../../stepfunctions/executions/snapshot.ts';
import { Turns } from '../../../stepfunctions/executions/transitions.ts';
import type { Advance, Execution, Happening } from '../../../stepfunctions/language/model/types.ts';

const task: Pending = { command: { type: 'task', id: 't', stateName: 'T', resource: 'r', parameters: {} } };
const timer: Pending = { command: { type: 'timer', id: 'c', at: 5 } };

function live(...pending: Pending[]): Live {
  const execution = { status: 'RUNNING', lastEventId: 7 } as Execution;
  return {
    record: {} as ExecutionRecord,
    execution,
    pending: new Map(pending.map((one) => [one.command.id, { ...one }])),
  };
}

/** An engine that only notes what it hears. */
function listening(commands: Awaited<ReturnType<Advance>>['commands'] = []) {
  const heard: Happening[] = [];
  const advance: Advance = async (execution, happening) => {
    heard.push(happening);
    return { execution, commands: heard.length === 1 ? commands : [], events: [] };
  };
  return { heard, advance };
}

describe('a turn', () => {
  it('hears the answer to a command once', async () => {
    const { heard, advance } = listening();
    const turns = new Turns(live(task), advance);
    const answer: Happening = { type: 'task-succeeded', id: 't', output: 1 };
    expect(await turns.hear(answer, 1)).toBe(true);
    expect(await turns.hear(answer, 1)).toBe(false);
    expect(heard).toEqual([answer]);
  });

  it('goes on waiting for a task that was submitted, with its job', async () => {
    const standing = live(task);
    const turns = new Turns(standing, listening().advance);
    await turns.hear({ type: 'task-submitted', id: 't', output: {} }, 1, 'arn:job');
    expect(standing.pending.get('t')).toMatchObject({ submitted: true, job: 'arn:job' });
  });

  it('tells the engine that a task has started as soon as it is asked for', async () => {
    const { heard, advance } = listening([task.command]);
    const turns = new Turns(live(timer), advance);
    await turns.hear({ type: 'timer', id: 'c' }, 1);
    expect(heard).toEqual([
      { type: 'timer', id: 'c' },
      { type: 'task-started', id: 't' },
    ]);
    expect(turns.issued).toEqual([task]);
  });

  it('drops what the engine cancels', async () => {
    const standing = live(task, timer);
    const turns = new Turns(standing, listening([{ type: 'cancel', id: 'c' }]).advance);
    await turns.hear({ type: 'task-succeeded', id: 't', output: 1 }, 1);
    expect(turns.dropped).toEqual([timer]);
    expect(standing.pending.size).toBe(0);
  });

  it('ends the execution with States.Runtime where the engine itself fails', async () => {
    const standing = live(task);
    const turns = new Turns(standing, async () => {
      throw new TypeError('a mistake');
    });
    await turns.hear({ type: 'task-succeeded', id: 't', output: 1 }, 9);
    expect(standing.execution).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'a mistake',
      stopDate: 9,
    });
    expect(turns.events).toEqual([
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
    const standing = live();
    standing.execution.status = 'FAILED';
    const turns = new Turns(standing, listening().advance);
    expect(await turns.hear({ type: 'stop' }, 1)).toBe(false);
    expect(await turns.hear({ type: 'redrive' }, 1)).toBe(true);
  });
});

describe('an execution that cannot begin', () => {
  it('has begun and failed all the same', () => {
    const machine = { arn: 'm', name: 'm', roleArn: 'r', definition: {} };
    const spec = { arn: 'e', name: 'e', machine, input: { a: 1 }, seed: 's' };
    const { execution, events } = brokenBegin(spec, new Error('no'), 5);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Runtime', lastEventId: 2 });
    expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 1, 'ExecutionFailed'],
    ]);
  });
});
