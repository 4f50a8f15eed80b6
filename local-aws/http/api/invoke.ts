/** A request to an endpoint, for a state machine's HTTP task. */

import { type Aws, AwsError, type Operation } from '../../core/aws.ts';
import type { Outbox } from '../../core/outbox.ts';

export interface HttpRequest {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: unknown;
}

export interface HttpResponse {
  status: number;
  body: unknown;
}

/** @returns undefined for an endpoint that does not exist. */
export type HttpEndpoints = (request: HttpRequest) => HttpResponse | undefined;

interface Invocation {
  request: HttpRequest;
  connectionArn: string;
  machineArn: string;
}

interface Credentials {
  headers: Record<string, string>;
  query: Record<string, string>;
  body: Record<string, string>;
}

export function requests(aws: Aws, { outbox, endpoints }: { outbox: Outbox; endpoints: HttpEndpoints }) {
  const Invoke: Operation<Invocation, HttpResponse> = {
    internal: true,
    permissions: ({ request: { url, method }, machineArn }) => [
      {
        action: 'states:InvokeHTTPEndpoint',
        resource: machineArn,
        context: { 'states:HTTPEndpoint': url, 'states:HTTPMethod': method },
      },
    ],
    async run({ request, connectionArn }, { identity }) {
      const input = { ConnectionArn: connectionArn };
      const added = await aws.call<Credentials>('eventbridge', 'RetrieveConnectionCredentials', input, { identity });
      const response = endpoints(withCredentials(request, added));
      if (response === undefined) throw new AwsError('NoSuchHost', `${new URL(request.url).host}: no endpoint`);
      if (response.status < 300)
        outbox.add({ at: aws.clock.now(), service: 'http', to: request.url, body: textOf(request) });
      return response;
    },
  };
  return { Invoke };
}

/** What the connection has wins. */
function withCredentials({ url, headers, body, method }: HttpRequest, added: Credentials): HttpRequest {
  const whole = new URL(url);
  for (const [name, value] of Object.entries(added.query)) whole.searchParams.set(name, value);
  return {
    method,
    url: whole.href,
    headers: { ...headers, ...added.headers },
    ...(Object.keys(added.body).length > 0
      ? { body: { ...(body as object), ...added.body } }
      : body !== undefined && { body }),
  };
}

function textOf({ body }: HttpRequest): string {
  return typeof body === 'string' ? body : JSON.stringify(body ?? null, null, 2);
}
