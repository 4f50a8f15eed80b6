/** MD5 digests, by which clients check messages. */

import { createHash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';

export function md5(text: string | Buffer): string {
  return createHash('md5').update(text).digest('hex');
}

/** "Calculating the MD5 message digest for message attributes": length-prefixed, in the order of their names. */
export function md5OfAttributes(attributes: Record<string, MessageAttributeValue>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const parts = names.flatMap((name) => {
    const { DataType = 'String', StringValue, BinaryValue } = attributes[name] as MessageAttributeValue;
    const isBinary = DataType.startsWith('Binary');
    return [
      counted(name),
      counted(DataType),
      Buffer.from([isBinary ? 2 : 1]),
      counted(isBinary ? bytes(BinaryValue) : (StringValue ?? '')),
    ];
  });
  return md5(Buffer.concat(parts));
}

function counted(content: string | Buffer): Buffer {
  const buffer = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(buffer.length);
  return Buffer.concat([length, buffer]);
}

/** Binary values come as base64 text over JSON. */
function bytes(value: unknown): Buffer {
  return typeof value === 'string'
    ? Buffer.from(value, 'base64')
    : Buffer.from((value as Uint8Array | undefined) ?? []);
}
