/** No request, however it is made, keeps the event loop busy for longer than its length explains. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Service } from '../../core/aws.ts';
import { textOf } from '../../s3/api/xml.ts';
import type { WireRequest } from '../../wire/http.ts';
import { awsQuery } from '../../wire/query.ts';
import { restXml } from '../../wire/rest-xml.ts';
import { readSignature } from '../../wire/signature.ts';

const KIB = 1024;
/** Processor time, since other processes may hold this one up. Quadratic readers took seconds for 16 KiB. */
const MAX_MILLISECONDS = 250;

function request(parts: Partial<WireRequest>): WireRequest {
  return { method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, body: Buffer.alloc(0), ...parts };
}

function milliseconds(work: () => unknown): number {
  const before = process.cpuUsage();
  try {
    work();
  } catch {
    // A refusal is an answer.
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const operation = { permissions: () => [], run: () => ({}) };
const REDSHIFT: Service = {
  name: 'redshift',
  signingName: 'redshift',
  protocol: 'awsQuery',
  version: '2012-12-01',
  namespace: 'urn:x',
  operations: {},
};
const S3: Service = {
  name: 's3',
  signingName: 's3',
  protocol: 'restXml',
  operations: {
    GetObject: { ...operation, http: { method: 'GET', path: '/{Bucket}/{Key+}' } },
    GetBucketVersioning: { ...operation, http: { method: 'GET', path: '/{Bucket}', query: { versioning: '' } } },
  },
};

/** What is repeated, and who reads it. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'the name of a parameter': (text) =>
    awsQuery.decode(request({ body: Buffer.from(`Action=Do&Version=2012-12-01&${text}=1`) }), REDSHIFT),
  'a form': (text) => awsQuery.decode(request({ body: Buffer.from(`Action=Do&Version=2012-12-01&${text}`) }), REDSHIFT),
  'a path': (text) => restXml.decode(request({ method: 'GET', path: `/${text}` }), S3),
  'an element': (text) => textOf(text, 'Status'),
  'a credential': (text) =>
    readSignature(request({ headers: { authorization: `AWS4-HMAC-SHA256 Credential=${text}` } })),
};
const PIECES = [
  '.',
  'a.',
  '1.',
  'a.1.',
  '&',
  'a=1&',
  'a.1=b&',
  '%',
  '/',
  '%2F',
  '<',
  '<Status>',
  '<Status',
  ',',
  ' ',
  '=',
];

describe('bodies of any size', () => {
  it.each(Object.keys(READERS))('%s is read in time', (name) => {
    const read = READERS[name] as (text: string) => unknown;
    const piece = fc.oneof(
      fc.constantFrom(...PIECES),
      fc.array(fc.constantFrom(...PIECES), { minLength: 2, maxLength: 4 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(piece, fc.constantFrom(1, 16, 64), (repeated, size) => {
        const text = repeated.repeat(Math.ceil((size * KIB) / repeated.length));
        expect(milliseconds(() => read(text))).toBeLessThan(MAX_MILLISECONDS);
      }),
      { numRuns: 60 },
    );
  });

  it('a form of the largest size is read in time', () => {
    const parameters = Array.from({ length: 60_000 }, (_, index) => `L.member.${index}=x`).join('&');
    expect(milliseconds(() => READERS['a form']?.(parameters))).toBeLessThan(4 * MAX_MILLISECONDS);
  });
});
