/** S3 and KMS as far as a function of an offboarding calls them: canned answers, in the process that measures. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { DER, signDigest } from '../../test/offboardings/signer.ts';

export interface CannedBucket extends AsyncDisposable {
  endpoint: string;
  /** Objects by their keys, as bytes. */
  objects: Map<string, Uint8Array>;
}

const PAGE = 1000;

/** @param name of the bucket. */
export async function cannedBucket(name: string): Promise<CannedBucket> {
  const objects = new Map<string, Uint8Array>();
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const target = String(request.headers['x-amz-target'] ?? '');
    if (target.startsWith('TrentService.')) return void response.end(kms(target, body));
    const url = new URL(request.url ?? '/', 'http://s3');
    if (url.searchParams.has('list-type')) return void response.end(listing([...objects.keys()], url.searchParams));
    object(objects, { key: decodeURIComponent(url.pathname.slice(name.length + 2)), body }, { request, response });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function object(
  objects: Map<string, Uint8Array>,
  { key, body }: { key: string; body: Buffer },
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): void {
  if (request.method === 'PUT') objects.set(key, body);
  const held = objects.get(key);
  response.writeHead(held === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(request.method === 'GET' ? held : undefined);
}

function listing(keys: readonly string[], query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const from = Number(query.get('continuation-token') ?? 0);
  const all = keys.filter((key) => key.startsWith(prefix));
  const rows = all.slice(from, from + PAGE).map((key) => `<Contents><Key>${key}</Key></Contents>`);
  const isTruncated = from + PAGE < all.length;
  const next = isTruncated ? `<NextContinuationToken>${from + PAGE}</NextContinuationToken>` : '';
  return `<ListBucketResult><IsTruncated>${isTruncated}</IsTruncated>${next}${rows.join('')}</ListBucketResult>`;
}

function kms(target: string, body: Buffer): string {
  if (target.endsWith('GetPublicKey')) return JSON.stringify({ PublicKey: DER.toString('base64') });
  const { Message } = JSON.parse(body.toString()) as { Message: string };
  return JSON.stringify({ Signature: signDigest(Buffer.from(Message, 'base64')).toString('base64') });
}
