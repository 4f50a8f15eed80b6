/** The control API beside AWS's own: clock, faults, the record of calls, the live feed of the bus, and the caller's routes. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Calls } from '../core/calls.ts';
import type { ClockMode, RuntimeClock } from '../core/clock.ts';
import { FAULT_KINDS, type FaultSpec, type Faults } from '../core/faults.ts';
import type { Outbox } from '../core/outbox.ts';
import type { WireRequest, WireResponse } from '../wire/http.ts';

export interface ControlRequest {
  /** Of a POST: a JSON object. */
  body: Readonly<Record<string, unknown>>;
  query: URLSearchParams;
}

/** `POST vote` -> what is answered, as JSON. The message of an Error it throws is answered with status 400. */
export type ControlRoutes = Readonly<Record<string, (request: ControlRequest) => unknown>>;

/** What the built-in routes read and change. */
export interface ControlContext {
  info(): object;
  clock: RuntimeClock;
  calls: Calls;
  outbox: Outbox;
  faults: Faults;
  /** The names of the services that are served. */
  services(): readonly string[];
}

/** GET reads, POST changes, DELETE clears. */
export function controlRoutes({ info, clock, calls, outbox, faults, services }: ControlContext): ControlRoutes {
  return {
    'GET info': () => info(),
    'GET calls': ({ query }) => ({
      total: calls.total,
      calls: calls.list().slice(-Number(query.get('most') ?? 1000)),
    }),
    'GET outbox': () => ({ items: outbox.list() }),
    'GET faults': () => ({ faults: faults.list(), kinds: FAULT_KINDS, services: services() }),
    'POST faults': ({ body }) => faults.set(body as unknown as FaultSpec),
    'DELETE faults': ({ query }) => ({
      cleared: faults.clear(query.has('id') ? Number(query.get('id')) : undefined),
    }),
    'GET clock': () => readClock(clock),
    'POST clock': ({ body }) => setClock(clock, body),
  };
}

const PREFIX = '/_local-aws/';

export interface ControlApi {
  routes: ControlRoutes;
  /** Streams what happens on the buses as server-sent events. */
  feed: ((message: IncomingMessage, response: ServerResponse) => void) | undefined;
}

/** Answers a request under /_local-aws/; undefined for any other path. */
export async function handleControlRequest(
  { routes, feed }: ControlApi,
  request: WireRequest,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<WireResponse | 'handled' | undefined> {
  if (!request.path.startsWith(PREFIX)) return undefined;
  const name = request.path.slice(PREFIX.length);
  if (feed && request.method === 'GET' && name === 'feed') {
    feed(message, response);
    return 'handled';
  }
  const route = routes[`${request.method} ${name}`];
  if (!route) {
    const known = [...Object.keys(routes), ...(feed ? ['GET feed'] : [])].join(', ');
    return answer(404, { message: `there is no route ${request.method} ${name}; there are ${known}` });
  }
  try {
    return answer(200, await route({ body: readBody(request), query: request.query }));
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return answer(400, { message: (error as Error).message });
  }
}

/** A form of another site's page cannot send JSON, so whatever changes something must be JSON. */
function readBody({ method, headers, body }: WireRequest): ControlRequest['body'] {
  if (method !== 'POST') return {};
  if (!headers['content-type']?.startsWith('application/json'))
    throw new Error('send JSON, with content-type application/json');
  const value: unknown = JSON.parse(body.toString('utf8') || '{}');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('send a JSON object');
  return value as ControlRequest['body'];
}

function answer(status: number, value: unknown): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(value),
  };
}

/** A required text of a request. @throws Error where it is missing. */
export function requiredText(body: ControlRequest['body'], field: string): string {
  const value = body[field];
  if (typeof value !== 'string' || value === '') throw new Error(`${field} is required`);
  return value;
}

function readClock(clock: RuntimeClock): unknown {
  const next = clock.next();
  return {
    now: new Date(clock.now()).toISOString(),
    mode: clock.mode,
    next: next === undefined ? null : new Date(next).toISOString(),
  };
}

/** In seconds. Every timer on the way runs, so a longer way would not come to an end. */
const YEAR = 366 * 86_400;

async function setClock(clock: RuntimeClock, body: ControlRequest['body']): Promise<unknown> {
  if (body.mode !== undefined) clock.set(requiredText(body, 'mode') as ClockMode);
  if (body.advance !== undefined) {
    const seconds = Number(body.advance);
    if (!(seconds > 0 && seconds <= YEAR)) {
      throw new Error(`advance must be seconds above 0, at most ${YEAR} at once, not '${body.advance}'`);
    }
    await clock.advance(seconds * 1000);
  }
  return readClock(clock);
}
