import { createHash } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Services, startServices } from './services.ts';

let aws: Services;
let client: S3Client;
const Bucket = 'content';

beforeAll(async () => {
  aws = await startServices();
  client = new S3Client({ ...aws.config, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => aws.close());

const put = (Key: string, extra: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body: '123456789', ...extra }));
const head = (Key: string) => client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));

// The check values of the catalogues of CRCs, which are of these nine digits, and the digests of OpenSSL.
it.each([
  ['CRC32', 'y/Q5Jg=='],
  ['CRC32C', '4waSgw=='],
  ['CRC64NVME', 'rosUhgp5mIg='],
  ['SHA1', '98O8HYCOBHMq32eZZczDTKeuNEE='],
  ['SHA256', 'FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU='],
] as const)('an object has the %s that it was written with, and no other', async (algorithm, value) => {
  const member = `Checksum${algorithm}`;
  expect(await put(algorithm, { [member]: value })).toMatchObject({ [member]: value, ChecksumType: 'FULL_OBJECT' });
  expect(await head(algorithm)).toMatchObject({ [member]: value });
  const listed = await client.send(new ListObjectsV2Command({ Bucket, Prefix: algorithm, MaxKeys: 1 }));
  expect(listed.Contents).toMatchObject([{ ChecksumAlgorithm: [algorithm], ChecksumType: 'FULL_OBJECT' }]);
  const wrong = Buffer.from(value, 'base64').fill(0).toString('base64');
  await expect(put(algorithm, { [member]: wrong })).rejects.toMatchObject({ name: 'BadDigest' });
  await expect(put(algorithm, { [member]: 'x' })).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: `Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`,
  });
});

it('without a checksum of the client S3 computes its own; a part of an object shows none', async () => {
  const plain = new S3Client({ ...aws.config, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });
  const answer = await plain.send(new PutObjectCommand({ Bucket, Key: 'plain', Body: '123456789' }));
  expect(answer.ChecksumCRC64NVME).toBe('rosUhgp5mIg=');
  const part = { Bucket, Key: 'plain', Range: 'bytes=0-3', ChecksumMode: 'ENABLED' } as const;
  const read = await client.send(new GetObjectCommand(part));
  expect([await read.Body?.transformToString(), read.ChecksumCRC64NVME]).toEqual(['1234', undefined]);
  const seen = await client.send(new HeadObjectCommand(part));
  expect(seen).toMatchObject({ ContentLength: 4, ContentRange: 'bytes 0-3/9', $metadata: { httpStatusCode: 206 } });
});

const md5 = (text: string) => createHash('md5').update(text).digest('base64');

it('a body that is not the one that was sent is refused', async () => {
  await put('digest', { ContentMD5: md5('123456789') });
  await expect(put('digest', { ContentMD5: md5('other') })).rejects.toMatchObject({ name: 'BadDigest' });
  await expect(put('digest', { ContentMD5: 'short' })).rejects.toMatchObject({ name: 'InvalidDigest' });
  const two = { ChecksumCRC32: 'y/Q5Jg==', ChecksumCRC32C: '4waSgw==' };
  await expect(put('digest', two)).rejects.toThrow('Multiple checksum Types are not allowed');
  const policy = { Bucket, Policy: '{"Version":"2012-10-17","Statement":[]}', ContentMD5: md5('other') };
  await expect(client.send(new PutBucketPolicyCommand(policy))).rejects.toMatchObject({ name: 'BadDigest' });
});

const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0a';

it.each([
  [{ 'x-amz-content-sha256': '0'.repeat(64) }, 'XAmzContentSHA256Mismatch'],
  [{ 'x-amz-content-sha256': 'short' }, 'InvalidArgument'],
  [{ 'x-amz-sdk-checksum-algorithm': 'SHA256' }, 'InvalidRequest'],
  [{ 'x-amz-sdk-checksum-algorithm': 'ADLER' }, 'InvalidRequest'],
  [{ 'x-amz-sdk-checksum-algorithm': 'SHA256', 'x-amz-checksum-crc32': 'y/Q5Jg==' }, 'InvalidRequest'],
  [{ 'x-amz-tagging': 'a=b' }, 'NotImplemented'],
  [{ 'x-amz-website-redirect-location': '/x' }, 'NotImplemented'],
])('a request with %j is refused', async (headers, code) => {
  const answer = await fetch(`${aws.config.endpoint}/${Bucket}/raw`, {
    method: 'PUT',
    headers: { authorization: AUTHORIZATION, ...(headers as Record<string, string>) },
    body: '123456789',
  });
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(`<Code>${code}</Code>`)]);
});

it('what its writer says of an object is what its readers get', async () => {
  const described = {
    CacheControl: 'no-store',
    ContentDisposition: 'inline',
    ContentEncoding: 'identity',
    ContentLanguage: 'de',
    ContentType: 'text/plain',
    StorageClass: 'STANDARD_IA',
  } as const;
  await put('described', { ...described, Expires: new Date('2030-01-01T00:00:00Z') });
  expect(await head('described')).toMatchObject({ ...described, ExpiresString: 'Tue, 01 Jan 2030 00:00:00 GMT' });
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'described' }));
  expect(Contents).toMatchObject([{ StorageClass: 'STANDARD_IA' }]);
});

it('a reader may ask for other headers', async () => {
  await put('asked');
  const asked = {
    ResponseCacheControl: 'max-age=1',
    ResponseContentDisposition: 'attachment; filename="a.txt"',
    ResponseContentEncoding: 'identity',
    ResponseContentLanguage: 'fr',
    ResponseContentType: 'text/html',
    ResponseExpires: new Date('2031-01-01T00:00:00Z'),
  };
  for (const command of [GetObjectCommand, HeadObjectCommand]) {
    expect(await client.send(new command({ Bucket, Key: 'asked', ...asked }))).toMatchObject({
      CacheControl: 'max-age=1',
      ContentDisposition: 'attachment; filename="a.txt"',
      ContentEncoding: 'identity',
      ContentLanguage: 'fr',
      ContentType: 'text/html',
      ExpiresString: 'Wed, 01 Jan 2031 00:00:00 GMT',
    });
  }
  const broken = new GetObjectCommand({ Bucket, Key: 'asked', ResponseContentLanguage: 'a\r\nb' });
  await expect(client.send(broken)).rejects.toMatchObject({ name: 'InvalidArgument' });
});

it.each([
  [{ ACL: 'public-read' }, 'AccessControlListNotSupported'],
  [{ GrantRead: 'id=1' }, 'AccessControlListNotSupported'],
  [{ ServerSideEncryption: 'aws:kms' }, 'MethodNotAllowed'],
  [{ ServerSideEncryption: 'rot13' as 'AES256' }, 'InvalidEncryptionAlgorithmError'],
  [{ SSEKMSKeyId: 'k' }, 'NotImplemented'],
  [{ StorageClass: 'FLOPPY' as 'STANDARD' }, 'InvalidStorageClass'],
  [{ Tagging: 'a=b' }, 'NotImplemented'],
  [{ RequestPayer: 'me' as 'requester' }, 'InvalidArgument'],
  [{ ObjectLockMode: 'FOREVER' as 'COMPLIANCE' }, 'InvalidArgument'],
  [{ ExpectedBucketOwner: 'dana' }, 'InvalidBucketOwnerAWSAccountID'],
] as const)('a write with %j is refused: nothing is taken and dropped', async (extra, name) => {
  await expect(put('refused', extra)).rejects.toMatchObject({ name });
  await expect(head('refused')).rejects.toMatchObject({ name: 'NotFound' });
});

it('a key is 1,024 bytes at most, and a list or a bucket is asked for as S3 knows it', async () => {
  await put('ü'.repeat(512));
  await expect(put('ü'.repeat(513))).rejects.toMatchObject({ name: 'KeyTooLongError' });
  const list = new ListObjectsV2Command({ Bucket, EncodingType: 'base64' as 'url' });
  await expect(client.send(list)).rejects.toMatchObject({ name: 'InvalidArgument' });
  const create = (CreateBucketConfiguration: object) =>
    client.send(new CreateBucketCommand({ Bucket: 'elsewhere', CreateBucketConfiguration }));
  await expect(create({ LocationConstraint: 'mars' })).rejects.toMatchObject({ name: 'InvalidLocationConstraint' });
  const tagged = create({ Tags: [{ Key: 'a', Value: 'b' }] });
  await expect(tagged).rejects.toThrow('CreateBucketConfiguration.Tags is not served');
});

it('an archived object is not read before it is restored', async () => {
  await put('archived', { StorageClass: 'GLACIER' });
  expect((await head('archived')).StorageClass).toBe('GLACIER');
  const read = client.send(new GetObjectCommand({ Bucket, Key: 'archived' }));
  await expect(read).rejects.toMatchObject({ name: 'InvalidObjectState', $metadata: { httpStatusCode: 403 } });
});

it('a delete on condition of a tag is refused where the object has another', async () => {
  const { ETag } = await put('conditional');
  const end = (IfMatch: string) => client.send(new DeleteObjectCommand({ Bucket, Key: 'conditional', IfMatch }));
  await expect(end('"other"')).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await end(ETag ?? '');
  await end('"other"');
});

it('every operation asks whether the bucket is of the owner that is expected', async () => {
  await put('owned');
  const ExpectedBucketOwner = '999999999999';
  const owned = { Bucket, Key: 'owned', ExpectedBucketOwner };
  for (const command of [
    new GetObjectCommand(owned),
    new HeadObjectCommand(owned),
    new DeleteObjectCommand(owned),
    new HeadBucketCommand(owned),
    new ListObjectsV2Command(owned),
  ]) {
    await expect(client.send(command as GetObjectCommand)).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  }
});
