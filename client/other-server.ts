/** A proxy's page, or any server that is not AWS, is named for what it is. */

import type { HttpRequest, HttpResponse, MetadataBearer, MiddlewareStack } from '@smithy/types';
import { ClientError } from './errors.ts';

export interface Client {
  middlewareStack: Pick<MiddlewareStack<object, MetadataBearer>, 'add'>;
}

/** @returns the client, whose calls throw ClientError FAILED for such an answer, after its retries. */
export function refuseOtherServers<Any extends Client>(client: Any): Any {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const operation = commandName.replace(/Command$/, '');
        const refuse = (response: unknown, isJson: boolean) =>
          refuseAnswer(response as HttpResponse | undefined, isJson, {
            operation,
            request: args.request as HttpRequest,
          });
        try {
          const answer = await next(args);
          refuse(answer.response, true);
          return answer;
        } catch (error) {
          refuse((error as { $response?: unknown }).$response, !(error instanceof SyntaxError));
          throw error;
        }
      },
    { step: 'build', name: 'refuseOtherServers' },
  );
  return client;
}

interface Call {
  operation: string;
  request: HttpRequest;
}

/** AWS answers no call with a page. */
function refuseAnswer(response: HttpResponse | undefined, isJson: boolean, { operation, request }: Call): void {
  if (response === undefined) return;
  const type = response.headers['content-type'] ?? 'no type';
  if (isJson && !type.startsWith('text/html')) return;
  const { protocol, hostname, port } = request;
  const endpoint = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
  throw new ClientError(
    'FAILED',
    `${endpoint} is not AWS: it answered ${operation} with HTTP ${response.statusCode}, ${type}`,
    'check --endpoint, AWS_ENDPOINT_URL, the endpoint_url of the profile, and HTTPS_PROXY',
  );
}
