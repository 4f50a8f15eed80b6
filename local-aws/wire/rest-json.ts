/** REST with JSON bodies. */

import { AwsError } from '../core/aws.ts';
import { readJson, writeJson } from './json.ts';
import type { WireProtocol } from './protocol.ts';
import { respond, route } from './rest.ts';

export const restJson: WireProtocol = {
  decode(request, service) {
    const found = route(request, service);
    if (!found) {
      throw new AwsError(
        'UnknownOperationException',
        `${service.name} has no operation served here at ${request.method} ${request.path}`,
        { status: 404 },
      );
    }
    const { operation, binding, members } = found;
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
