/** AWS JSON 1.0 and 1.1: one path, the operation in X-Amz-Target. */

import { AwsError, type Service } from '../core/aws.ts';
import type { WireResponse } from './http.ts';
import { readJson, writeJson } from './json.ts';
import type { WireProtocol } from './protocol.ts';

export const awsJson: WireProtocol = {
  decode(request, service) {
    const target = request.headers['x-amz-target'];
    if (request.method !== 'POST') {
      throw new AwsError('MethodNotAllowed', `AWS JSON is served by POST only, not by ${request.method}`, {
        status: 405,
      });
    }
    const operation = typeof target === 'string' ? operationOf(target, service) : undefined;
    if (operation === undefined) {
      throw new AwsError(
        'UnknownOperationException',
        `X-Amz-Target is ${target ?? 'missing'}; it reads ${service.targetPrefix}.<Operation>`,
        { status: 404 },
      );
    }
    return { operation, input: readJson(request.body) };
  },

  encode(output, _operation, service, requestId) {
    return answer(200, writeJson(output), service, requestId);
  },

  refuse(error, service, requestId) {
    const type = service.errorNamespace ? `${service.errorNamespace}#${error.code}` : error.code;
    const body = writeJson({ __type: type, message: error.message, ...error.fields });
    const { headers, ...rest } = answer(error.status, body, service, requestId);
    return { ...rest, headers: { ...headers, ...error.headers } };
  },
};

function operationOf(target: string, service: Service): string | undefined {
  const dot = target.lastIndexOf('.');
  return target.slice(0, dot) === service.targetPrefix ? target.slice(dot + 1) : undefined;
}

function answer(status: number, body: string, service: Service, requestId: string): WireResponse {
  const version = service.protocol === 'awsJson1.1' ? '1.1' : '1.0';
  return {
    status,
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': requestId },
    body,
  };
}
