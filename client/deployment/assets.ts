/** Templates and code in the deployment bucket, each under the hash of its content: what is there is not uploaded again. */

import { createHash } from 'node:crypto';
import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { mapConcurrently } from '../concurrency.ts';
import type { StackClient } from '../stack-client.ts';

/** The deployment bucket, with the account that must own it: a bucket's name may come to belong to somebody else. */
export interface DeploymentBucket {
  Bucket: string;
  ExpectedBucketOwner: string;
}

export interface Asset {
  key: string;
  bytes: Uint8Array;
}

const PREFIX = 'offboard/';

/** @param extension `zip` or `json`. */
export function assetOf(bytes: Uint8Array, extension: string): Asset {
  return { key: `${PREFIX}${createHash('sha256').update(bytes).digest('hex')}.${extension}`, bytes };
}

/** @returns how many were not there. */
export async function uploadAssets(
  client: StackClient,
  bucket: DeploymentBucket,
  assets: readonly Asset[],
): Promise<number> {
  const s3 = await client.aws.s3();
  const uploads = await mapConcurrently(assets, async ({ key, bytes }) => {
    const ChecksumSHA256 = createHash('sha256').update(bytes).digest('base64');
    const object = { ...bucket, Key: key };
    const found = await s3.send(new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' })).catch((error: Error) => {
      if (error.name === 'NotFound') return undefined;
      throw error;
    });
    // A name is no proof of a content: S3 has computed this sum itself.
    if (found?.ChecksumSHA256 === ChecksumSHA256) return 0;
    await s3.send(new PutObjectCommand({ ...object, Body: bytes, ChecksumSHA256 }));
    return 1;
  });
  return uploads.filter((count) => count > 0).length;
}

/** What the deployed template does not name: it is needed for no rollback. */
export async function pruneAssets(
  client: StackClient,
  bucket: DeploymentBucket,
  kept: readonly Asset[],
): Promise<void> {
  const keys = new Set(kept.map(({ key }) => key));
  await deleteObjects(client, bucket, PREFIX, (key) => !keys.has(key));
}

/** CloudFormation deletes no bucket that holds something. */
export function emptyBucket(client: StackClient, bucket: DeploymentBucket): Promise<void> {
  return deleteObjects(client, bucket, '', () => true);
}

async function deleteObjects(
  { aws }: StackClient,
  bucket: DeploymentBucket,
  Prefix: string,
  isMeant: (key: string) => boolean,
): Promise<void> {
  const s3 = await aws.s3();
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { ...bucket, Prefix })) {
    const keys = Contents.flatMap(({ Key = '' }) => (isMeant(Key) ? [Key] : []));
    await mapConcurrently(keys, (Key) => s3.send(new DeleteObjectCommand({ ...bucket, Key })));
  }
}

/** As CloudFormation reads it. */
export function assetUrl({ connection }: StackClient, { Bucket }: DeploymentBucket, { key }: Asset): string {
  const { endpoint, region } = connection;
  return endpoint === undefined
    ? `https://${Bucket}.s3.${region}.amazonaws.com/${key}`
    : `${endpoint}/${Bucket}/${key}`;
}
