import type { ErrorBody } from '../../contract.ts';

/** An error answer; name and message are the server's. */
class ApiError extends Error {
  constructor({ error, message }: ErrorBody) {
    super(message);
    this.name = error;
  }
}

const token = document.querySelector<HTMLMetaElement>('meta[name=offboard-token]')?.content ?? '';

export async function get<Answer>(
  name: string,
  query: Readonly<Record<string, string | number>> = {},
): Promise<Answer> {
  const parameters = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
  return read(await fetch(`/api/${name}${parameters.size > 0 ? `?${parameters}` : ''}`));
}

export async function post<Answer>(name: string, body: unknown): Promise<Answer> {
  return read(
    await fetch(`/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-offboard-token': token },
      body: JSON.stringify(body),
    }),
  );
}

/** The local runtime's control API: simulated associations, clock and faults. */
export async function controlApi<Answer>(
  method: 'GET' | 'POST' | 'DELETE',
  name: string,
  body?: unknown,
): Promise<Answer> {
  return read(
    await fetch(`/_local-aws/${name}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    }),
  );
}

async function read<Answer>(response: globalThis.Response): Promise<Answer> {
  const answer = (await response.json()) as Answer & Partial<ErrorBody>;
  if (!response.ok)
    throw new ApiError({ error: answer.error ?? String(response.status), message: answer.message ?? '' });
  return answer;
}

/** The server gave no answer at all, which the banner says for the whole page. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError;
}

/** `ThrottlingException: Rate exceeded` */
export function errorText(error: unknown): string {
  const { name, message } = error as Error;
  return `${name}: ${message}`;
}
