/**
 * A Lambda function that hands every failed disassociation to people: the target of a rule on Offboard's bus with the
 * pattern `{ "source": ["offboard"], "detail-type": ["DisassociationFailed"] }`. It sends one readable message a failure
 * to the queue that on-call tools read. Its role needs `sqs:SendMessage` on that queue and nothing else.
 */

import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { disassociationFailed } from 'offboard/events';

const sqs = new SQSClient({});

export async function handler(event: { 'detail-type': string; detail: unknown }): Promise<void> {
  // Throws where the event does not keep its contract.
  const { metadata, data } = disassociationFailed.read(event);
  const lines = [
    `${data.association} was not removed: ${data.outcome}`,
    data.message,
    `Next: ${data.advice}`,
    `Execution: ${data.execution ?? 'none'}`,
  ];
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: process.env.QUEUE_URL,
      MessageBody: lines.join('\n'),
      // EventBridge delivers at least once: all copies of one event have this id.
      MessageAttributes: { eventId: { DataType: 'String', StringValue: metadata.id } },
    }),
  );
}
