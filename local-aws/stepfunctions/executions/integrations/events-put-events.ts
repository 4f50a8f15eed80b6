/** `arn:aws:states:::events:putEvents`: Detail may be JSON, the execution is named among the resources. */

import { isObject, type Json, type JsonObject } from '../../language/model/json.ts';
import {
  type ErrorNames,
  type Integration,
  optimisedFailure,
  sdkMetadata,
  type Task,
  TaskFailure,
} from './contract.ts';

const names: ErrorNames = {
  prefix: 'EventBridge',
  service: 'AmazonEventBridge',
  general: 'AmazonEventBridgeException',
  modelled: {
    InternalException: 'InternalException',
    ResourceNotFoundException: 'ResourceNotFoundException',
  },
};

interface PutEventsOutput {
  FailedEntryCount?: number;
  Entries?: Json;
}

export const putEvents: Integration = {
  async call(task) {
    const output = await put(task);
    const answer = { Entries: output.Entries ?? [], FailedEntryCount: output.FailedEntryCount ?? 0 };
    if (answer.FailedEntryCount > 0) throw new TaskFailure('EventBridge.FailedEntry', JSON.stringify(answer));
    return {
      ...answer,
      ...sdkMetadata(JSON.stringify(answer), 'application/x-amz-json-1.1', task.aws.clock.now()),
    };
  },
};

async function put(task: Task): Promise<PutEventsOutput> {
  const parameters = isObject(task.parameters) ? task.parameters : {};
  const entries = Array.isArray(parameters.Entries) ? parameters.Entries : [];
  const input = { ...parameters, Entries: entries.map((entry) => (isObject(entry) ? entryOf(entry, task) : entry)) };
  try {
    return await task.aws.call<PutEventsOutput>('eventbridge', 'PutEvents', input, { identity: task.identity });
  } catch (error) {
    throw optimisedFailure(error, names);
  }
}

function entryOf(entry: JsonObject, { execution }: Task): object {
  const { Detail: detail, Time: time, Resources: resources } = entry;
  return {
    ...entry,
    ...(detail === undefined || typeof detail === 'string' ? {} : { Detail: JSON.stringify(detail) }),
    ...(typeof time === 'string' ? { Time: new Date(time) } : {}),
    Resources: [...(Array.isArray(resources) ? resources : []), execution.arn, execution.machineArn],
  };
}
