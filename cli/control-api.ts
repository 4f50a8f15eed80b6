/** The local runtime's own door, beside AWS's: what moves the simulated world. */

import { requireLocal } from '../client/connection.ts';
import type { Context } from './command.ts';
import { CliError, usage } from './exit.ts';

/** @throws CliError with the runtime's own words where it refuses. */
export async function lever<Answer>(
  context: Context,
  path: string,
  { method = 'GET', body }: { method?: 'GET' | 'POST' | 'DELETE'; body?: unknown } = {},
): Promise<Answer> {
  const endpoint = requireLocal(context.connection(), `sim ${path.split('?')[0]}`);
  const response = await ask(`${endpoint}/_local-aws/${path}`, {
    method,
    signal: context.signal,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Answer & { message?: string };
  if (!response.ok)
    throw response.status < 500
      ? usage(answer.message ?? response.statusText)
      : new CliError(answer.message ?? response.statusText);
  return answer;
}

async function ask(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    // fetch hides the socket's own error in its cause.
    throw (error as Error).cause ?? error;
  }
}
