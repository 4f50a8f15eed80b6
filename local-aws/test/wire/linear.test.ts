/** No request, however it is made, keeps the event loop busy for longer than its length explains. */

import { compilePattern, MatchableEvent } from '@offboard/event-pattern';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Service } from '../../core/aws.ts';
import { parseDecimal } from '../../dynamodb/model/decimal.ts';
import { targetInput } from '../../eventbridge/delivery/target-input.ts';
import { fillIn } from '../../iam/context.ts';
import { textOf } from '../../s3/api/xml.ts';
import { timeOf } from '../../stepfunctions/language/expressions/common/timestamp.ts';
import { parseCall } from '../../stepfunctions/language/expressions/intrinsics/parse.ts';
import { parsePath } from '../../stepfunctions/language/expressions/jsonpath/parse.ts';
import { parseCsv } from '../../stepfunctions/language/map-run/csv.ts';
import { readJson } from '../../stepfunctions/language/model/json.ts';
import { awsJson } from '../../wire/aws-json.ts';
import { unchunk, type WireRequest } from '../../wire/http.ts';
import { awsQuery } from '../../wire/query.ts';
import { readXml } from '../../wire/read-xml.ts';
import { restXml } from '../../wire/rest-xml.ts';
import { readSignature } from '../../wire/signature.ts';
import { superlinear } from '../growth.ts';

function request(parts: Partial<WireRequest>): WireRequest {
  return { method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, body: Buffer.alloc(0), ...parts };
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
const STATES: Service = {
  name: 'states',
  signingName: 'states',
  protocol: 'awsJson1.0',
  targetPrefix: 'AWSStepFunctions',
  operations: { StartExecution: operation },
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
const form = (text: string) => request({ body: Buffer.from(`Action=Do&Version=2012-12-01&${text}`) });

const matchesField = ['cidr', 'numeric', 'wildcard', 'suffix', 'prefix', 'equals-ignore-case'].map((operator) => {
  const operand = { cidr: '10.0.0.0/8', numeric: ['>', 1], wildcard: '*a*b*' }[operator] ?? 'a1:.';
  return compilePattern({ detail: { field: [{ [operator]: operand }] } });
});
const matchesNumber = compilePattern({ detail: { field: [{ numeric: ['>', 1] }, 7] } });
const AS_EVENT = { id: 'e', time: '2026-11-20T15:24:51Z', ingestionTime: '', ruleArn: '', ruleName: '' };

/** What is repeated, and who reads it. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'the name of a parameter': (text) => awsQuery.decode(form(`${text}=1`), REDSHIFT),
  'a form': (text) => awsQuery.decode(form(text), REDSHIFT),
  'JSON of a call': (text) =>
    awsJson.decode(
      request({ headers: { 'x-amz-target': 'AWSStepFunctions.StartExecution' }, body: Buffer.from(`{"a":"${text}`) }),
      STATES,
    ),
  'a path': (text) => restXml.decode(request({ method: 'GET', path: `/${text}` }), S3),
  'an XML document': (text) => readXml(`<a>${text}`),
  'an element': (text) => textOf(text, 'Status'),
  'a credential': (text) =>
    readSignature(request({ headers: { authorization: `AWS4-HMAC-SHA256 Credential=${text}` } }), 0, 'us-east-1'),
  'a body in chunks': (text) =>
    unchunk(request({ headers: { 'content-encoding': 'aws-chunked' }, body: Buffer.from(text) })),
  'the input of an execution': (text) => readJson(text),
  'the input of an execution, in an open string': (text) => readJson(`{"a":"${text}`),
  'a file of CSV': (text) => parseCsv(text, { CSVHeaderLocation: 'FIRST_ROW' }),
  'a JSONPath': (text) => parsePath(`$${text}`),
  'a filter of a JSONPath': (text) => parsePath(`$[?(@.a == ${text}`),
  'an intrinsic function': (text) => parseCall(`States.Format(${text}`),
  'a timestamp': (text) => timeOf(`2026-11-20T15:24:51.${text}`),
  'a number of DynamoDB': (text) => parseDecimal(text),
  'a number with zeros of DynamoDB': (text) => parseDecimal(`1${text}1`),
  'a policy with variables': (text) => fillIn(text, new Map()),
  'an event pattern': (text) => compilePattern(`{"detail":{"a":[${text}`),
  'a field of an event': (text) => {
    for (const matches of matchesField) matches(new MatchableEvent({ detail: { field: text } }));
  },
  'a number of an event': (text) => matchesNumber(new MatchableEvent(`{"detail":{"field":0.1${text}1}}`)),
  'the path of a target': (text) => targetInput({ InputPath: `$${text}` }, { ...AS_EVENT, event: {} } as never),
};

const PIECES = [
  ...['.', 'a.', '1.', 'a.1.', '&', 'a&', 'a=1&', 'a.1=b&', '%', '/', '%2F', '<', '<Status>', '<Status', ',', ' ', '='],
  ...['"', '\\', '\\"', '""', '"a', "'", "\\'", '[', ']', '{', '}', '${', '${a,', '(', ')', '?', '@', '*', '..'],
  ...['0', '1', ':', 'f', '-', '+', 'e', '\n', '\r\n', '\t', '0\r\n', '1\r\na\r\n', '[0]', "['a']", 'States.Format('],
];

describe('a reader takes time by the length of its text', () => {
  it.each(Object.keys(READERS))('%s', (name) => {
    const read = READERS[name] as (text: string) => unknown;
    const piece = fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom(...PIECES) },
      {
        weight: 2,
        arbitrary: fc.array(fc.constantFrom(...PIECES), { minLength: 2, maxLength: 4 }).map((parts) => parts.join('')),
      },
    );
    for (const repeated of PIECES) expect(superlinear(read, repeated), JSON.stringify(repeated)).toBeUndefined();
    fc.assert(
      fc.property(piece, (repeated) => {
        expect(superlinear(read, repeated)).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });

  it('a form of the largest size', () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => `L.member.${index}=x`).join('&');
    expect(superlinear((text) => awsQuery.decode(form(names(text.length / 4)), REDSHIFT), 'x')).toBeUndefined();
  });
});
