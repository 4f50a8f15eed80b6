import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Services, START, startServices } from './services.ts';

let aws: Services;
const Bucket = 'presigned';

beforeAll(async () => {
  aws = await startServices();
  const client = new S3Client({ ...aws.config, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'hello' }));
});
afterAll(() => aws.close());

type Parameters = Record<string, string | undefined>;

const VERSION_4 = {
  'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
  'X-Amz-Credential': 'AKIDEXAMPLE/20260301/us-east-1/s3/aws4_request',
  'X-Amz-Date': '20260301T120000Z',
  'X-Amz-Expires': '3600',
  'X-Amz-SignedHeaders': 'host',
  'X-Amz-Signature': 'a'.repeat(64),
};
const VERSION_2 = { AWSAccessKeyId: 'AKIDEXAMPLE', Signature: 'c2lnbmF0dXJl', Expires: String(START / 1000 + 3600) };

async function fetched(parameters: Parameters, init: RequestInit = {}, key = 'k') {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const answer = await fetch(`${aws.config.endpoint}/${Bucket}/${key}?${new URLSearchParams(given)}`, init);
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text(), answer };
}

it.each([VERSION_4, VERSION_2])('an address that is presigned reads and writes', async (parameters) => {
  expect(await fetched(parameters)).toMatchObject({ status: 200, body: 'hello' });
  expect(await fetched(parameters, { method: 'PUT', body: 'written' }, 'w')).toMatchObject({ status: 200 });
  expect(await fetched(parameters, {}, 'w')).toMatchObject({ body: 'written' });
});

const ERROR = 'AuthorizationQueryParametersError';
const credential = (text: string) => ({ 'X-Amz-Credential': text });

it.each<[Parameters, number, string, string]>([
  ...Object.keys(VERSION_4).map((name): [Parameters, number, string, string] => [
    { [name]: undefined },
    400,
    ERROR,
    'requires the X-Amz-Algorithm, X-Amz-Credential,',
  ]),
  [{ 'X-Amz-Algorithm': 'AWS4-HMAC-MD5' }, 400, ERROR, 'X-Amz-Algorithm only supports'],
  [credential('AKID'), 400, ERROR, 'the Credential is mal-formed'],
  [credential('AKID/20260301/us-east-1/s3/aws5_request'), 400, ERROR, 'incorrect terminal'],
  [credential('AKID/1st-March/us-east-1/s3/aws4_request'), 400, ERROR, 'incorrect date format'],
  [credential('AKID/20260302/us-east-1/s3/aws4_request'), 400, ERROR, 'Invalid credential date'],
  [{ 'X-Amz-Date': '2026-03-01T12:00:00Z' }, 400, ERROR, 'ISO8601 Long Format'],
  [{ 'X-Amz-Expires': 'soon' }, 400, ERROR, 'X-Amz-Expires should be a number'],
  [{ 'X-Amz-Expires': '-1' }, 400, ERROR, 'X-Amz-Expires must be non-negative'],
  [{ 'X-Amz-Expires': '604801' }, 400, ERROR, 'X-Amz-Expires must be less than a week (in seconds)'],
  [{ 'X-Amz-Date': '20260301T110000Z', 'X-Amz-Expires': '3599' }, 403, 'AccessDenied', 'Request has expired'],
  [{ 'X-Amz-Date': '20260301T121600Z' }, 403, 'AccessDenied', 'Request is not yet valid'],
  [{ 'X-Amz-SignedHeaders': 'date' }, 403, 'AccessDenied', '<HeadersNotSigned>host</HeadersNotSigned>'],
  [{ 'X-Amz-Signature': 'short' }, 403, 'SignatureDoesNotMatch', 'does not match the signature you provided'],
])('an address with %j is answered with %i %s', async (change, status, code, message) => {
  const { body, ...answer } = await fetched({ ...VERSION_4, ...change });
  expect(answer).toMatchObject({ status, type: 'application/xml' });
  expect(body).toContain(`<Code>${code}</Code>`);
  expect(body).toContain(message.replaceAll("'", '&apos;'));
});

it.each<[Parameters, string]>([
  [{ Signature: undefined }, 'requires the Signature, Expires and AWSAccessKeyId parameters'],
  [{ Expires: 'soon' }, 'Invalid date (should be seconds since epoch)'],
  [{ Expires: String(START / 1000 - 1) }, 'Request has expired'],
])('an address of version 2 with %j is denied', async (change, message) => {
  const { status, body } = await fetched({ ...VERSION_2, ...change });
  expect([status, body]).toEqual([403, expect.stringContaining(message)]);
});

it('an address may carry headers, and each header of AWS that is sent must be signed', async () => {
  const SHA256 = 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=';
  const signed = { ...VERSION_4, 'x-amz-checksum-sha256': SHA256, 'x-amz-meta-team': 'a' };
  expect(await fetched(signed, { method: 'PUT', body: 'other' }, 'h')).toMatchObject({
    status: 400,
    body: expect.stringContaining('BadDigest'),
  });
  expect(await fetched(signed, { method: 'PUT', body: 'hello' }, 'h')).toMatchObject({ status: 200 });
  const { answer } = await fetched({ ...VERSION_4, 'x-amz-checksum-mode': 'ENABLED' }, {}, 'h');
  expect(answer.headers.get('x-amz-checksum-sha256')).toBe(SHA256);
  expect(answer.headers.get('x-amz-meta-team')).toBe('a');
  const headers = { 'x-amz-storage-class': 'GLACIER' };
  expect(await fetched(VERSION_4, { method: 'PUT', body: 'hello', headers }, 'h')).toMatchObject({
    status: 403,
    body: expect.stringContaining('<HeadersNotSigned>x-amz-storage-class</HeadersNotSigned>'),
  });
});
