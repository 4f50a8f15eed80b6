/** Validates bodies and attributes of messages. */

import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { AwsError } from '../../core/aws.ts';
import { missingParameter } from './errors.ts';

const MOST_ATTRIBUTES = 10;

/** "Any characters not included in this list are rejected" (API reference, SendMessage): what XML 1.0 can carry. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** @throws AwsError MissingParameter, InvalidParameterValue, InvalidMessageContents */
export function refuseBody(body: string, longest: number): void {
  if (body === '') throw missingParameter('MessageBody');
  if (Buffer.byteLength(body) > longest)
    throw invalid(`One or more parameters are invalid. Reason: Message must be shorter than ${longest} bytes.`);
  const [found] = FORBIDDEN.exec(body) ?? [];
  if (found !== undefined) {
    throw new AwsError(
      'InvalidMessageContents',
      `Invalid binary character '#x${found.codePointAt(0)?.toString(16).toUpperCase()}' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF`,
    );
  }
}

/** @throws AwsError InvalidParameterValue */
export function refuseMessageAttributes(attributes: Readonly<Record<string, MessageAttributeValue>>): void {
  const entries = Object.entries(attributes);
  if (entries.length > MOST_ATTRIBUTES)
    throw invalid(`Number of message attributes [${entries.length}] exceeds the allowed maximum [${MOST_ATTRIBUTES}].`);
  for (const [name, attribute] of entries) refuseAttribute(name, attribute);
}

function refuseAttribute(name: string, { DataType = '', StringValue, BinaryValue }: MessageAttributeValue): void {
  if (DataType === '') throw invalid(`The message attribute '${name}' must contain non-empty message attribute type.`);
  const [type = ''] = DataType.split('.');
  if (!/^(String|Number|Binary)$/.test(type)) {
    throw invalid(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  const value = type === 'Binary' ? BinaryValue : StringValue;
  if (value === undefined || value.length === 0)
    throw invalid(`Message (user) attribute '${name}' must contain a non-empty value of type '${DataType}'.`);
  if (type === 'Number' && (StringValue?.trim() === '' || Number.isNaN(Number(StringValue))))
    throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}
