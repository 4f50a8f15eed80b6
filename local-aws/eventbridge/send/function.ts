/** A Lambda function: invoked as an event, by leave of its resource policy. */

import { asService, type Send } from './contract.ts';

export const toFunction: Send = async (errand, aws) => {
  const { target, to, input } = errand;
  await aws.call(
    'lambda',
    'Invoke',
    { FunctionName: target.Arn, InvocationType: 'Event', Payload: Buffer.from(input) },
    { identity: asService(errand), region: to.region },
  );
  return {};
};
