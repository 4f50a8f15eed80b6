/** `arn:aws:states:::lambda:invoke`: Invoke's own input and output, the payload as JSON instead of text. */

import { isObject } from '../../language/model/json.ts';
import { type Integration, sdkMetadata } from './contract.ts';
import { invoke, payloadOf } from './lambda-function.ts';

export const lambdaInvoke: Integration = {
  async call(task) {
    const output = await invoke(task, isObject(task.parameters) ? task.parameters : {});
    const payload = payloadOf(output);
    return {
      ExecutedVersion: output.ExecutedVersion ?? '$LATEST',
      Payload: payload ?? {},
      ...sdkMetadata(JSON.stringify(payload), 'application/json', task.aws.clock.now()),
      StatusCode: output.StatusCode ?? 200,
    };
  },
};
