import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Services, START, startServices } from './services.ts';

let aws: Services;
let client: S3Client;

beforeAll(async () => {
  aws = await startServices();
  client = new S3Client({ ...aws.config, forcePathStyle: true });
});
afterAll(() => aws.close());

const create = (Bucket: string) => client.send(new CreateBucketCommand({ Bucket }));
const put = (Bucket: string, Key: string) => client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
const drop = (Bucket: string) => client.send(new DeleteBucketCommand({ Bucket }));
const remove = (Bucket: string, keys: string[], Quiet?: boolean) =>
  client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })), Quiet } }));

it('an account’s buckets are listed by name, page by page', async () => {
  for (const name of ['list-b', 'list-a', 'list-c']) await create(name);
  await aws.call('s3', 'CreateBucket', { Bucket: 'list-foreign' }, { account: '999999999999' });
  const first = await client.send(new ListBucketsCommand({ Prefix: 'list-', MaxBuckets: 2 }));
  expect(first.Buckets?.map(({ Name }) => Name)).toEqual(['list-a', 'list-b']);
  expect(first.Buckets?.[0]?.CreationDate?.getTime()).toBeGreaterThanOrEqual(START);
  const { ContinuationToken } = first;
  const rest = await client.send(new ListBucketsCommand({ Prefix: 'list-', ContinuationToken }));
  expect(rest.Buckets?.map(({ Name, BucketRegion }) => [Name, BucketRegion])).toEqual([['list-c', 'us-east-1']]);
  expect(rest.ContinuationToken).toBeUndefined();
  const bad = client.send(new ListBucketsCommand({ ContinuationToken: 'bad' }));
  await expect(bad).rejects.toMatchObject({ name: 'InvalidArgument' });
});

it('a bucket is deleted when it is empty, with its uploads', async () => {
  await create('gone');
  await put('gone', 'k');
  await client.send(new CreateMultipartUploadCommand({ Bucket: 'gone', Key: 'k' }));
  await expect(drop('gone')).rejects.toMatchObject({ name: 'BucketNotEmpty', $metadata: { httpStatusCode: 409 } });
  await remove('gone', ['k']);
  await drop('gone');
  await expect(drop('gone')).rejects.toMatchObject({ name: 'NoSuchBucket' });
});

it('many objects are deleted in one request, each with its own answer', async () => {
  const Bucket = 'many';
  const keys = ['a & "b"', 'c<d>\r', 'kept/e'];
  await create(Bucket);
  for (const key of keys) await put(Bucket, key);
  const Statement = [
    { Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: `arn:aws:s3:::${Bucket}/kept/*` },
  ];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const { Deleted, Errors } = await remove(Bucket, [...keys, 'never there']);
  expect(Deleted?.map(({ Key }) => Key)).toEqual([keys[0], expect.stringMatching(/^c<d>/), 'never there']);
  expect(Errors).toMatchObject([{ Key: 'kept/e', Code: 'AccessDenied' }]);
  const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket }));
  expect(Versions?.map(({ Key }) => Key)).toEqual(['kept/e']);
  expect((await remove(Bucket, ['kept/e', 'x'], true)).Deleted).toBeUndefined();
  await expect(remove(Bucket, [])).rejects.toMatchObject({ name: 'MalformedXML' });
});

it('a delete marker that is made is told, and one that is deleted', async () => {
  const Bucket = 'marked';
  await create(Bucket);
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  await put(Bucket, 'k');
  const made = (await remove(Bucket, ['k'])).Deleted?.[0];
  expect(made).toEqual({ Key: 'k', DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) });
  await expect(drop(Bucket)).rejects.toMatchObject({ message: expect.stringContaining('all versions') });
  const Objects = [{ Key: 'k', VersionId: made?.DeleteMarkerVersionId }];
  const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(Deleted).toMatchObject([{ Key: 'k', VersionId: made?.DeleteMarkerVersionId, DeleteMarker: true }]);
});
