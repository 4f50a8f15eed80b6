/** A Lambda function: invoked as an event, allowed by its resource policy. */

import { asService, type Send } from './contract.ts';

export const toFunction: Send = async (request, aws) => {
  const { target, to, input } = request;
  await aws.call(
    'lambda',
    'Invoke',
    { FunctionName: target.Arn, InvocationType: 'Event', Payload: Buffer.from(input) },
    { identity: asService(request), region: to.region },
  );
  return {};
};
