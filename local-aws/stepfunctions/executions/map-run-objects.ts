/**
 * The objects a distributed Map reads its items from and writes its results to, as its machine's role; one that may not
 * be assumed fails as a call that is refused does.
 */

import { type Aws, AwsError, type Identity } from '../../core/aws.ts';
import type { MapRunCommand, MapRunEvent } from '../language/map-run/types.ts';
import type { Json, JsonObject } from '../language/model/json.ts';

type Reading = Extract<MapRunCommand, { type: 'read-items' }>;
type Writing = Extract<MapRunCommand, { type: 'write-results' }>;

export async function readItems(aws: Aws, { resource, parameters }: Reading, as: () => Identity): Promise<MapRunEvent> {
  try {
    const read = resource.endsWith(':listObjectsV2') ? listAll : getObject;
    return { type: 'items-read', output: await read(aws, parameters as JsonObject, as()) };
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

async function getObject(aws: Aws, parameters: JsonObject, identity: Identity): Promise<Json> {
  const { Body: body = '' } = await aws.call<{ Body?: Uint8Array | string }>('s3', 'GetObject', parameters, {
    identity,
  });
  return { Body: typeof body === 'string' ? body : Buffer.from(body).toString('utf8') };
}

interface Page {
  Contents?: { [key: string]: unknown }[];
  NextContinuationToken?: string;
}

async function listAll(aws: Aws, parameters: JsonObject, identity: Identity): Promise<Json> {
  const contents: Json[] = [];
  for (let token: string | undefined; ; ) {
    const input = { ...parameters, ...(token === undefined ? {} : { ContinuationToken: token }) };
    const page: Page = await aws.call<Page>('s3', 'ListObjectsV2', input, { identity });
    for (const object of page.Contents ?? []) contents.push(item(object));
    token = page.NextContinuationToken;
    if (token === undefined) return { Contents: contents };
  }
}

/** A listed object as an item: its time is in seconds since 1970 there. */
function item(object: { [key: string]: unknown }): Json {
  const time = object.LastModified;
  return {
    ...(object as JsonObject),
    ...(time instanceof Date ? { LastModified: time.getTime() / 1000 } : {}),
  };
}

function causeOf(error: unknown): string {
  if (!(error instanceof AwsError)) return String(error);
  const details = `Service: Amazon S3; Status Code: ${error.status}; Error Code: ${error.code}`;
  return `${error.message} (${details}; Request ID: ${crypto.randomUUID()}; Proxy: null)`;
}
