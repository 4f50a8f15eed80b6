/** REST with XML bodies, as S3 speaks it: operations read and write their XML themselves. */

import type { WireProtocol } from './protocol.ts';
import { respond, route } from './rest.ts';
import { escapeXml } from './xml.ts';

export const restXml: WireProtocol = {
  decode(request, service) {
    const { operation, binding, members } = route(request, service);
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
