/** `arn:aws:states:::sqs:sendMessage`: MessageBody may be JSON. */

import { isObject, type JsonObject } from '../../language/model/json.ts';
import { type ErrorNames, type Integration, optimisedFailure, sdkMetadata } from './contract.ts';

const names: ErrorNames = {
  prefix: 'SQS',
  service: 'AmazonSQS',
  general: 'AmazonSQSException',
  modelled: {
    'AWS.SimpleQueueService.NonExistentQueue': 'QueueDoesNotExistException',
    QueueDoesNotExist: 'QueueDoesNotExistException',
    InvalidMessageContents: 'InvalidMessageContentsException',
    UnsupportedOperation: 'UnsupportedOperationException',
  },
};

export const sendMessage: Integration = {
  async call(task) {
    const parameters = isObject(task.parameters) ? task.parameters : {};
    const body = parameters.MessageBody;
    const input = typeof body === 'string' ? parameters : { ...parameters, MessageBody: JSON.stringify(body) };
    try {
      const output = await task.aws.call<JsonObject>('sqs', 'SendMessage', input, {
        identity: task.identity,
      });
      return {
        ...output,
        ...sdkMetadata(JSON.stringify(output), 'application/x-amz-json-1.0', task.aws.clock.now()),
      };
    } catch (error) {
      throw optimisedFailure(error, names);
    }
  },
};
