/** `arn:aws:states:::http:invoke`: an HTTPS endpoint, with what an EventBridge connection adds to the request. */

import { AwsError } from '../../../core/aws.ts';
import { isObject, type Json, type JsonObject } from '../../language/model/json.ts';
import { type Integration, TaskFailure } from './contract.ts';

interface Response {
  status: number;
  body: Json;
}

export const httpInvoke: Integration = {
  async call({ aws, identity, parameters, execution }) {
    const input = { ...requestOf(isObject(parameters) ? parameters : {}), machineArn: execution.machineArn };
    const { status, body } = await aws.call<Response>('http', 'Invoke', input, { identity }).catch((error: unknown) => {
      throw failureOf(error);
    });
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    if (status >= 300) throw new TaskFailure(`States.Http.StatusCode.${status}`, text);
    return {
      Headers: { 'content-type': [typeof body === 'string' ? 'text/plain' : 'application/json; charset=utf-8'] },
      ResponseBody: body,
      StatusCode: status,
      StatusText: status === 200 ? 'OK' : String(status),
    };
  },
};

/** @throws TaskFailure for what Step Functions does not send. */
function requestOf(parameters: JsonObject) {
  const {
    ApiEndpoint: url,
    Method: method,
    Headers: headers = {},
    QueryParameters: query = {},
    RequestBody: body,
  } = parameters;
  const { InvocationConfig, Authentication } = parameters;
  const { ConnectionArn: connectionArn } = { ...objectOf(Authentication), ...objectOf(InvocationConfig) };
  if (typeof url !== 'string' || !url.startsWith('https://')) throw invalid('ApiEndpoint must be an HTTPS endpoint');
  if (typeof method !== 'string') throw invalid('Method is required');
  if (typeof connectionArn !== 'string') throw invalid('a ConnectionArn is required');
  if (parameters.Transform !== undefined) throw invalid('Transform is not served by local AWS');
  const refused = Object.keys(objectOf(headers)).find((name) =>
    /^(authorization|x-amz.*|host|user-agent)$/i.test(name),
  );
  if (refused !== undefined) throw invalid(`the header ${refused} is not allowed`);
  const address = new URL(url);
  for (const [name, value] of Object.entries(objectOf(query))) address.searchParams.set(name, String(value));
  const request = { method, url: address.href, headers, ...(body !== undefined && { body }) };
  return { request, connectionArn };
}

function objectOf(value: Json | undefined): JsonObject {
  return value !== undefined && isObject(value) ? value : {};
}

function invalid(message: string): TaskFailure {
  return new TaskFailure('States.Runtime', message);
}

function failureOf(error: unknown): TaskFailure {
  const { code, message } = error instanceof AwsError ? error : { code: '', message: String(error) };
  if (code === 'AccessDeniedException' && message.includes('states:'))
    return new TaskFailure('States.Permissions', message);
  if (code === 'AccessDeniedException') return new TaskFailure('Events.ConnectionResource.AccessDenied', message);
  if (code === 'ResourceNotFoundException')
    return new TaskFailure('Events.ConnectionResource.ResourceNotFound', message);
  return new TaskFailure('States.Http.Socket', message);
}
