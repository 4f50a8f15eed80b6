/** The answers to `.waitForTaskToken`. */

import type { Permission } from '../../core/aws.ts';
import { type Json, readJson } from '../language/model/json.ts';
import type { EngineEvent } from '../language/model/types.ts';
import { invalidOutput, invalidToken, taskTimedOut } from './errors.ts';
import type { Operations } from './inputs.ts';
import type { Sfn } from './service.ts';

export function taskTokens(sfn: Sfn) {
  return {
    SendTaskSuccess: {
      permissions: ({ taskToken }) => permissions(sfn, 'SendTaskSuccess', taskToken),
      async run(input) {
        const output = parsed(input.output);
        return answer(sfn, input.taskToken, (id) => ({ type: 'task-succeeded', id, output }));
      },
    },
    SendTaskFailure: {
      permissions: ({ taskToken }) => permissions(sfn, 'SendTaskFailure', taskToken),
      async run(input) {
        const { error, cause } = input;
        return answer(sfn, input.taskToken, (id) => ({
          type: 'task-failed',
          id,
          phase: 'run',
          ...(error === undefined ? {} : { error }),
          ...(cause === undefined ? {} : { cause }),
        }));
      },
    },
    SendTaskHeartbeat: {
      permissions: ({ taskToken }) => permissions(sfn, 'SendTaskHeartbeat', taskToken),
      async run(input) {
        return answer(sfn, input.taskToken, (id) => ({ type: 'task-heartbeat', id }));
      },
    },
  } satisfies Operations;
}

/** The permission on a token is one on its state machine. */
function permissions({ records, driver }: Sfn, action: string, token: string | undefined): Permission[] {
  const task = token === undefined ? undefined : records.token(token);
  return [{ action: `states:${action}`, resource: task ? driver.principal(task.execution).machineArn : '*' }];
}

function parsed(output: string): Json {
  const read = readJson(output);
  if ('problem' in read) throw invalidOutput(read.problem.message);
  return read.value;
}

/** Answers when the event is stored. */
async function answer(
  { records, driver }: Sfn,
  token: string,
  event: (command: string) => EngineEvent,
): Promise<object> {
  const task = records.token(token);
  if (!task) throw invalidToken('Invalid token');
  const accepted = await driver.deliver(task.execution, event(task.command));
  if (!accepted) throw taskTimedOut('Provided task does not exist anymore');
  return {};
}
