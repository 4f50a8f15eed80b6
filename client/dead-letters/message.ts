/** What a message in a dead-letter queue says: EventBridge, Lambda's own queue and Lambda's destinations each write another shape. */

import type { Message } from '@aws-sdk/client-sqs';
import { parseObject } from '../json.ts';

export interface DeadLetter {
  /** The message's. */
  id: string;
  /** The queue's name. */
  queue: string;
  queueUrl: string;
  /** Deletes the message, as long as it is hidden from other readers. */
  receipt: string;
  /** EventBridge's or Lambda's error code. */
  error: string;
  message: string;
  rule: string;
  /** ARN. */
  target: string;
  retries: string;
  /** What could not be delivered. */
  body: string;
  /** Absent where the body is no event. */
  event?: { source: string; 'detail-type': string; detail: unknown };
  requestId?: string;
}

/** The execution that the event would have started exists already: nothing was lost. */
export function isDuplicate({ error }: DeadLetter): boolean {
  return error === 'RESOURCE_ALREADY_EXISTS';
}

export function deadLetterOf(
  { MessageId = '', Body = '', MessageAttributes = {}, ReceiptHandle = '' }: Message,
  queueUrl: string,
): DeadLetter {
  const content = parseObject(Body);
  const record = invocationRecordIn(content);
  const event = eventIn(record ? record.requestPayload : content);
  const requestId = requestIdIn(event);
  return {
    id: MessageId,
    queue: lastPart(queueUrl),
    queueUrl,
    receipt: ReceiptHandle,
    ...(record ? failureOf(record) : attributesOf(MessageAttributes)),
    body: Body,
    ...(event ? { event } : {}),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

type Failure = Pick<DeadLetter, 'error' | 'message' | 'rule' | 'target' | 'retries'>;

/** EventBridge, and Lambda's own dead-letter queue, name the same attributes differently. */
function attributesOf(attributes: NonNullable<Message['MessageAttributes']>): Failure {
  const attribute = (...names: string[]) =>
    names.map((name) => attributes[name]?.StringValue).find((value) => value !== undefined) ?? '';
  return {
    error: attribute('ERROR_CODE', 'ErrorCode') || 'unknown',
    message: attribute('ERROR_MESSAGE', 'ErrorMessage'),
    rule: lastPart(attribute('RULE_ARN')),
    target: attribute('TARGET_ARN'),
    retries: attribute('RETRY_ATTEMPTS'),
  };
}

/** What Lambda sends to an on-failure destination: developer guide, "Capturing records of Lambda asynchronous invocations". */
interface InvocationRecord {
  requestContext: { condition?: string; functionArn?: string; approximateInvokeCount?: number };
  /** The event. */
  requestPayload: unknown;
  /** Absent where the function never ran. */
  responsePayload?: { errorType?: string; errorMessage?: string } | null;
}

function invocationRecordIn(content: object | undefined): InvocationRecord | undefined {
  const isRecord = content !== undefined && 'requestPayload' in content && 'requestContext' in content;
  return isRecord ? (content as unknown as InvocationRecord) : undefined;
}

function failureOf({ requestContext, responsePayload }: InvocationRecord): Failure {
  const { condition, functionArn, approximateInvokeCount } = requestContext;
  const { errorType, errorMessage } = responsePayload ?? {};
  return {
    error: condition ?? 'unknown',
    message: [errorType, errorMessage].filter((text) => text !== undefined).join(': '),
    rule: '',
    target: functionArn ?? '',
    retries: approximateInvokeCount === undefined ? '' : String(Math.max(0, approximateInvokeCount - 1)),
  };
}

function eventIn(content: unknown): DeadLetter['event'] {
  const event = content as DeadLetter['event'] | null;
  return typeof event?.['detail-type'] === 'string' && typeof event.source === 'string' ? event : undefined;
}

function requestIdIn(event: DeadLetter['event']): string | undefined {
  const id = (event?.detail as { metadata?: { id?: unknown } } | null | undefined)?.metadata?.id;
  return typeof id === 'string' ? id : undefined;
}

/** The name at the end of an ARN or a URL. */
export function lastPart(text: string): string {
  return text.slice(Math.max(text.lastIndexOf(':'), text.lastIndexOf('/')) + 1);
}
