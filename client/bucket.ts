/** The stack's bucket, read only: plans, evidence and the results of items. */

import { ClientError } from './errors.ts';
import type { StackClient } from './stack-client.ts';

export interface StoredObject {
  key: string;
  modified: Date;
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
export async function readText(client: StackClient, key: string): Promise<string | undefined> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const s3 = await client.aws.s3();
  try {
    const { Body } = await s3.send(new GetObjectCommand({ ...(await bucketOf(client)), Key: key }));
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

/** The objects under a prefix, by key. */
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
