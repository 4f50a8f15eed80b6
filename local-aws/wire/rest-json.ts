import { AwsError, type HttpBinding } from '../core/aws.ts';
import type { WireRequest } from './http.ts';
import { readJson, writeJson } from './json.ts';
import type { WireProtocol } from './protocol.ts';
import { respond, route } from './rest.ts';

export const restJson: WireProtocol = {
  decode(request, service) {
    const found = route(request, service);
    if (!found) {
      throw new AwsError(
        'UnknownOperationException',
        `${service.name} ${request.method} ${request.path} is not served by local AWS`,
        { status: 404 },
      );
    }
    const { operation, binding, members } = found;
    refuseUnknown(request, binding, `${service.name} ${operation}`);
    const body = binding.payload === undefined ? readJson(request.body) : { [binding.payload]: request.body };
    return { operation, input: { ...body, ...members } };
  },

  encode(output, operation, service, requestId) {
    const binding = service.operations[operation]?.http ?? { method: 'POST', path: '/' };
    const { rest, ...response } = respond((output ?? {}) as Record<string, unknown>, binding, requestId);
    if (binding.outputPayload !== undefined) return response;
    return {
      ...response,
      headers: { 'content-type': 'application/json', ...response.headers },
      body: response.status === 204 ? '' : writeJson(rest),
    };
  },

  refuse(error, _service, requestId) {
    return {
      status: error.status,
      headers: {
        'content-type': 'application/json',
        'x-amzn-errortype': error.code,
        'x-amzn-requestid': requestId,
        ...error.headers,
      },
      body: writeJson({ message: error.message, ...error.fields }),
    };
  },
};

/** Headers and query parameters of every request: signature, tracing, user agent, the SDK's own name for the operation. */
const OF_EVERY_REQUEST =
  /^x-id$|^x-amz-(algorithm|content-sha256|credential|date|expires|security-token|signature|signedheaders|user-agent)$|^x-amzn-/i;

/** @throws AwsError for members in the query or in a header that the operation has no binding for: they would be dropped. */
function refuseUnknown({ query, headers }: WireRequest, binding: HttpBinding, operation: string): void {
  const known = Object.keys({ ...binding.query, ...binding.headers }).map((name) => name.toLowerCase());
  const given = [...query.keys(), ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))];
  const unknown = given.find((name) => !known.includes(name.toLowerCase()) && !OF_EVERY_REQUEST.test(name));
  if (unknown === undefined) return;
  throw new AwsError('ValidationException', `${operation} ${unknown} is not served by local AWS`);
}
