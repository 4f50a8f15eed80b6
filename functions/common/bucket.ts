/** The stack's bucket: JSON objects, read and written by key. */

import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { bucketName } from './keys.ts';

/** Where an object is stored. */
export interface Stored {
  bucket: string;
  key: string;
  versionId?: string;
}

const MAX_CONCURRENCY = 20;

export function putJson(s3: S3Client, key: string, value: unknown, keepUntil?: Date): Promise<Stored> {
  return putText(s3, key, JSON.stringify(value), keepUntil);
}

/** @param keepUntil nobody may delete this version before. */
export async function putText(s3: S3Client, key: string, text: string, keepUntil?: Date): Promise<Stored> {
  const bucket = bucketName();
  const { VersionId } = await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: text,
      ContentType: 'application/json',
      ...(keepUntil !== undefined && { ObjectLockMode: 'GOVERNANCE' as const, ObjectLockRetainUntilDate: keepUntil }),
    }),
  );
  return { bucket, key, ...(VersionId !== undefined && { versionId: VersionId }) };
}

/** @throws S3ServiceException PreconditionFailed where there is an object of this key. */
export async function putNewJson(s3: S3Client, key: string, value: unknown, keepUntil: Date): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: bucketName(),
      Key: key,
      Body: JSON.stringify(value),
      ContentType: 'application/json',
      IfNoneMatch: '*',
      ObjectLockMode: 'GOVERNANCE',
      ObjectLockRetainUntilDate: keepUntil,
    }),
  );
}

export async function getJson<T>(s3: S3Client, key: string): Promise<T> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucketName(), Key: key }));
  return JSON.parse((await Body?.transformToString()) ?? 'null') as T;
}

/** Every object under the prefix, in the order of their keys. */
export async function getAllJson<T>(s3: S3Client, prefix: string): Promise<T[]> {
  const keys: string[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucketName(), Prefix: prefix })) {
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
  }
  const all: T[] = [];
  for (let from = 0; from < keys.length; from += MAX_CONCURRENCY) {
    all.push(...(await Promise.all(keys.slice(from, from + MAX_CONCURRENCY).map((key) => getJson<T>(s3, key)))));
  }
  return all;
}
