/** The control API of local AWS, beside AWS's own: simulated cloud, clock, faults. */

import { ClientError } from '../../client/errors.ts';
import type { Context } from './command.ts';
import { usage } from './exit.ts';

export interface ControlRequest {
  method?: 'GET' | 'POST' | 'DELETE';
  body?: unknown;
}

/** @throws ClientError with the API's message where it rejects the request, INVALID where the stack is not local. */
export async function callControlApi<Answer>(
  { client, signal }: Context,
  path: string,
  { method = 'GET', body }: ControlRequest = {},
): Promise<Answer> {
  const { endpoint, local } = client().connection;
  if (endpoint === undefined || !local) {
    throw usage('offboard sim works with local AWS only', 'start it with: offboard dev', 'then add --local');
  }
  const response = await fetch(`${endpoint}/_local-aws/${path}`, {
    method,
    signal,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch((error: Error) => {
    // fetch hides the socket's own error in its cause.
    throw error.cause ?? error;
  });
  const answer = (await response.json()) as Answer & { message?: string };
  if (response.ok) return answer;
  throw new ClientError(response.status < 500 ? 'INVALID' : 'FAILED', answer.message ?? response.statusText);
}
