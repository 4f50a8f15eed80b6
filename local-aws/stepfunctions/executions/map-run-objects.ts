/**
 * The objects a distributed Map reads its items from and writes its results to, as its machine's role; one that may not
 * be assumed fails as a call that is refused does.
 */

import { type Aws, AwsError, type Identity } from '../../core/aws.ts';
import type { MapRunCommand, MapRunEvent } from '../language/map-run/types.ts';
import type { Json, JsonObject } from '../language/model/json.ts';

type Reading = Extract<MapRunCommand, { type: 'read-items' }>;
type Writing = Extract<MapRunCommand, { type: 'write-results' }>;

export async function readItems(
  aws: Aws,
  { resource, parameters, load }: Reading,
  as: () => Identity,
): Promise<MapRunEvent> {
  try {
    const request = parameters as JsonObject;
    if (!resource.endsWith(':listObjectsV2'))
      return { type: 'items-read', output: { Body: await getObject(aws, request, as()) } };
    const listed = await listAll(aws, request, as());
    if (!load) return { type: 'items-read', output: { Contents: listed.map(item) } };
    const bodies: string[] = [];
    for (const { Key } of listed)
      bodies.push(await getObject(aws, { Bucket: request.Bucket, Key } as JsonObject, as()));
    return { type: 'items-read', output: { Bodies: bodies } };
  } catch (error) {
    return { type: 'items-read-failed', error: 'States.ItemReaderFailed', cause: causeOf(error) };
  }
}

export async function writeResults(aws: Aws, { bucket, objects }: Writing, as: () => Identity): Promise<MapRunEvent> {
  try {
    const identity = as();
    for (const { key, body } of objects) {
      const object = { Bucket: bucket, Key: key, Body: Buffer.from(body), ContentType: 'application/json' };
      await aws.call('s3', 'PutObject', object, { identity });
    }
    return { type: 'results-written' };
  } catch (error) {
    return { type: 'results-write-failed', error: 'States.ResultWriterFailed', cause: causeOf(error) };
  }
}

async function getObject(aws: Aws, parameters: JsonObject, identity: Identity): Promise<string> {
  const { Body: body = '' } = await aws.call<{ Body?: Uint8Array | string }>('s3', 'GetObject', parameters, {
    identity,
  });
  return typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
}

interface ListedObject {
  ETag?: string;
  Key?: string;
  LastModified?: Date;
  Size?: number;
  StorageClass?: string;
}

async function listAll(aws: Aws, parameters: JsonObject, identity: Identity): Promise<ListedObject[]> {
  const listed: ListedObject[] = [];
  for (let token: string | undefined; ; ) {
    const input = { ...parameters, ...(token === undefined ? {} : { ContinuationToken: token }) };
    const page = await aws.call<{ Contents?: ListedObject[]; NextContinuationToken?: string }>(
      's3',
      'ListObjectsV2',
      input,
      { identity },
    );
    listed.push(...(page.Contents ?? []));
    token = page.NextContinuationToken;
    if (token === undefined) return listed;
  }
}

/** A listed object as an item, spelt and ordered as AWS does; the time in whole seconds since 1970. */
function item({ ETag = '', Key = '', LastModified, Size = 0, StorageClass = 'STANDARD' }: ListedObject): Json {
  const seconds = Math.floor((LastModified ?? new Date(0)).getTime() / 1000);
  return { Etag: ETag, Key, LastModified: seconds, Size, StorageClass };
}

function causeOf(error: unknown): string {
  if (!(error instanceof AwsError)) return String(error);
  const details = `Service: Amazon S3; Status Code: ${error.status}; Error Code: ${error.code}`;
  return `${error.message} (${details}; Request ID: ${crypto.randomUUID()}; Proxy: null)`;
}
