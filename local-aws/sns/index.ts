/** Amazon SNS: standard topics, and what is published to them. Subscribers are not simulated. */

import type { Aws, Service } from '../core/aws.ts';
import type { Outbox } from '../core/outbox.ts';
import { typed } from '../wire/input/typed.ts';
import { INPUTS } from './api/inputs.ts';
import { messages } from './api/messages.ts';
import { topicOperations } from './api/topics.ts';
import { Topics } from './state/topics.ts';

const VERSION = '2010-03-31';

export function sns(aws: Aws, outbox: Outbox): Service {
  const topics = new Topics(aws);
  const service: Service = {
    name: 'sns',
    signingName: 'sns',
    protocol: 'awsQuery',
    version: VERSION,
    namespace: `http://sns.amazonaws.com/doc/${VERSION}/`,
    accessDenied: { code: 'AuthorizationError', status: 403 },
    operations: { ...topicOperations(topics), ...messages(topics, { clock: aws.clock, outbox }) },
  };
  return typed(service, INPUTS, { code: 'InvalidParameter' });
}
