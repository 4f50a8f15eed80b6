import { crc32 } from 'node:zlib';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refusal, type Services, START, startServices } from './services.ts';

let aws: Services;
let client: S3Client;
const Bucket = 'offboard-dev-evidence';

beforeAll(async () => {
  aws = await startServices();
  client = new S3Client({ ...aws.config, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
});

afterAll(() => aws.close());

const put = (Key: string, Body: string, extra = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...extra }));

async function read(Key: string, VersionId?: string): Promise<string | undefined> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, VersionId }));
  return Body?.transformToString();
}

it('a bucket with Object Lock is versioned, and says where it is', async () => {
  await client.send(new HeadBucketCommand({ Bucket }));
  expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
  expect((await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint ?? '').toBe('');
  const suspend = new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } });
  await expect(client.send(suspend)).rejects.toMatchObject({ name: 'InvalidBucketState' });
});

it("one's own bucket is made once, and again without harm in us-east-1 alone", async () => {
  const tied = { Bucket: 'tied', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } } as const;
  await client.send(new CreateBucketCommand(tied));
  await expect(client.send(new CreateBucketCommand(tied))).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
  const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket: 'tied' }));
  expect(LocationConstraint).toBe('eu-west-1');
  await client.send(new CreateBucketCommand({ Bucket }));
  expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
  const elsewhere = { region: 'eu-west-1' };
  const illegal = { Bucket: 'illegal', CreateBucketConfiguration: { LocationConstraint: 'eu-north-1' } };
  expect(await refusal(aws.call('s3', 'CreateBucket', illegal, elsewhere))).toMatchObject({
    code: 'IllegalLocationConstraintException',
  });
});

it.each([
  ['IfMatch', 'its tag', 200],
  ['IfMatch', '"another"', 412],
  ['IfNoneMatch', 'its tag', 304],
  ['IfNoneMatch', '"another"', 200],
  ['IfModifiedSince', START - 1_000, 200],
  ['IfModifiedSince', START + 3_600_000, 304],
  ['IfUnmodifiedSince', START - 1_000, 412],
  ['IfUnmodifiedSince', START + 3_600_000, 200],
] as const)('a read on condition of %s %s answers %i', async (condition, value, status) => {
  const { ETag } = await put('conditional', 'x');
  const asked = typeof value === 'number' ? new Date(value) : value === 'its tag' ? ETag : value;
  for (const command of [GetObjectCommand, HeadObjectCommand]) {
    const answer = client.send(new command({ Bucket, Key: 'conditional', [condition]: asked }));
    const seen = await answer.then(
      ({ $metadata }) => $metadata.httpStatusCode,
      (error) => error.$metadata.httpStatusCode,
    );
    expect(seen).toBe(status);
  }
});

it('a listing refuses a token that it did not give', async () => {
  const list = new ListObjectsV2Command({ Bucket, ContinuationToken: 'x' });
  await expect(client.send(list)).rejects.toMatchObject({ name: 'InvalidArgument' });
  const versions = new ListObjectVersionsCommand({ Bucket, VersionIdMarker: 'x' });
  await expect(client.send(versions)).rejects.toMatchObject({ name: 'InvalidArgument' });
});

it('what was written is read back, with its type, tag and version; an older version too', async () => {
  const first = await put('plans/a b/ü.json', '{"n":1}', { ContentType: 'application/json' });
  const second = await put('plans/a b/ü.json', '{"n":2}');
  expect(await read('plans/a b/ü.json')).toBe('{"n":2}');
  expect(await read('plans/a b/ü.json', first.VersionId)).toBe('{"n":1}');
  const head = await client.send(
    new HeadObjectCommand({ Bucket, Key: 'plans/a b/ü.json', VersionId: first.VersionId ?? '' }),
  );
  expect(head).toMatchObject({ ContentType: 'application/json', ContentLength: 7, ETag: first.ETag });
  expect(head.LastModified?.getTime()).toBeGreaterThanOrEqual(START);
  expect(second.VersionId).not.toBe(first.VersionId);
});

it('If-None-Match writes once', async () => {
  await put('head', 'one', { IfNoneMatch: '*' });
  await expect(put('head', 'two', { IfNoneMatch: '*' })).rejects.toMatchObject({
    name: 'PreconditionFailed',
    $metadata: { httpStatusCode: 412 },
  });
  expect(await read('head')).toBe('one');
});

it('a delete leaves a marker, under which the object is still there', async () => {
  const { VersionId } = await put('gone', 'x');
  expect(await client.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }))).toMatchObject({ DeleteMarker: true });
  await expect(read('gone')).rejects.toMatchObject({ name: 'NoSuchKey' });
  await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'gone' }))).rejects.toMatchObject({ name: 'NotFound' });
  expect(await read('gone', VersionId)).toBe('x');
  const { Versions, DeleteMarkers } = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'gone' }));
  expect(Versions).toMatchObject([{ Key: 'gone', VersionId, IsLatest: false, Size: 1 }]);
  expect(DeleteMarkers).toMatchObject([{ Key: 'gone', IsLatest: true }]);
});

it('a retained version cannot be deleted before its time, by whoever it is', async () => {
  const until = new Date(aws.clock.now() + 3_600_000);
  const lock = { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until };
  const { VersionId } = await put('evidence', 'proof', lock);
  const end = () =>
    client.send(new DeleteObjectCommand({ Bucket, Key: 'evidence', VersionId, BypassGovernanceRetention: true }));
  await expect(end()).rejects.toMatchObject({ name: 'AccessDenied', message: expect.stringContaining('object lock') });
  const { ObjectLockRetainUntilDate } = await client.send(new HeadObjectCommand({ Bucket, Key: 'evidence' }));
  expect(ObjectLockRetainUntilDate?.toISOString()).toBe(until.toISOString());
  await expect(
    put('evidence', 'x', { ObjectLockMode: 'FOREVER', ObjectLockRetainUntilDate: until }),
  ).rejects.toMatchObject({ name: 'InvalidArgument' });
  await aws.pass(3_601);
  await end();
  await expect(read('evidence')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

it('a bucket keeps what is written for as long as it is set to, and its policy', async () => {
  const configuration = {
    ObjectLockEnabled: 'Enabled',
    Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 2 } },
  } as const;
  await client.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: configuration }));
  const read = await client.send(new GetObjectLockConfigurationCommand({ Bucket }));
  expect(read.ObjectLockConfiguration).toEqual(configuration);
  const { VersionId } = await put('kept', 'x');
  const end = (BypassGovernanceRetention: boolean) =>
    client.send(new DeleteObjectCommand({ Bucket, Key: 'kept', VersionId, BypassGovernanceRetention }));
  await expect(end(false)).rejects.toMatchObject({ name: 'AccessDenied' });
  await end(true);
  await client.send(
    new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }),
  );
  const Policy = '{"Version":"2012-10-17","Statement":[]}';
  await expect(client.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
    name: 'NoSuchBucketPolicy',
  });
  await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  expect((await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
});

it("a bucket's policy can demand If-None-Match, and keep writes and deletions to one role", async () => {
  const locked = { Bucket: 'locked' };
  await client.send(new CreateBucketCommand(locked));
  const deny = (Action: string[], Condition: object) => ({
    Effect: 'Deny',
    Principal: '*',
    Action,
    Resource: 'arn:aws:s3:::locked/kept/*',
    Condition,
  });
  const Statement = [
    deny(['s3:PutObject'], { Null: { 's3:if-none-match': true }, Bool: { 's3:ObjectCreationOperation': true } }),
    deny(['s3:DeleteObject'], { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/break-glass' } }),
  ];
  await client.send(new PutBucketPolicyCommand({ ...locked, Policy: JSON.stringify({ Statement }) }));
  const write = (Key: string, extra = {}) => client.send(new PutObjectCommand({ ...locked, Key, Body: 'x', ...extra }));
  await write('other/a');
  await expect(write('kept/a')).rejects.toMatchObject({ name: 'AccessDenied' });
  await write('kept/a', { IfNoneMatch: '*' });
  await expect(write('kept/a', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await expect(client.send(new DeleteObjectCommand({ ...locked, Key: 'kept/a' }))).rejects.toMatchObject({
    name: 'AccessDenied',
  });
});

it('a request is refused where another account owns the bucket than it expects', async () => {
  const account = '111122223333';
  await put('owned', 'x', { ExpectedBucketOwner: account });
  const read = (ExpectedBucketOwner: string) =>
    client.send(new GetObjectCommand({ Bucket, Key: 'owned', ExpectedBucketOwner }));
  expect((await read(account)).ContentLength).toBe(1);
  await expect(read('999999999999')).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(put('owned', 'y', { ExpectedBucketOwner: '999999999999' })).rejects.toMatchObject({
    name: 'AccessDenied',
  });
});

it('keys are listed in order, by prefix, below delimiters and page by page', async () => {
  for (const key of ['list/1', 'list/2/a', 'list/2/b', 'list/3', 'other']) await put(key, key);
  const folders = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/', Delimiter: '/' }));
  expect(folders.Contents?.map(({ Key }) => Key)).toEqual(['list/1', 'list/3']);
  expect(folders.CommonPrefixes).toEqual([{ Prefix: 'list/2/' }]);
  const keys: (string | undefined)[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'list/', MaxKeys: 3, ContinuationToken }),
    );
    keys.push(...(page.Contents ?? []).map(({ Key }) => Key));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  expect(keys).toEqual(['list/1', 'list/2/a', 'list/2/b', 'list/3']);
});

it('metadata comes back with the object, up to 2 KB of it', async () => {
  await put('described', 'x', { Metadata: { plan: '7', 'approved-by': 'someone' } });
  const Metadata = { plan: '7', 'approved-by': 'someone' };
  expect(await client.send(new GetObjectCommand({ Bucket, Key: 'described' }))).toMatchObject({ Metadata });
  expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'described' }))).toMatchObject({ Metadata });
  await expect(put('described', 'y', { Metadata: { long: 'x'.repeat(2045) } })).rejects.toMatchObject({
    name: 'MetadataTooLarge',
  });
});

it('an object is read in parts', async () => {
  await put('letters', 'abcdef');
  const part = async (Range: string) => {
    const { Body, ContentRange, $metadata } = await client.send(
      new GetObjectCommand({ Bucket, Key: 'letters', Range }),
    );
    return [$metadata.httpStatusCode, ContentRange, await Body?.transformToString()];
  };
  expect(await part('bytes=1-2')).toEqual([206, 'bytes 1-2/6', 'bc']);
  expect(await part('bytes=4-99')).toEqual([206, 'bytes 4-5/6', 'ef']);
  expect(await part('bytes=3-')).toEqual([206, 'bytes 3-5/6', 'def']);
  expect(await part('bytes=-2')).toEqual([206, 'bytes 4-5/6', 'ef']);
  expect(await part('lines=1-2')).toEqual([200, undefined, 'abcdef']);
  await expect(part('bytes=6-')).rejects.toMatchObject({
    name: 'InvalidRange',
    $metadata: { httpStatusCode: 416 },
  });
});

it('what is not served overwrites nothing', async () => {
  await put('tagged', 'content');
  const tag = new PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging: { TagSet: [] } });
  await expect(client.send(tag)).rejects.toMatchObject({ name: 'MethodNotAllowed' });
  expect(await read('tagged')).toBe('content');
});

function checksumOf(text: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return bytes.toString('base64');
}

// As clients send a body whose checksum they only know at its end.
it.each([
  { 'content-encoding': 'aws-chunked' },
  { 'content-encoding': 'aws-chunked', 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' },
])('a body in chunks with a trailer arrives whole: %j', async (said) => {
  const large = 'stream'.repeat(2000);
  const write = (checksum: string, body = `2ee0\r\n${large}\r\n2\r\ned\r\n0\r\n`) =>
    fetch(`${aws.config.endpoint}/${Bucket}/chunked`, {
      method: 'PUT',
      headers: {
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0a',
        ...said,
        'x-amz-trailer': 'x-amz-checksum-crc32',
      },
      body: `${body}x-amz-checksum-crc32:${checksum}\r\n\r\n`,
    });
  expect((await write(checksumOf(`${large}ed`))).status).toBe(200);
  expect(await read('chunked')).toBe(`${large}ed`);
  const wrong = await write('AAAAAA==');
  expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('<Code>BadDigest</Code>')]);
  const small = await write('AAAAAA==', '3\r\nstr\r\n3\r\neam\r\n0\r\n');
  const error = '<Code>InvalidChunkSizeError</Code>.*<Chunk>2</Chunk><BadChunkSize>3</BadChunkSize>';
  expect([small.status, await small.text()]).toEqual([403, expect.stringMatching(new RegExp(error, 's'))]);
  for (const body of [
    '3\r\nstream\r\n0\r\n',
    '0x3\r\nstr\r\n0\r\n',
    '-3\r\nstr\r\n0\r\n',
    'ffffffff\r\nstr\r\n',
    'str',
  ]) {
    const broken = await write('AAAAAA==', body);
    expect([body, broken.status, await broken.text()]).toEqual([
      body,
      400,
      expect.stringContaining('<Code>IncompleteBody</Code>'),
    ]);
  }
});
