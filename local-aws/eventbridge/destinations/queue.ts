/** An SQS queue: allowed by its policy, or by the target's role. */

import type { Aws, Identity } from '../../core/aws.ts';
import type { ArnParts } from '../state/arns.ts';
import { asRole, type Send } from './contract.ts';

export const toQueue: Send = async (request, aws) => {
  const { target, to, input } = request;
  const group = target.SqsParameters?.MessageGroupId;
  await sendMessage(aws, to, asRole(request, aws), {
    MessageBody: input,
    ...(group === undefined ? {} : { MessageGroupId: group }),
  });
  return {};
};

export interface Message {
  MessageBody: string;
  MessageGroupId?: string;
  MessageAttributes?: Record<string, { DataType: 'String'; StringValue: string }>;
}

export async function sendMessage(aws: Aws, queue: ArnParts, identity: Identity, message: Message): Promise<void> {
  const QueueUrl = `https://sqs.${queue.region}.amazonaws.com/${queue.account}/${queue.resource}`;
  await aws.call('sqs', 'SendMessage', { QueueUrl, ...message }, { identity, region: queue.region });
}
