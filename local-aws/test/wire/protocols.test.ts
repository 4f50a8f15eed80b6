import { describe, expect, it } from 'vitest';
import { AwsError, type Service } from '../../core/aws.ts';
import type { WireRequest } from '../../wire/http.ts';
import { writeJson } from '../../wire/json.ts';
import { awsQuery } from '../../wire/query.ts';
import { route } from '../../wire/rest.ts';
import { restXml } from '../../wire/rest-xml.ts';
import { readSignature } from '../../wire/signature.ts';
import { element } from '../../wire/xml.ts';

function request(parts: Partial<WireRequest>): WireRequest {
  return { method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, body: Buffer.alloc(0), ...parts };
}

const open = { permissions: () => [], run: () => ({}) };

describe('JSON as AWS writes it', () => {
  it('writes Dates as epoch seconds, blobs as base64, and leaves undefined members out', () => {
    const value = { at: new Date(1_795_188_291_766), body: Buffer.from('hi'), none: undefined, list: [new Date(0)] };
    expect(writeJson(value)).toBe('{"at":1795188291.766,"body":"aGk=","list":[0]}');
  });
});

describe('the Query protocol', () => {
  const service: Service = {
    name: 'redshift',
    signingName: 'redshift',
    protocol: 'awsQuery',
    version: '2012-12-01',
    namespace: 'urn:x',
    operations: {},
  };
  const form = (text: string) => awsQuery.decode(request({ body: Buffer.from(text) }), service);

  it.each([
    ['flat members', 'A=1&B=x%20y', { A: '1', B: 'x y' }],
    ['member lists', 'L.member.2=b&L.member.1=a', { L: ['a', 'b'] }],
    ['lists of structures', 'F.member.1.Name=n&F.member.1.Values.member.1=v', { F: [{ Name: 'n', Values: ['v'] }] }],
    ['lists named after their type', 'F.Filter.1.Name=n', { F: [{ Name: 'n' }] }],
    ['structures', 'S.A=1&S.B=2', { S: { A: '1', B: '2' } }],
  ])('reads %s', (_name, text, input) => {
    expect(form(`Action=Do&Version=2012-12-01&${text}`)).toEqual({ operation: 'Do', input });
  });

  it('refuses a call without an action, and one of another version', () => {
    expect(() => form('Version=2012-12-01')).toThrow(/parameter Action/);
    expect(() => form('Action=Do&Version=1999-01-01')).toThrow(/1999-01-01/);
  });

  it('reads parameters from the body of a POST alone, and no deeper than any input of AWS', () => {
    const query = new URLSearchParams('Action=Do&Version=2012-12-01');
    expect(() => awsQuery.decode(request({ query }), service)).toThrow(/parameter Action/);
    expect(() => awsQuery.decode(request({ method: 'GET', query }), service)).toThrow(
      expect.objectContaining({ code: 'MethodNotAllowed', status: 405 }),
    );
    expect(() => form(`Action=Do&Version=2012-12-01&${'a.'.repeat(40)}b=1`)).toThrow(/at most 32 parts/);
    expect(() => form(`Action=Do&Version=2012-12-01&A=${'x'.repeat(1024 * 1024)}`)).toThrow(/at most 1048576 bytes/);
  });

  it('does not let a member reach into the prototype', () => {
    form('Action=Do&Version=2012-12-01&__proto__.polluted=1&constructor.prototype.polluted=1');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('XML', () => {
  it('escapes text, writes lists as members and Dates as ISO 8601', () => {
    expect(element('R', { A: '<&>', L: ['x', 'y'], D: new Date(0), N: undefined })).toBe(
      '<R><A>&lt;&amp;&gt;</A><L><member>x</member><member>y</member></L><D>1970-01-01T00:00:00.000Z</D></R>',
    );
  });
});

describe('REST-XML of a service with a namespace', () => {
  const service: Service = {
    name: 'route-53',
    signingName: 'route53',
    protocol: 'restXml',
    namespace: 'urn:x',
    itemNames: { VPCs: 'VPC' },
    operations: { Do: { ...open, http: { method: 'POST', path: '/do/{Id}' } } },
  };
  const decode = (body: string) => restXml.decode(request({ path: '/do/z', body: Buffer.from(body) }), service);

  it('reads elements, nested ones and empty ones, and what stands in the path', () => {
    const body = '<?xml version="1.0"?><!-- x --><R xmlns="urn:x"><V a="1">\n <I>a&lt;b</I></V><E/><T> t </T></R>\n';
    expect(decode(body).input).toEqual({ V: { I: 'a<b' }, E: '', T: ' t ', Id: 'z' });
    expect(decode('').input).toEqual({ Id: 'z' });
  });

  it.each(['<R><V></R>', '<R>', 'text', '</R>', '<R></R></R>', '<R><V</R>', '<a>'.repeat(40)])('refuses %s', (body) => {
    expect(() => decode(body)).toThrow(expect.objectContaining({ code: 'MalformedXML', status: 400 }));
  });

  it('writes an answer under its name, items under theirs, and wraps errors', () => {
    const { body } = restXml.encode({ VPCs: [{ Id: 'v' }], Others: ['o'] }, 'Do', service, 'r');
    expect(body).toBe(
      '<?xml version="1.0"?>\n<DoResponse xmlns="urn:x"><VPCs><VPC><Id>v</Id></VPC></VPCs><Others><member>o</member></Others></DoResponse>',
    );
    expect(restXml.refuse(new AwsError('No', 'a<b', { status: 404 }), service, 'r')).toMatchObject({
      status: 404,
      body: '<ErrorResponse xmlns="urn:x"><Error><Type>Sender</Type><Code>No</Code><Message>a&lt;b</Message></Error><RequestId>r</RequestId></ErrorResponse>',
    });
  });
});

describe('REST routes', () => {
  const service: Service = {
    name: 's3',
    signingName: 's3',
    protocol: 'restXml',
    operations: {
      GetObject: { ...open, http: { method: 'GET', path: '/{Bucket}/{Key+}' } },
      ListObjectsV2: {
        ...open,
        http: {
          method: 'GET',
          path: '/{Bucket}',
          query: { 'list-type=2': '', prefix: 'Prefix', 'max-keys': 'MaxKeys' },
        },
      },
      GetBucketVersioning: { ...open, http: { method: 'GET', path: '/{Bucket}', query: { versioning: '' } } },
    },
  };
  const get = (path: string, query = '') =>
    route(request({ method: 'GET', path, query: new URLSearchParams(query) }), service);

  it.each([
    ['/b/a/b%20c', '', 'GetObject', { Bucket: 'b', Key: 'a/b c' }],
    ['/b', 'list-type=2&prefix=p&max-keys=3', 'ListObjectsV2', { Bucket: 'b', Prefix: 'p', MaxKeys: '3' }],
    ['/b/', 'versioning', 'GetBucketVersioning', { Bucket: 'b' }],
  ])('%s?%s is %s', (path, query, operation, members) => {
    expect(get(path, query)).toMatchObject({ operation, members });
  });

  it('answers an operation it does not have in so many words', () => {
    const asking = (path: string, query: string) => () =>
      restXml.decode(request({ method: 'GET', path, query: new URLSearchParams(query) }), service);
    expect(asking('/b', 'acl')).toThrow(expect.objectContaining({ code: 'MethodNotAllowed', status: 405 }));
    // Without its parameter it would be the GetObject that is served.
    expect(asking('/b/k', 'x-id=GetObjectTagging&tagging')).toThrow(/GET \/b\/k\?tagging/);
    expect(asking('/b/k', 'x-id=GetObject&X-Amz-Date=1')()).toMatchObject({
      operation: 'GetObject',
    });
    expect(() => get('/b/%zz')).toThrow(/percent sign/);
  });
});

function presigned(scope: string): URLSearchParams {
  return new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': scope,
    'X-Amz-Date': '20260101T000000Z',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': '0'.repeat(64),
  });
}

describe('signatures', () => {
  const authorization = (credential: string) =>
    `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=00`;

  it('reads key, Region and service of a header or a presigned address', () => {
    const scope = 'AKID/20260101/eu-west-1/es/aws4_request';
    const read = { accessKeyId: 'AKID', region: 'eu-west-1', service: 'es' };
    expect(readSignature(request({ headers: { authorization: authorization(scope) } }), 0, 'us-east-1')).toEqual(read);
    expect(readSignature(request({ query: presigned(scope) }), 0, 'us-east-1')).toMatchObject(read);
  });

  it.each(['X-Amz-Algorithm', 'X-Amz-Date', 'X-Amz-SignedHeaders', 'X-Amz-Signature'])(
    'refuses an address with a key and without %s',
    (name) => {
      const query = presigned('AKID/20260101/eu-west-1/es/aws4_request');
      query.delete(name);
      expect(() => readSignature(request({ query }), 0, 'us-east-1')).toThrow(
        expect.objectContaining({ code: 'IncompleteSignatureException', message: expect.stringContaining(name) }),
      );
    },
  );

  it.each([
    ['nothing signed', undefined, 'MissingAuthenticationToken'],
    ['another scheme', 'AWS4-HMAC-SHA256 nonsense', 'IncompleteSignatureException'],
    ['a scope too short', authorization('AKID/20260101/es/aws4_request'), 'IncompleteSignatureException'],
  ])('refuses %s', (_name, header, code) => {
    expect(() =>
      readSignature(request({ headers: header === undefined ? {} : { authorization: header } }), 0, 'us-east-1'),
    ).toThrow(expect.objectContaining({ code }));
  });
});
