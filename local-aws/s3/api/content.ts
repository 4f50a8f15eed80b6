/** How an object is stored and described: storage class, encryption, headers that readers get. */

import { AwsError } from '../../core/aws.ts';
import type { Version } from '../state/buckets.ts';
import { notServed } from './errors.ts';
import { CONTENT_HEADERS } from './object-binding.ts';

const STORAGE_CLASSES = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
];
/** They are read after a restore, which is not served. */
const ARCHIVES = ['GLACIER', 'DEEP_ARCHIVE'];

/** @throws AwsError InvalidStorageClass */
export function storageClassOf({ StorageClass }: { StorageClass?: string }): string | undefined {
  if (StorageClass === undefined || StorageClass === 'STANDARD') return undefined;
  if (STORAGE_CLASSES.includes(StorageClass)) return StorageClass;
  throw new AwsError('InvalidStorageClass', 'The storage class you specified is not valid');
}

/** @throws AwsError InvalidObjectState */
export function refuseArchived({ storageClass }: Version): void {
  if (!storageClass || !ARCHIVES.includes(storageClass)) return;
  throw new AwsError('InvalidObjectState', "The operation is not valid for the object's storage class", {
    status: 403,
    fields: { StorageClass: storageClass },
  });
}

const KMS = ['aws:kms', 'aws:kms:dsse', 'aws:fsx'];

/** @throws AwsError for another encryption than by S3's own keys. */
export function refuseEncryption({ ServerSideEncryption: asked }: { ServerSideEncryption?: string }): void {
  if (asked === undefined || asked === 'AES256') return;
  if (KMS.includes(asked)) throw notServed(`encryption by ${asked}`);
  throw new AwsError(
    'InvalidEncryptionAlgorithmError',
    'The encryption request you specified is not valid. Supported value: AES256.',
  );
}

/** What HTTP can carry; S3 says the same of headers that an address asks for. */
const LATIN = /^[\x20-\x7e\xa0-\xff]*$/;

/** @throws AwsError InvalidArgument */
export function contentHeaders(input: object): Record<string, string> {
  const given = Object.values(CONTENT_HEADERS).flatMap((member) => {
    const value = Reflect.get(input, member) as unknown;
    const text = value instanceof Date ? value.toUTCString() : String(value ?? '');
    const shown = member === 'ContentEncoding' ? withoutChunks(text) : text;
    return shown === '' ? [] : [[member, latin(member, shown)] as const];
  });
  return Object.fromEntries(given);
}

/** `aws-chunked` is how the body was sent, not what it is. */
function withoutChunks(encoding: string): string {
  return encoding
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== 'aws-chunked')
    .join(',');
}

/** Query parameter -> member: headers that the reader asks for in place of the object's own. */
export const RESPONSE_HEADERS = {
  'response-cache-control': 'ResponseCacheControl',
  'response-content-disposition': 'ResponseContentDisposition',
  'response-content-encoding': 'ResponseContentEncoding',
  'response-content-language': 'ResponseContentLanguage',
  'response-content-type': 'ResponseContentType',
  'response-expires': 'ResponseExpires',
};

/** @throws AwsError InvalidArgument */
export function responseHeaders(input: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(RESPONSE_HEADERS).flatMap(([parameter, member]) => {
      const value = Reflect.get(input, member) as unknown;
      if (value === undefined) return [];
      const text = value instanceof Date ? value.toUTCString() : String(value);
      return [[member.slice('Response'.length), latin(parameter, text)] as const];
    }),
  );
}

function latin(name: string, text: string): string {
  if (LATIN.test(text)) return text;
  throw new AwsError('InvalidArgument', 'Header value cannot be represented using ISO-8859-1.', {
    fields: { ArgumentName: name, ArgumentValue: text },
  });
}
