/** Sends an event that could not be delivered to the target's dead-letter queue, with the reason. */

import type { Aws } from '../../core/aws.ts';
import { asService, type TargetRequest } from '../destinations/contract.ts';
import { sendMessage } from '../destinations/queue.ts';
import { arnParts } from '../state/arns.ts';
import type { Failure } from './failure.ts';
import type { Exhausted } from './retry.ts';

export interface DlqReason {
  code: Failure['code'];
  message: string;
  retries: number;
  exhausted?: Exhausted;
}

/** @throws AwsError where the queue does not exist or its policy does not allow EventBridge to send. */
export async function sendToDlq(request: TargetRequest, reason: DlqReason, aws: Aws): Promise<void> {
  const queue = arnParts(request.target.DeadLetterConfig?.Arn ?? '');
  if (!queue) return;
  const attributes = {
    RULE_ARN: request.rule.arn,
    TARGET_ARN: request.target.Arn,
    ERROR_CODE: reason.code,
    ERROR_MESSAGE: reason.message || reason.code,
    RETRY_ATTEMPTS: String(reason.retries),
    ...(reason.exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: reason.exhausted }),
  };
  await sendMessage(aws, queue, asService(request), {
    MessageBody: request.event,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
    ),
  });
}
