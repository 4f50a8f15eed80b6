import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { bucket } from './keys.ts';

export interface Stored {
  bucket: string;
  key: string;
  versionId?: string;
}

const MAX_CONCURRENCY = 20;

export async function putJson(s3: S3Client, key: string, value: unknown): Promise<Stored> {
  const { VersionId } = await s3.send(
    new PutObjectCommand({
      ...bucket(),
      Key: key,
      Body: JSON.stringify(value),
      ContentType: 'application/json',
    }),
  );
  return stored(key, VersionId);
}

/** Writes an object unless there is one under the key: the first write counts. */
export async function putNewJson(s3: S3Client, key: string, value: unknown): Promise<void> {
  const Body = JSON.stringify(value);
  await s3
    .send(new PutObjectCommand({ ...bucket(), Key: key, Body, ContentType: 'application/json', IfNoneMatch: '*' }))
    .catch(unlessTaken);
}

/** What another write came before with: S3 answers 409 while that one is still going on. */
const TAKEN = ['PreconditionFailed', 'ConditionalRequestConflict'];

/**
 * Writes an object under Object Lock, once, and reads it back. Writing the same bytes again changes nothing.
 * @param keepUntil nobody may delete it before.
 * @throws Error where the bucket holds other bytes under this key.
 */
export async function putOnce(
  s3: S3Client,
  key: string,
  { text, keepUntil, abortSignal }: { text: string; keepUntil: Date; abortSignal?: AbortSignal },
): Promise<Stored> {
  const options = abortSignal === undefined ? {} : { abortSignal };
  await s3.send(lockedPut(key, text, keepUntil), options).catch(unlessTaken);
  const { Body, VersionId } = await s3.send(new GetObjectCommand({ ...bucket(), Key: key }), options);
  const held = createHash('sha256');
  // By chunks: evidence of many items would not fit a second time.
  for await (const chunk of (Body as AsyncIterable<Uint8Array> | undefined) ?? []) held.update(chunk);
  if (held.digest('hex') === createHash('sha256').update(text).digest('hex')) return stored(key, VersionId);
  throw new Error(`The bucket holds another object under ${key}.`);
}

function unlessTaken(error: unknown): void {
  if (!(error instanceof Error && TAKEN.includes(error.name))) throw error;
}

function lockedPut(key: string, text: string, keepUntil: Date): PutObjectCommand {
  return new PutObjectCommand({
    ...bucket(),
    Key: key,
    Body: text,
    ContentType: key.endsWith('.json') ? 'application/json' : 'application/x-pem-file',
    IfNoneMatch: '*',
    ObjectLockMode: process.env.OBJECT_LOCK_MODE === 'COMPLIANCE' ? 'COMPLIANCE' : 'GOVERNANCE',
    ObjectLockRetainUntilDate: keepUntil,
  });
}

function stored(key: string, versionId: string | undefined): Stored {
  return { bucket: bucket().Bucket, key, ...(versionId !== undefined && { versionId }) };
}

export async function getJson<T>(s3: S3Client, key: string): Promise<T> {
  return JSON.parse(await getText(s3, key)) as T;
}

async function getText(s3: S3Client, key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ ...bucket(), Key: key }));
  return (await Body?.transformToString()) ?? 'null';
}

export async function getAllJson<T>(s3: S3Client, prefix: string): Promise<T[]> {
  return (await getAllTexts(s3, prefix)).map((text) => JSON.parse(text) as T);
}

/** Every object under the prefix, in the order of their keys. */
export async function getAllTexts(s3: S3Client, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { ...bucket(), Prefix: prefix })) {
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
  }
  const all: string[] = [];
  for (let from = 0; from < keys.length; from += MAX_CONCURRENCY) {
    all.push(...(await Promise.all(keys.slice(from, from + MAX_CONCURRENCY).map((key) => getText(s3, key)))));
  }
  return all;
}
