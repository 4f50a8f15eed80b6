/** `arn:aws:states:::sns:publish`: Message may be JSON. */

import { isObject, type JsonObject } from '../../language/model/json.ts';
import { type ErrorNames, type Integration, optimisedFailure, sdkMetadata } from './contract.ts';

const names: ErrorNames = {
  prefix: 'SNS',
  service: 'AmazonSNS',
  general: 'AmazonSNSException',
  modelled: {
    AuthorizationError: 'AuthorizationErrorException',
    InternalError: 'InternalErrorException',
    InvalidParameter: 'InvalidParameterException',
    NotFound: 'NotFoundException',
    Throttled: 'ThrottledException',
  },
};

export const publish: Integration = {
  async call(task) {
    const parameters = isObject(task.parameters) ? task.parameters : {};
    const { Message: message } = parameters;
    const input = typeof message === 'string' ? parameters : { ...parameters, Message: JSON.stringify(message) };
    try {
      const output = await task.aws.call<JsonObject>('sns', 'Publish', input, { identity: task.identity });
      return { ...output, ...sdkMetadata(JSON.stringify(output), 'text/xml', task.aws.clock.now()) };
    } catch (error) {
      throw optimisedFailure(error, names);
    }
  },
};
