import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Services, startServices } from './services.ts';

let aws: Services;
let client: S3Client;
const Bucket = 'parts';
const FIVE_MIB = Buffer.alloc(5 * 1024 * 1024, 'x');

beforeAll(async () => {
  aws = await startServices();
  client = new S3Client({ ...aws.config, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => aws.close());

const put = (Key: string, Body: string, extra = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...extra }));
const read = async (Key: string) => {
  const { Body, ...rest } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return { ...rest, text: await Body?.transformToString() };
};

describe('a copy', () => {
  const copy = (Key: string, CopySource: string, extra = {}) =>
    client.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...extra }));

  beforeAll(() =>
    put('a b/ä', 'hello', { Metadata: { of: 'me' }, ContentType: 'text/plain', CacheControl: 'no-store' }),
  );
  const source = `${Bucket}/a%20b/%C3%A4`;

  it('has the content and the description of its source', async () => {
    const { CopyObjectResult } = await copy('copied', source);
    expect(CopyObjectResult).toMatchObject({ ETag: '"5d41402abc4b2a76b9719d911017c592"', ChecksumCRC32: 'NhCmhg==' });
    expect(CopyObjectResult?.LastModified).toBeInstanceOf(Date);
    expect(await read('copied')).toMatchObject({
      text: 'hello',
      Metadata: { of: 'me' },
      ContentType: 'text/plain',
      CacheControl: 'no-store',
    });
  });

  it('or a description of its own; its storage class is its own in any case', async () => {
    const description = { MetadataDirective: 'REPLACE', Metadata: { by: 'you' }, StorageClass: 'STANDARD_IA' };
    await copy('described', source, description);
    const { Metadata, CacheControl, StorageClass } = await read('described');
    expect({ Metadata, CacheControl, StorageClass }).toEqual({ Metadata: { by: 'you' }, StorageClass: 'STANDARD_IA' });
    await copy('plain', `${Bucket}/described`);
    expect(await read('plain')).not.toHaveProperty('StorageClass', 'STANDARD_IA');
  });

  it('is of a version, where one is named', async () => {
    const versioned = { Bucket: 'versions', VersioningConfiguration: { Status: 'Enabled' } } as const;
    await client.send(new CreateBucketCommand({ Bucket: 'versions' }));
    await client.send(new PutBucketVersioningCommand(versioned));
    const { VersionId } = await put('k', 'old', { Bucket: 'versions' });
    await put('k', 'new', { Bucket: 'versions' });
    const { CopySourceVersionId } = await copy('old', `versions/k?versionId=${VersionId}`);
    expect(CopySourceVersionId).toBe(VersionId);
    expect((await read('old')).text).toBe('old');
  });

  it('needs the permission to read its source, by the policy of that bucket too', async () => {
    const Statement = [{ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::secret/*' }];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await client.send(new CreateBucketCommand({ Bucket: 'secret' }));
    await put('k', 'secret', { Bucket: 'secret' });
    await client.send(new PutBucketPolicyCommand({ Bucket: 'secret', Policy }));
    await expect(copy('told', 'secret/k')).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it.each<[why: string, source: string, extra: object, name: string]>([
    ['a source that is not there', `${Bucket}/none`, {}, 'NoSuchKey'],
    ['a bucket that is not there', 'nowhere/k', {}, 'NoSuchBucket'],
    ['no source', 'bucket-alone', {}, 'InvalidArgument'],
    ['a source with another tag', source, { CopySourceIfMatch: '"x"' }, 'PreconditionFailed'],
    ['a source not modified', source, { CopySourceIfModifiedSince: new Date('2100-01-01') }, 'PreconditionFailed'],
    ['a source of another owner', source, { ExpectedSourceBucketOwner: '999999999999' }, 'AccessDenied'],
    ['a directive that is none', source, { MetadataDirective: 'MERGE' }, 'InvalidArgument'],
    ['itself, with nothing changed', source, { Key: 'a b/ä' }, 'InvalidRequest'],
    [
      'a destination that is there',
      source,
      { Key: 'a b/ä', IfNoneMatch: '*', StorageClass: 'STANDARD_IA' },
      'PreconditionFailed',
    ],
  ])('of %s is refused', async (_why, from, extra, name) => {
    await expect(copy('refused', from, extra)).rejects.toMatchObject({ name });
  });
});

describe('a multipart upload', () => {
  const create = async (Key: string, extra = {}) =>
    (await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...extra }))).UploadId;
  const send = (Key: string, UploadId: string | undefined, PartNumber: number, Body: Buffer | string, extra = {}) =>
    client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...extra }));
  const complete = (Key: string, UploadId: string | undefined, Parts: object[], extra = {}) =>
    client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...extra }));

  it('puts its parts together, in order of their numbers, with what it was begun with', async () => {
    const UploadId = await create('whole', {
      ContentType: 'text/plain',
      Metadata: { of: 'me' },
      ChecksumAlgorithm: 'CRC32',
    });
    const last = await send('whole', UploadId, 7, 'end', { ChecksumAlgorithm: 'CRC32' });
    const first = await send('whole', UploadId, 2, FIVE_MIB, { ChecksumAlgorithm: 'CRC32' });
    const { Parts } = await client.send(new ListPartsCommand({ Bucket, Key: 'whole', UploadId }));
    expect(Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [2, FIVE_MIB.length],
      [7, 3],
    ]);
    await expect(read('whole')).rejects.toMatchObject({ name: 'NoSuchKey' });
    const done = await complete('whole', UploadId, [
      { PartNumber: 2, ETag: first.ETag, ChecksumCRC32: first.ChecksumCRC32 },
      { PartNumber: 7, ETag: last.ETag, ChecksumCRC32: last.ChecksumCRC32 },
    ]);
    expect(done).toMatchObject({
      Location: `${aws.endpoint}/${Bucket}/whole`,
      // The MD5 of the parts' MD5s, and the CRC32 of their CRC32s, made with Python's hashlib and zlib.
      ETag: '"6d7c5fbffce55b2eb513ca823d7235b2-2"',
      ChecksumCRC32: '8QCl5Q==-2',
      ChecksumType: 'COMPOSITE',
    });
    const { text, Metadata, ContentType } = await read('whole');
    expect(text === `${FIVE_MIB}end`).toBe(true);
    expect({ Metadata, ContentType }).toEqual({ Metadata: { of: 'me' }, ContentType: 'text/plain' });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'whole', ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({ ETag: done.ETag, ChecksumCRC32: done.ChecksumCRC32, ChecksumType: 'COMPOSITE' });
    const readPart = (PartNumber: number, extra = {}) =>
      client.send(new GetObjectCommand({ Bucket, Key: 'whole', PartNumber, ...extra }));
    const second = await readPart(2);
    expect(await second.Body?.transformToString()).toBe('end');
    expect(second).toMatchObject({ PartsCount: 2, ContentRange: 'bytes 5242880-5242882/5242883' });
    await expect(readPart(3)).rejects.toMatchObject({ name: 'InvalidPartNumber' });
    await expect(readPart(1, { Range: 'bytes=0-1' })).rejects.toMatchObject({ name: 'InvalidRequest' });
    await expect(complete('whole', UploadId, [{ PartNumber: 2, ETag: first.ETag }])).rejects.toMatchObject({
      name: 'NoSuchUpload',
    });
  });

  it('of one part has the checksum of the whole where that is asked for', async () => {
    const whole = { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' };
    const UploadId = await create('one', whole);
    const { ETag } = await send('one', UploadId, 1, 'hello', { ChecksumAlgorithm: 'CRC32' });
    const parts = [{ PartNumber: 1, ETag }];
    const other = { ChecksumType: 'FULL_OBJECT', ChecksumCRC32: 'AAAAAA==' };
    await expect(complete('one', UploadId, parts, other)).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(complete('one', UploadId, parts, { MpuObjectSize: 6 })).rejects.toMatchObject({
      name: 'InvalidRequest',
    });
    expect(await complete('one', UploadId, parts)).toMatchObject({
      ChecksumCRC32: 'NhCmhg==',
      ChecksumType: 'FULL_OBJECT',
    });
  });

  it('takes parts of objects', async () => {
    await put('letters', 'abcdef');
    const UploadId = await create('some');
    const from = { Bucket, Key: 'some', UploadId, PartNumber: 1, CopySource: `${Bucket}/letters` };
    const { CopyPartResult } = await client.send(new UploadPartCopyCommand({ ...from, CopySourceRange: 'bytes=1-3' }));
    const outside = new UploadPartCopyCommand({ ...from, CopySourceRange: 'bytes=1-6' });
    await expect(client.send(outside)).rejects.toMatchObject({ name: 'InvalidArgument' });
    await complete('some', UploadId, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
    expect((await read('some')).text).toBe('bcd');
  });

  it('is listed until it is given up', async () => {
    const ids = [await create('listed/a'), await create('listed/a'), await create('listed/b')];
    const list = async (extra = {}) =>
      client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'listed/', ...extra }));
    const first = await list({ MaxUploads: 1 });
    expect(first).toMatchObject({ IsTruncated: true, NextKeyMarker: 'listed/a' });
    const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = first;
    const rest = await list({ KeyMarker, UploadIdMarker });
    expect([...(first.Uploads ?? []), ...(rest.Uploads ?? [])].map(({ UploadId }) => UploadId).sort()).toEqual(
      ids.sort(),
    );
    const give = { Bucket, Key: 'listed/b', UploadId: rest.Uploads?.at(-1)?.UploadId };
    await client.send(new AbortMultipartUploadCommand(give));
    expect((await list()).Uploads).toHaveLength(2);
    await expect(client.send(new AbortMultipartUploadCommand(give))).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('is not completed with parts that are too small, out of order, others or none', async () => {
    const UploadId = await create('wrong');
    const [{ ETag: a }, { ETag: b }] = [await send('wrong', UploadId, 1, 'a'), await send('wrong', UploadId, 2, 'b')];
    const parts: [parts: object[], name: string][] = [
      [
        [
          { PartNumber: 1, ETag: a },
          { PartNumber: 2, ETag: b },
        ],
        'EntityTooSmall',
      ],
      [
        [
          { PartNumber: 2, ETag: b },
          { PartNumber: 1, ETag: a },
        ],
        'InvalidPartOrder',
      ],
      [[{ PartNumber: 1, ETag: b }], 'InvalidPart'],
      [[{ PartNumber: 3, ETag: a }], 'InvalidPart'],
      [[], 'MalformedXML'],
    ];
    for (const [named, name] of parts) await expect(complete('wrong', UploadId, named)).rejects.toMatchObject({ name });
    await expect(send('wrong', UploadId, 10_001, 'x')).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  it('with a checksum of parts needs each, and no other algorithm', async () => {
    const UploadId = await create('checked', { ChecksumAlgorithm: 'SHA256' });
    const { ETag } = await send('checked', UploadId, 1, 'hello', { ChecksumAlgorithm: 'SHA256' });
    await expect(complete('checked', UploadId, [{ PartNumber: 1, ETag }])).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringContaining('It was missing for part 1'),
    });
    await expect(send('checked', UploadId, 2, 'x', { ChecksumAlgorithm: 'CRC32' })).rejects.toMatchObject({
      message: 'Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32',
    });
    await expect(create('never', { ChecksumAlgorithm: 'SHA1', ChecksumType: 'FULL_OBJECT' })).rejects.toMatchObject({
      message: 'The FULL_OBJECT checksum type cannot be used with the sha1 checksum algorithm.',
    });
  });
});
