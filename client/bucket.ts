import type { ListObjectVersionsOutput } from '@aws-sdk/client-s3';
import { ClientError } from './errors.ts';
import type { StackClient } from './stack-client.ts';

export interface StoredObject {
  key: string;
  modified: Date;
}

export interface StoredVersion extends StoredObject {
  versionId: string;
}

/** With the account that must own it. @throws ClientError where the deployed stack is older than the bucket. */
async function bucketOf(client: StackClient): Promise<{ Bucket: string; ExpectedBucketOwner?: string }> {
  const { name, outputs, machines } = await client.stack();
  const owner = machines[0]?.arn.split(':')[4];
  if (outputs.BucketName)
    return { Bucket: outputs.BucketName, ...(owner !== undefined && { ExpectedBucketOwner: owner }) };
  throw new ClientError('FAILED', `stack ${name} has no bucket`, 'deploy the stack again');
}

/** @returns undefined where there is no such object. */
export async function readText(client: StackClient, key: string, versionId?: string): Promise<string | undefined> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const s3 = await client.aws.s3();
  try {
    const { Body } = await s3.send(
      new GetObjectCommand({ ...(await bucketOf(client)), Key: key, VersionId: versionId }),
    );
    return await Body?.transformToString();
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}

/** @returns undefined where there is no such object. */
export async function readJson<Value>(client: StackClient, key: string): Promise<Value | undefined> {
  const text = await readText(client, key);
  return text === undefined ? undefined : (JSON.parse(text) as Value);
}

/** @returns undefined where there is no such object. */
export async function readFirstJson<Value>(client: StackClient, key: string): Promise<Value | undefined> {
  const text = await readFirstVersion(client, key);
  return text === undefined ? undefined : (JSON.parse(text) as Value);
}

export async function listObjects(client: StackClient, prefix: string): Promise<StoredObject[]> {
  const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
  const s3 = await client.aws.s3();
  const listed: StoredObject[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { ...(await bucketOf(client)), Prefix: prefix })) {
    for (const { Key, LastModified } of page.Contents ?? []) {
      listed.push({ key: Key ?? '', modified: LastModified ?? new Date(0) });
    }
  }
  return listed;
}

/** The first version of each object under a prefix: no later version, and no delete marker, stands in front of it. */
export async function listFirstVersions(client: StackClient, prefix: string): Promise<StoredVersion[]> {
  const { ListObjectVersionsCommand } = await import('@aws-sdk/client-s3');
  const s3 = await client.aws.s3();
  const bucket = await bucketOf(client);
  const first = new Map<string, StoredVersion>();
  let from: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
  while (from !== undefined) {
    const page: ListObjectVersionsOutput = await s3.send(
      new ListObjectVersionsCommand({ ...bucket, Prefix: prefix, ...from }),
    );
    // S3 lists the newest version of an object first.
    for (const { Key: key = '', VersionId: versionId = '', LastModified: modified = new Date(0) } of page.Versions ??
      [])
      first.set(key, { key, versionId, modified });
    from = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined;
  }
  return [...first.values()];
}

/** @returns undefined where there is no such object. */
export async function readFirstVersion(client: StackClient, key: string): Promise<string | undefined> {
  const version = (await listFirstVersions(client, key)).find((one) => one.key === key);
  return version && readText(client, key, version.versionId);
}
