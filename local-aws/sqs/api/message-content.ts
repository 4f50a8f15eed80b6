import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { AwsError } from '../../core/aws.ts';
import { missingParameter } from './errors.ts';

const MOST_ATTRIBUTES = 10;

/** "Any characters not included in this list are rejected" (API reference, SendMessage): what XML 1.0 can carry. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** @throws AwsError MissingParameter, InvalidMessageContents */
export function refuseBody(body: string): void {
  if (body === '') throw missingParameter('MessageBody');
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

/** In bytes: names, types and values of attributes count as the body does. */
export function sizeOf(body: string, attributes: Readonly<Record<string, MessageAttributeValue>> = {}): number {
  const parts = Object.entries(attributes).map(
    ([name, { DataType = '', StringValue = '', BinaryValue = '' }]) =>
      Buffer.byteLength(name + DataType + StringValue) +
      (typeof BinaryValue === 'string' ? Buffer.byteLength(BinaryValue, 'base64') : BinaryValue.byteLength),
  );
  return parts.reduce((sum, part) => sum + part, Buffer.byteLength(body));
}

/** @throws AwsError InvalidParameterValue */
export function refuseSize(
  body: string,
  attributes: Readonly<Record<string, MessageAttributeValue>>,
  longest: number,
): void {
  if (sizeOf(body, attributes) > longest)
    throw invalid(`One or more parameters are invalid. Reason: Message must be shorter than ${longest} bytes.`);
}

const LONGEST_NAME = 256;

function refuseAttributeName(name: string): void {
  if (name.length > LONGEST_NAME)
    throw invalid(`Length of message attribute name must be less than ${LONGEST_NAME} bytes.`);
  if (/^[\w-]+(\.[\w-]+)*$/.test(name) && !/^(aws|amazon)\./i.test(name)) return;
  throw invalid(
    `The message (user) attribute name '${name}' is invalid: letters, digits, '_', '-' and single '.' inside, and no AWS. or Amazon. first.`,
  );
}

function refuseAttribute(name: string, { DataType = '', StringValue, BinaryValue }: MessageAttributeValue): void {
  refuseAttributeName(name);
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
