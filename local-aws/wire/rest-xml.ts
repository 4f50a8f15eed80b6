/** REST with XML bodies, as S3 speaks it: operations read and write their XML themselves. */

import { AwsError, type HttpBinding } from '../core/aws.ts';
import { headersOf, refuseOtherBody, refuseUnbound } from './amz-headers.ts';
import type { WireRequest } from './http.ts';
import type { WireProtocol } from './protocol.ts';
import { respond, route } from './rest.ts';
import { escapeXml } from './xml.ts';

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
    return {
      operation,
      input: binding.payload === undefined ? members : { ...members, [binding.payload]: request.body },
    };
  },

  encode(output, operation, service, requestId) {
    const binding = service.operations[operation]?.http ?? { method: 'GET', path: '/' };
    const { rest: _rest, ...response } = respond((output ?? {}) as Record<string, unknown>, binding, requestId);
    const type: Record<string, string> =
      typeof response.body === 'string' && response.body !== '' ? { 'content-type': 'application/xml' } : {};
    return { ...response, headers: { ...type, ...response.headers, 'x-amz-request-id': requestId } };
  },

  refuse(error, _service, requestId) {
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
