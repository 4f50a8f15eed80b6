/** The answers to `.waitForTaskToken`. */

import type {
  SendTaskFailureInput,
  SendTaskFailureOutput,
  SendTaskHeartbeatInput,
  SendTaskHeartbeatOutput,
  SendTaskSuccessInput,
  SendTaskSuccessOutput,
} from '@aws-sdk/client-sfn';
import type { Operation, Permission } from '../../core/aws.ts';
import { validate } from '../../wire/input/validate.ts';
import { type Json, readJson } from '../language/model/json.ts';
import type { EngineEvent } from '../language/model/types.ts';
import { DATA_LIMIT, secretUpTo, TASK_TOKEN } from './constraints.ts';
import { invalidOutput, invalidToken, taskTimedOut } from './errors.ts';
import type { Sfn } from './service.ts';

export function taskTokens(sfn: Sfn) {
  const SendTaskSuccess: Operation<SendTaskSuccessInput, SendTaskSuccessOutput> = {
    permissions: ({ taskToken }) => permissions(sfn, 'SendTaskSuccess', taskToken),
    async run(input) {
      validate(input, { taskToken: TASK_TOKEN, output: { ...secretUpTo(DATA_LIMIT), required: true } });
      const output = parsed(input.output);
      return answer(sfn, input.taskToken, (id) => ({ type: 'task-succeeded', id, output }));
    },
  };

  const SendTaskFailure: Operation<SendTaskFailureInput, SendTaskFailureOutput> = {
    permissions: ({ taskToken }) => permissions(sfn, 'SendTaskFailure', taskToken),
    async run(input) {
      validate(input, {
        taskToken: TASK_TOKEN,
        error: secretUpTo(256),
        cause: secretUpTo(32_768),
      });
      const { error, cause } = input;
      return answer(sfn, input.taskToken, (id) => ({
        type: 'task-failed',
        id,
        phase: 'run',
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      }));
    },
  };

  const SendTaskHeartbeat: Operation<SendTaskHeartbeatInput, SendTaskHeartbeatOutput> = {
    permissions: ({ taskToken }) => permissions(sfn, 'SendTaskHeartbeat', taskToken),
    async run(input) {
      validate(input, { taskToken: TASK_TOKEN });
      return answer(sfn, input.taskToken, (id) => ({ type: 'task-heartbeat', id }));
    },
  };

  return { SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat };
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
