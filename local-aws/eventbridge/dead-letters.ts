/** What could not be delivered, sent to the target's dead-letter queue with the reason. */

import type { Aws } from '../core/aws.ts';
import { arnParts } from './arns.ts';
import type { Failure } from './failure.ts';
import type { Exhausted } from './retry.ts';
import { asService, type Errand } from './send/contract.ts';
import { sendMessage } from './send/queue.ts';

export interface Reason {
  code: Failure['code'];
  message: string;
  retries: number;
  exhausted?: Exhausted;
}

/** @throws AwsError where the queue is not there or does not let EventBridge in. */
export async function sendDeadLetter(errand: Errand, reason: Reason, aws: Aws): Promise<void> {
  const queue = arnParts(errand.target.DeadLetterConfig?.Arn ?? '');
  if (!queue) return;
  const attributes = {
    RULE_ARN: errand.rule.arn,
    TARGET_ARN: errand.target.Arn,
    ERROR_CODE: reason.code,
    ERROR_MESSAGE: reason.message || reason.code,
    RETRY_ATTEMPTS: String(reason.retries),
    ...(reason.exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: reason.exhausted }),
  };
  await sendMessage(aws, queue, asService(errand), {
    MessageBody: errand.event,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
    ),
  });
}
