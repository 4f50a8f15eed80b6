/** `arn:aws:states:::states:startExecution`, also `.sync` (output as text) and `.sync:2` (output as JSON). */

import type { DescribeExecutionOutput, StartExecutionOutput } from '@aws-sdk/client-sfn';
import { AwsError } from '../../../core/aws.ts';
import { executionArn, stableUuid } from '../../arns.ts';
import { isObject, type JsonObject, parseJson } from '../../language/model/json.ts';
import {
  type ErrorNames,
  type Integration,
  optimisedFailure,
  sdkMetadata,
  type Task,
  TaskFailure,
} from './contract.ts';

const modelled = [
  'ExecutionAlreadyExists',
  'ExecutionDoesNotExist',
  'ExecutionLimitExceeded',
  'InvalidArn',
  'InvalidExecutionInput',
  'InvalidName',
  'StateMachineDeleting',
  'StateMachineDoesNotExist',
];

const names: ErrorNames = {
  prefix: 'StepFunctions',
  service: 'AWSStepFunctions',
  general: 'AWSStepFunctionsException',
  modelled: Object.fromEntries(modelled.map((code) => [code, `${code}Exception`])),
};

export const startExecution: Integration = {
  async call(task) {
    const { executionArn: arn, startDate } = await start(task);
    const answer = { ExecutionArn: arn as string, StartDate: (startDate as Date).getTime() };
    return {
      ExecutionArn: answer.ExecutionArn,
      ...sdkMetadata(JSON.stringify(answer), 'application/x-amz-json-1.0', task.aws.clock.now()),
      StartDate: answer.StartDate,
    };
  },

  job: {
    executionArn: (submitted) => (submitted as { ExecutionArn: string }).ExecutionArn,

    async result(task, arn, form) {
      const described = await describe(task, arn);
      const answer = jobOutput(described, form === 'sync:2');
      if (described.status !== 'SUCCEEDED') throw new TaskFailure('States.TaskFailed', JSON.stringify(answer));
      return answer;
    },

    async stop(task, arn) {
      await task.aws.call('sfn', 'StopExecution', { executionArn: arn }, { identity: task.identity });
    },
  },
};

/** An execution without a name is called after the attempt, so that asking again after a restart finds the one there is. */
async function start(task: Task): Promise<StartExecutionOutput> {
  const { StateMachineArn: arn, Name, Input, ...rest } = isObject(task.parameters) ? task.parameters : {};
  const machineArn = typeof arn === 'string' ? arn : '';
  const name = typeof Name === 'string' ? Name : stableUuid(task.execution.arn, task.attempt);
  const input = typeof Input === 'string' ? Input : JSON.stringify(Input ?? {});
  try {
    return await task.aws.call<StartExecutionOutput>(
      'sfn',
      'StartExecution',
      { ...rest, stateMachineArn: arn, name, input },
      { identity: task.identity },
    );
  } catch (error) {
    const ownAndClosed = error instanceof AwsError && error.code === 'ExecutionAlreadyExists' && Name === undefined;
    if (ownAndClosed) return describe(task, executionArn(machineArn, name));
    throw optimisedFailure(error, names);
  }
}

async function describe(task: Task, arn: string): Promise<DescribeExecutionOutput> {
  try {
    return await task.aws.call<DescribeExecutionOutput>(
      'sfn',
      'DescribeExecution',
      { executionArn: arn },
      { identity: task.identity },
    );
  } catch (error) {
    throw optimisedFailure(error, names);
  }
}

/** The answer of DescribeExecution as the task sees it, its members in AWS's order. */
function jobOutput(described: DescribeExecutionOutput, parsed: boolean): JsonObject {
  const data = (text: string) => (parsed ? parseJson(text) : text);
  const { input = '{}', output, cause, error, startDate, stopDate } = described;
  return {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: described.executionArn as string,
    Input: data(input),
    InputDetails: { Included: true },
    Name: described.name as string,
    ...(output === undefined ? {} : { Output: data(output), OutputDetails: { Included: true } }),
    RedriveCount: described.redriveCount ?? 0,
    RedriveStatus: described.redriveStatus ?? 'NOT_REDRIVABLE',
    ...(described.redriveStatusReason === undefined ? {} : { RedriveStatusReason: described.redriveStatusReason }),
    StartDate: (startDate as Date).getTime(),
    StateMachineArn: described.stateMachineArn as string,
    Status: described.status as string,
    ...(stopDate === undefined ? {} : { StopDate: stopDate.getTime() }),
  };
}
