/** JSON as AWS writes it: Dates are epoch seconds, blobs are base64, undefined members are left out. */

import { AwsError } from '../core/aws.ts';

export function writeJson(value: unknown): string {
  return JSON.stringify(value ?? {}, replace) ?? '{}';
}

function replace(this: unknown, key: string, value: unknown): unknown {
  if (typeof value !== 'string' && typeof value !== 'object') return value;
  // JSON.stringify has already called toJSON, so the original is read from its holder.
  const original = (this as Record<string, unknown>)[key];
  if (original instanceof Date) return original.getTime() / 1000;
  if (original instanceof Uint8Array) return Buffer.from(original).toString('base64');
  return value;
}

/** @throws AwsError SerializationException where the text is no JSON object. */
export function readJson(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AwsError('SerializationException', 'Start of structure or map found where not expected.');
  }
  return value as Record<string, unknown>;
}
