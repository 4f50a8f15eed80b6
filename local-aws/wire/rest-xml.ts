/**
 * REST with XML bodies. A service with a namespace has its bodies read and written, and its errors wrapped, as its model
 * says; S3, which has none here, reads and writes its XML itself.
 */

import { AwsError, type HttpBinding } from '../core/aws.ts';
import { headersOf, refuseOtherBody, refuseUnbound } from './amz-headers.ts';
import type { WireRequest } from './http.ts';
import type { WireProtocol } from './protocol.ts';
import { readXml } from './read-xml.ts';
import { respond, route } from './rest.ts';
import { content, errorResponse, escapeXml } from './xml.ts';

export const restXml: WireProtocol = {
  decode(sent, service) {
    const request = { ...sent, headers: headersOf(sent) };
    const found = route(request, service);
    if (!found || asksForMore(request, found.binding)) {
      throw new AwsError(
        'MethodNotAllowed',
        `${service.name} ${request.method} ${request.path}${asked(request)} is not served by local AWS`,
        { status: 405 },
      );
    }
    const { operation, binding, members } = found;
    refuseUnbound(request.headers, binding, operation);
    refuseOtherBody(sent);
    if (binding.payload !== undefined) return { operation, input: { ...members, [binding.payload]: request.body } };
    const hasBody = service.namespace !== undefined && request.body.length > 0;
    return { operation, input: hasBody ? { ...readXml(request.body.toString('utf8')), ...members } : members };
  },

  encode(output, operation, service, requestId) {
    const binding = service.operations[operation]?.http ?? { method: 'GET', path: '/' };
    const { rest, ...response } = respond((output ?? {}) as Record<string, unknown>, binding, requestId);
    if (service.namespace !== undefined) {
      const body = `<?xml version="1.0"?>\n<${operation}Response xmlns="${service.namespace}">${content(rest, service.itemNames)}</${operation}Response>`;
      return { ...response, headers: { 'content-type': 'text/xml', ...response.headers }, body };
    }
    const type: Record<string, string> =
      typeof response.body === 'string' && response.body !== '' ? { 'content-type': 'application/xml' } : {};
    return { ...response, headers: { ...type, ...response.headers, 'x-amz-request-id': requestId } };
  },

  refuse(error, service, requestId) {
    if (service.namespace !== undefined) {
      const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': requestId, ...error.headers };
      return { status: error.status, headers, body: errorResponse(error, service.namespace, requestId) };
    }
    const fields = Object.entries(error.fields)
      .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
      .join('');
    return {
      status: error.status,
      headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId, ...error.headers },
      body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>${fields}<RequestId>${requestId}</RequestId></Error>`,
    };
  },
};

/** Signatures, headers in a presigned address and the SDK's own name for the operation: no operation of their own. */
const BESIDE_THE_POINT = /^(?:x-id$|x-amz-|AWSAccessKeyId$|Expires$|Signature$)/i;

/**
 * A query parameter tells S3's operations apart: PutObjectTagging, taken for the PutObject that it is without its
 * parameter, would overwrite the object.
 */
function asksForMore({ query }: WireRequest, binding: HttpBinding): boolean {
  const known = Object.keys(binding.query ?? {}).map((name) => name.split('=')[0]);
  return [...query.keys()].some((name) => !known.includes(name) && !BESIDE_THE_POINT.test(name));
}

function asked({ query }: WireRequest): string {
  const names = [...query.keys()].filter((name) => !BESIDE_THE_POINT.test(name));
  return names.length === 0 ? '' : `?${names.join('&')}`;
}
